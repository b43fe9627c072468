package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Names for what is computed, after the model: {@code h}, {@code hW}, {@code deltaH}. */
public final class Hints {
  private Hints() {}

  /** A name for the whole value of a node. */
  public static String of(Node node) {
    if (node.op() == Op.VARIABLE) {
      return camel(node.variable().name());
    }
    Origin origin = node.origin();
    List<String> scope = origin.scope();
    String inside = scope.isEmpty() ? "" : scope.get(scope.size() - 1);
    String base =
        origin.name().map(name -> inside.isEmpty() ? name : inside + "." + name).orElse(inside);
    if (origin.gradient()) {
      return camel(base.isEmpty() ? "delta" : "delta." + base);
    }
    return camel(base.isEmpty() ? noun(node.op()) : base);
  }

  /** What an operation makes. */
  private static String noun(Op op) {
    return switch (op) {
      case ADD, SUM -> "sum";
      case SUBTRACT -> "difference";
      case MULTIPLY, PRODUCT, CONTRACT -> "product";
      case DIVIDE -> "quotient";
      case NEGATE -> "negative";
      case MAXIMUM, MAX -> "maximum";
      case MINIMUM, MIN -> "minimum";
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, AND, OR, NOT -> "condition";
      case SELECT, PICK -> "chosen";
      case BATCH_MEAN -> "mean";
      case EXPAND, RESHAPE, TRANSPOSE, SLICE, PAD, CONCAT -> "part";
      default -> op.name().toLowerCase(Locale.ROOT).replace('_', '.');
    };
  }

  /** Whether readers know the value by a name of the source. */
  public static boolean isNamed(Node node) {
    return node.op() == Op.VARIABLE || node.origin().name().isPresent();
  }

  /** The name with the layers around it: {@code h.dense1.z}; empty if it has none. */
  public static Optional<String> path(Node node) {
    Origin origin = node.origin();
    return origin
        .name()
        .map(
            name ->
                String.join(".", origin.scope()) + (origin.scope().isEmpty() ? "" : ".") + name);
  }

  /** What a routine computes, in words; empty if there is no word for it. */
  public static String subject(Node node) {
    if (node.op() == Op.LOOP) {
      return "the loop over " + node.loop().index().name();
    }
    return path(node)
        .map(p -> (node.origin().gradient() ? "the derivative by " : "") + p)
        .orElse("");
  }

  /** A sentence that says so. */
  public static String purpose(Node node) {
    String subject = subject(node);
    return "Computes " + (subject.isEmpty() ? "an inner value" : subject) + ".";
  }

  /** {@code h1} for an element of a vector, {@code hW01} or {@code hW0_12} of a matrix. */
  public static String element(Node node, int number) {
    return of(node) + suffix(node.shape(), number);
  }

  public static String suffix(Shape shape, int number) {
    if (shape.size() == 1) {
      return "";
    }
    StringBuilder text = new StringBuilder();
    int rest = number;
    int[] strides = shape.strides();
    boolean small = java.util.Arrays.stream(shape.dims()).allMatch(dim -> dim <= 10);
    for (int axis = 0; axis < shape.rank(); axis++) {
      text.append(small || axis == 0 ? "" : "_").append(rest / strides[axis]);
      rest %= strides[axis];
    }
    return text.toString();
  }

  /**
   * Parts joined by dots or other separators, as one Java-style name: {@code h.dense1.W} is
   * hDense1W.
   */
  public static String camel(String path) {
    StringBuilder text = new StringBuilder();
    boolean upper = false;
    for (int c : path.codePoints().toArray()) {
      if (!Character.isJavaIdentifierPart(c) || c == '@') {
        upper = text.length() > 0;
      } else {
        text.appendCodePoint(upper ? Character.toUpperCase(c) : c);
        upper = false;
      }
    }
    return text.isEmpty() ? "value" : text.toString();
  }
}
