package dev.bpnet.runtime;

import java.util.List;

/**
 * How a tensor starts. Fans are PyTorch's: of shape {@code [out, in, rest…]} the fan in is {@code
 * in · rest} and the fan out is {@code out · rest}.
 *
 * <p>Sources: Glorot and Bengio 2010 (xavier, gain 1), He et al. 2015 (he, gain √2, fan in), LeCun
 * et al. 1998 (lecun), Saxe et al. 2013 (orthogonal); conventions as in {@code torch.nn.init}.
 */
public final class Initializer {
  private final Kind kind;
  private final double first;
  private final double second;

  private enum Kind {
    ZEROS,
    ONES,
    CONSTANT,
    UNIFORM,
    NORMAL,
    XAVIER_UNIFORM,
    XAVIER_NORMAL,
    HE_UNIFORM,
    HE_NORMAL,
    LECUN_NORMAL,
    ORTHOGONAL
  }

  private Initializer(Kind kind, double first, double second) {
    this.kind = kind;
    this.first = first;
    this.second = second;
  }

  private Initializer(Kind kind) {
    this(kind, 0, 0);
  }

  public static Initializer zeros() {
    return new Initializer(Kind.ZEROS);
  }

  public static Initializer ones() {
    return new Initializer(Kind.ONES);
  }

  public static Initializer constant(double value) {
    return new Initializer(Kind.CONSTANT, value, 0);
  }

  /** Uniform in [low, high). */
  public static Initializer uniform(double low, double high) {
    return new Initializer(Kind.UNIFORM, low, high);
  }

  public static Initializer normal(double mean, double deviation) {
    return new Initializer(Kind.NORMAL, mean, deviation);
  }

  /** Uniform in ±√(6 / (fan in + fan out)). */
  public static Initializer xavierUniform() {
    return new Initializer(Kind.XAVIER_UNIFORM);
  }

  /** Normal with variance 2 / (fan in + fan out). */
  public static Initializer xavierNormal() {
    return new Initializer(Kind.XAVIER_NORMAL);
  }

  /** Uniform in ±√(6 / fan in). */
  public static Initializer heUniform() {
    return new Initializer(Kind.HE_UNIFORM);
  }

  /** Normal with variance 2 / fan in. */
  public static Initializer heNormal() {
    return new Initializer(Kind.HE_NORMAL);
  }

  /** Normal with variance 1 / fan in, not truncated. */
  public static Initializer lecunNormal() {
    return new Initializer(Kind.LECUN_NORMAL);
  }

  /** Rows or columns, whichever are fewer, orthonormal; uniform among such matrices. */
  public static Initializer orthogonal() {
    return new Initializer(Kind.ORTHOGONAL);
  }

  /** The language's name of it. */
  public String name() {
    return kind.name().toLowerCase(java.util.Locale.ROOT);
  }

  /**
   * The first values of a tensor. They depend on seed, tensor name and shape alone: not on how the
   * tensor is stored, nor on the other tensors, the precision or the JDK.
   *
   * @param tensor its name, such as {@code h.W}
   * @param shape of it
   * @return its elements, row-major
   * @throws IllegalArgumentException if the initialiser has fans and the shape fewer than two axes
   */
  public double[] draw(String tensor, List<Integer> shape, long seed) {
    InitialValues values = new InitialValues(tensor, shape, seed);
    return switch (kind) {
      case ZEROS -> values.constant(0);
      case ONES -> values.constant(1);
      case CONSTANT -> values.constant(first);
      case UNIFORM -> values.uniform(first, second);
      case NORMAL -> values.normal(first, second);
      case XAVIER_UNIFORM -> uniform(values, 6 / (values.fanIn(name()) + values.fanOut(name())));
      case XAVIER_NORMAL -> normal(values, 2 / (values.fanIn(name()) + values.fanOut(name())));
      case HE_UNIFORM -> uniform(values, 6 / values.fanIn(name()));
      case HE_NORMAL -> normal(values, 2 / values.fanIn(name()));
      case LECUN_NORMAL -> normal(values, 1 / values.fanIn(name()));
      case ORTHOGONAL -> values.orthogonal();
    };
  }

  private static double[] uniform(InitialValues values, double squaredBound) {
    double bound = Math.sqrt(squaredBound);
    return values.uniform(-bound, bound);
  }

  private static double[] normal(InitialValues values, double variance) {
    return values.normal(0, Math.sqrt(variance));
  }

  @Override
  public String toString() {
    return switch (kind) {
      case CONSTANT -> name() + "(" + first + ")";
      case UNIFORM, NORMAL -> name() + "(" + first + ", " + second + ")";
      case ZEROS,
          ONES,
          XAVIER_UNIFORM,
          XAVIER_NORMAL,
          HE_UNIFORM,
          HE_NORMAL,
          LECUN_NORMAL,
          ORTHOGONAL ->
          name();
    };
  }
}
