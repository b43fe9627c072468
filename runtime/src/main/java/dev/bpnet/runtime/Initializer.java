package dev.bpnet.runtime;

/**
 * How a tensor starts. Fans are PyTorch's: of shape {@code [out, in, rest…]} the fan in is {@code
 * in · rest} and the fan out is {@code out · rest}.
 */
public final class Initializer {
  private final String name;
  private final double first;
  private final double second;

  private Initializer(String name, double first, double second) {
    this.name = name;
    this.first = first;
    this.second = second;
  }

  public static Initializer zeros() {
    return new Initializer("zeros", 0, 0);
  }

  public static Initializer ones() {
    return new Initializer("ones", 0, 0);
  }

  public static Initializer constant(double value) {
    return new Initializer("constant", value, 0);
  }

  /** Uniform in [low, high). */
  public static Initializer uniform(double low, double high) {
    return new Initializer("uniform", low, high);
  }

  public static Initializer normal(double mean, double deviation) {
    return new Initializer("normal", mean, deviation);
  }

  public static Initializer xavierUniform() {
    return new Initializer("xavier_uniform", 0, 0);
  }

  public static Initializer xavierNormal() {
    return new Initializer("xavier_normal", 0, 0);
  }

  public static Initializer heUniform() {
    return new Initializer("he_uniform", 0, 0);
  }

  public static Initializer heNormal() {
    return new Initializer("he_normal", 0, 0);
  }

  public static Initializer lecunNormal() {
    return new Initializer("lecun_normal", 0, 0);
  }

  public static Initializer orthogonal() {
    return new Initializer("orthogonal", 0, 0);
  }

  /** The language's name of it. */
  public String name() {
    return name;
  }

  @Override
  public String toString() {
    return switch (name) {
      case "constant" -> "constant(" + first + ")";
      case "uniform", "normal" -> name + "(" + first + ", " + second + ")";
      default -> name;
    };
  }
}
