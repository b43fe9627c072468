package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** For each operation that has a derivative a small loss in which every part of its rule counts. */
final class Specimen {
  private static final int BATCH = 2;
  private static final List<Integer> LAST = List.of(1);

  private static final NodeBuilder FRAME =
      new NodeBuilder(new Origin(Networks.SPAN, List.of("frame"), Optional.empty(), false));

  private final Variable a = Networks.input("a", 3, 4);
  private final Variable w = Networks.parameter("w", 3, 4);
  private final Variable k = Networks.classTarget("k", 3, 3);
  private final Op op;

  private Specimen(Op op) {
    this.op = op;
  }

  /**
   * Empty for operations that have no rule: leaves, conditions, and what derivation itself makes.
   */
  static Optional<Specimen> of(Op op) {
    Specimen specimen = new Specimen(op);
    return specimen.value().map(value -> specimen);
  }

  List<Variable> variables() {
    return List.of(a, w);
  }

  /** Σ (0.7 + 0.3·i)·value[i]², so that no element counts like another, nor every example alike. */
  Graph graph() {
    Node value = value().orElseThrow();
    Node flat = FRAME.reshape(value, Shape.of(value.shape().size()));
    LoopIndex i = new LoopIndex("i", value.shape().size());
    Node weight =
        FRAME.add(
            FRAME.constant(0.7), FRAME.multiply(FRAME.constant(0.3), FRAME.toReal(FRAME.index(i))));
    Attribute.Loop loop = new Attribute.Loop(i, false, List.of(), List.of(weight));
    Node weights = FRAME.result(FRAME.loop(List.of(), loop), 0);
    return Networks.graph(FRAME.sumAll(FRAME.multiply(weights, FRAME.multiply(flat, flat))));
  }

  /** Whether a node is of what surrounds the operation. */
  static boolean isFrame(Node node) {
    return !node.origin().scope().isEmpty();
  }

  /** Numbers in the domain of the operation, among them ties, zeros and ones where those matter. */
  Bindings bindings(long seed) {
    Random random = new Random(seed);
    double low =
        switch (op) {
          case LOG, SQRT -> 0.3;
          case LOG1P -> -0.7;
          case POWER -> 0;
          default -> -1.2;
        };
    double[] first = random.doubles(BATCH * 12L, low, 1.2).toArray();
    double[] second = random.doubles(12, 0.4, 1.5).toArray();
    if (op == Op.MAXIMUM || op == Op.MINIMUM || op == Op.POWER) {
      first[0] = op == Op.POWER ? 0 : second[0];
      first[1] = 0;
      second[1] = 0;
      first[2] = 0.7;
      second[2] = 0;
    }
    if (op == Op.ABS || op == Op.PRODUCT) {
      first[0] = 0;
    }
    return Bindings.of(BATCH)
        .with(a, first)
        .with(w, second)
        .with(k, random.ints(BATCH * 3L, 0, 3).asDoubleStream().toArray());
  }

  private Optional<Node> value() {
    Node x = Networks.leaf(a);
    Node y = Networks.leaf(w);
    Node classes = B.variable(k);
    return Optional.ofNullable(
        switch (op) {
          case NEGATE,
              EXP,
              EXPM1,
              LOG,
              LOG1P,
              SQRT,
              ABS,
              SIN,
              COS,
              TAN,
              TANH,
              ATAN,
              ERF,
              SIGMOID,
              SOFTPLUS ->
              B.unary(op, x);
          case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MAXIMUM, MINIMUM -> B.binary(op, x, y);
          case SELECT -> B.select(B.binary(Op.LESS, B.constant(0), x), x, y);
          case SUM, PRODUCT, LOG_SUM_EXP ->
              B.concat(
                  List.of(
                      B.reduce(op, x, LAST),
                      B.reshape(B.reduce(op, x, List.of(0, 1)), Shape.of(1))),
                  0);
          case MAX, MIN -> B.concat(List.of(B.reduce(op, x, LAST), B.reduce(op, x, List.of(0))), 0);
          case SOFTMAX, LOG_SOFTMAX -> B.along(op, x, List.of(0));
          case CONTRACT ->
              B.contract(x, y, new Attribute.Labels(List.of(0, 1), List.of(2, 1), List.of(2)));
          case RESHAPE -> B.reshape(x, Shape.of(2, 6));
          case TRANSPOSE -> B.transpose(x, List.of(1, 0));
          case EXPAND -> B.expand(B.reshape(x, Shape.of(3, 1, 4)), Shape.of(2, 3, 2, 4));
          case SLICE -> B.slice(x, at(1, 2), Shape.of(2, 2));
          case PAD -> B.pad(x, at(1, 0), Shape.of(5, 4));
          case CONCAT -> B.concat(List.of(x, y), 1);
          case PICK -> B.pick(x, classes);
          case GATHER -> B.gather(x, classes);
          case SCATTER -> B.scatter(x, classes, 3);
          case BATCH_MEAN -> B.batchMean(x);
          case VARIABLE, CONSTANT, RANDOM, INDEX, CARRIED, LOOP, RESULT -> null;
          case SIGN, FLOOR, NOT, TO_REAL, EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, AND, OR -> null;
          case ARGMAX, ARGMIN, ONE_HOT, PRODUCT_OF_OTHERS -> null;
        });
  }

  private static List<Affine> at(int row, int column) {
    return List.of(Affine.constant(row), Affine.constant(column));
  }
}
