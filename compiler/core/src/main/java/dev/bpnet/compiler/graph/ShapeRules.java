package dev.bpnet.compiler.graph;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * What makes a node well formed, operation by operation. A breach is a bug of the phase that built
 * it.
 */
final class ShapeRules {
  private ShapeRules() {}

  static void verify(Node node) {
    boolean valid =
        switch (node.op()) {
          case VARIABLE -> node.inputs().isEmpty() && node.shape().equals(node.variable().shape());
          case CONSTANT -> node.inputs().isEmpty() && node.attribute() instanceof Attribute.Value;
          case RANDOM -> node.inputs().stream().allMatch(i -> i.op() == Op.INDEX);
          case INDEX, CARRIED -> node.inputs().isEmpty();
          case NEGATE,
              EXP,
              EXPM1,
              LOG,
              LOG1P,
              SQRT,
              ABS,
              SIGN,
              SIN,
              COS,
              TAN,
              TANH,
              ATAN,
              ERF,
              FLOOR,
              SIGMOID,
              SOFTPLUS ->
              elementwise(node, 1) && node.input(0).kind().isReal();
          case NOT -> elementwise(node, 1) && node.input(0).kind().isBool();
          case TO_REAL -> elementwise(node, 1) && !node.input(0).kind().isReal();
          case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MAXIMUM, MINIMUM ->
              elementwise(node, 2) && node.inputs().stream().allMatch(i -> i.kind().isReal());
          case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL ->
              elementwise(node, 2) && node.input(0).kind().type() == node.input(1).kind().type();
          case AND, OR ->
              elementwise(node, 2) && node.inputs().stream().allMatch(i -> i.kind().isBool());
          case SELECT ->
              elementwise(node, 3)
                  && node.input(0).kind().isBool()
                  && node.input(1).kind().equals(node.input(2).kind());
          case SUM, PRODUCT, LOG_SUM_EXP -> reduces(node) && !node.axes().isEmpty();
          case MAX, MIN, ARGMAX, ARGMIN -> reduces(node) && node.axes().size() == 1;
          case SOFTMAX, LOG_SOFTMAX ->
              elementwise(node, 1) && node.axes().size() == 1 && inRange(node);
          case PRODUCT_OF_OTHERS -> elementwise(node, 1) && inRange(node);
          case CONTRACT -> contracts(node);
          case RESHAPE ->
              node.inputs().size() == 1 && node.input(0).shape().size() == node.shape().size();
          case TRANSPOSE -> transposes(node);
          case EXPAND -> node.inputs().size() == 1 && expands(node.input(0).shape(), node.shape());
          case SLICE -> boxed(node, node.input(0).shape(), node.shape());
          case PAD -> boxed(node, node.shape(), node.input(0).shape());
          case CONCAT -> joins(node);
          case PICK ->
              node.inputs().size() == 2
                  && node.input(1).kind().isClass()
                  && node.input(1).shape().equals(node.shape())
                  && node.input(0).shape().dim(node.shape().rank())
                      >= node.input(1).kind().classes();
          case ONE_HOT ->
              node.inputs().size() == 1
                  && node.input(0).kind().isClass()
                  && node.shape().rank() == node.input(0).shape().rank() + 1;
          case GATHER ->
              node.inputs().size() == 2
                  && node.input(1).kind().isClass()
                  && node.input(0).shape().dim(0) >= node.input(1).kind().classes();
          case SCATTER ->
              node.inputs().size() == 2
                  && node.input(1).kind().isClass()
                  && node.shape().dim(0) >= node.input(1).kind().classes();
          case BATCH_MEAN -> elementwise(node, 1) && node.input(0).kind().isReal();
          case LOOP -> loops(node);
          case RESULT -> node.inputs().size() == 1 && node.input(0).op() == Op.LOOP;
        };
    if (!valid) {
      throw new IllegalArgumentException(
          "malformed " + node + " of " + node.inputs().stream().map(Node::shape).toList());
    }
  }

  private static boolean elementwise(Node node, int arity) {
    return node.inputs().size() == arity
        && node.inputs().stream().allMatch(input -> input.shape().equals(node.shape()));
  }

  private static boolean inRange(Node node) {
    int rank = node.input(0).shape().rank();
    return node.axes().stream().allMatch(axis -> axis >= 0 && axis < rank);
  }

  private static boolean reduces(Node node) {
    return node.inputs().size() == 1
        && inRange(node)
        && node.shape().equals(node.input(0).shape().without(node.axes()));
  }

  private static boolean contracts(Node node) {
    Attribute.Labels labels = (Attribute.Labels) node.attribute();
    Map<Integer, Integer> dims = new HashMap<>();
    boolean valid =
        node.inputs().size() == 2
            && bind(labels.first(), node.input(0).shape(), dims)
            && bind(labels.second(), node.input(1).shape(), dims);
    return valid
        && dims.keySet().containsAll(labels.result())
        && bind(labels.result(), node.shape(), dims);
  }

  private static boolean bind(List<Integer> labels, Shape shape, Map<Integer, Integer> dims) {
    boolean valid = labels.size() == shape.rank() && new HashSet<>(labels).size() == labels.size();
    for (int axis = 0; valid && axis < labels.size(); axis++) {
      Integer known = dims.putIfAbsent(labels.get(axis), shape.dim(axis));
      valid = known == null || known == shape.dim(axis);
    }
    return valid;
  }

  private static boolean transposes(Node node) {
    Shape operand = node.input(0).shape();
    boolean valid =
        node.axes().size() == operand.rank() && new HashSet<>(node.axes()).size() == operand.rank();
    for (int axis = 0; valid && axis < operand.rank(); axis++) {
      valid = node.shape().dim(axis) == operand.dim(node.axes().get(axis));
    }
    return valid;
  }

  private static boolean expands(Shape from, Shape to) {
    int offset = to.rank() - from.rank();
    boolean valid = offset >= 0;
    for (int axis = 0; valid && axis < from.rank(); axis++) {
      valid = from.dim(axis) == 1 || from.dim(axis) == to.dim(axis + offset);
    }
    return valid;
  }

  private static boolean boxed(Node node, Shape whole, Shape part) {
    List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
    boolean valid = starts.size() == whole.rank() && part.rank() == whole.rank();
    for (int axis = 0; valid && axis < whole.rank(); axis++) {
      valid =
          starts.get(axis).min() >= 0 && starts.get(axis).max() + part.dim(axis) <= whole.dim(axis);
    }
    return valid;
  }

  private static boolean joins(Node node) {
    int axis = node.axes().get(0);
    int total = 0;
    boolean valid = true;
    for (Node part : node.inputs()) {
      total += part.shape().dim(axis);
      valid &= part.shape().without(List.of(axis)).equals(node.shape().without(List.of(axis)));
    }
    return valid && total == node.shape().dim(axis);
  }

  private static boolean loops(Node node) {
    Attribute.Loop loop = node.loop();
    boolean valid = loop.next().size() <= node.inputs().size();
    for (int i = 0; valid && i < loop.next().size(); i++) {
      valid =
          loop.next().get(i).shape().equals(node.input(i).shape())
              && loop.next().get(i).kind().equals(node.input(i).kind());
    }
    return valid;
  }
}
