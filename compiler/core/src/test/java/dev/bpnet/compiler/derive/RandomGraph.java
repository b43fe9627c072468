package dev.bpnet.compiler.derive;

import static dev.bpnet.compiler.derive.Networks.B;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A graph made by chance from a seed: all operations, loops in loops, values per example and per
 * step.
 */
public final class RandomGraph {
  static final int CLASSES = 3;

  private final Random random;
  private final List<Variable> variables =
      List.of(
          Networks.input("x", 4),
          Networks.input("m", 3, 4),
          Networks.parameter("w", 3, 4),
          Networks.parameter("v", 4),
          Networks.parameter("s"));
  private final Variable classes = Networks.classTarget("k", CLASSES, 2);
  private final Graph graph;
  private int sites;

  public RandomGraph(long seed) {
    this.random = new Random(seed);
    List<Node> pool = new ArrayList<>();
    variables.forEach(variable -> pool.add(Networks.leaf(variable)));
    grow(pool, 3 + random.nextInt(18), new Nest(this));
    this.graph = Networks.graph(loss(pool), "y", pool.get(pool.size() - 1));
  }

  public Graph graph() {
    return graph;
  }

  /** The variables of kind real, parameters and inputs. */
  public List<Variable> variables() {
    return variables;
  }

  /** Numbers for all variables. */
  public Bindings bindings(int batch) {
    Bindings bindings = Bindings.of(batch).withRandom(random.nextLong(), 1);
    for (Variable variable : variables) {
      double[] numbers = new double[bindings.size(variable)];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = number();
      }
      bindings = bindings.with(variable, numbers);
    }
    double[] chosen = random.ints(bindings.size(classes), 0, CLASSES).asDoubleStream().toArray();
    return bindings.with(classes, chosen);
  }

  /** The same with some elements replaced by values at the edges of the format. */
  public Bindings withEdges(Bindings bindings) {
    double[] edges = {
      0,
      -0.0,
      1,
      -1,
      Double.POSITIVE_INFINITY,
      Double.NEGATIVE_INFINITY,
      Double.NaN,
      1e-310,
      40,
      -800
    };
    Bindings result = bindings;
    for (Variable variable : variables) {
      double[] numbers = result.get(variable).clone();
      if (random.nextInt(2) == 0) {
        numbers[random.nextInt(numbers.length)] = edges[random.nextInt(edges.length)];
      }
      result = result.with(variable, numbers);
    }
    return result;
  }

  Random random() {
    return random;
  }

  private double number() {
    return switch (random.nextInt(12)) {
      case 0 -> 1;
      case 1 -> -0.5;
      default -> 4 * random.nextDouble() - 2;
    };
  }

  /** Adds that many values, each made of earlier ones. */
  void grow(List<Node> pool, int count, Nest nest) {
    for (int i = 0; i < count; i++) {
      Node node = step(pool, nest);
      pool.add(random.nextInt(6) == 0 ? Networks.named("n" + pool.size(), node) : node);
    }
  }

  Node any(List<Node> pool) {
    int back = Math.min(random.nextInt(pool.size()), random.nextInt(pool.size()));
    return pool.get(pool.size() - 1 - back);
  }

  private Node loss(List<Node> pool) {
    Node loss = total(pool.get(pool.size() - 1));
    int terms = random.nextInt(4);
    for (int i = 0; i < terms; i++) {
      Node term = total(any(pool));
      term = random.nextBoolean() ? B.multiply(B.constant(0.25 * random.nextInt(5)), term) : term;
      loss = random.nextInt(3) == 0 ? B.subtract(loss, term) : B.add(loss, term);
    }
    return loss;
  }

  private static Node total(Node node) {
    return node.shape().isScalar() ? node : B.sumAll(node);
  }

  private Node step(List<Node> pool, Nest nest) {
    Node x = any(pool);
    return switch (random.nextInt(17)) {
      case 0, 1, 2 -> unary(x);
      case 3, 4, 5, 6 -> binary(x, shaped(any(pool), x.shape()));
      case 7, 8 -> choice(x, shaped(any(pool), x.shape()), shaped(any(pool), x.shape()));
      case 9 -> reduction(matrix(x));
      case 10 -> along(matrix(x));
      case 11 -> contraction(matrix(x), matrix(any(pool)));
      case 12 -> movement(matrix(x), matrix(any(pool)));
      case 13 -> selection(matrix(x));
      case 14 -> nest.isOutermost() && random.nextBoolean() ? batch(x) : noise(x, nest);
      default -> nest.loop(pool, x);
    };
  }

  private Node unary(Node x) {
    Node square = B.multiply(x, x);
    Node one = B.constant(1, x.shape());
    return switch (random.nextInt(20)) {
      case 0 -> B.negate(x);
      case 1 -> B.unary(Op.EXP, B.unary(Op.SIN, x));
      case 2 -> B.unary(Op.EXPM1, B.unary(Op.COS, x));
      case 3 -> B.unary(Op.LOG, B.add(one, square));
      case 4 -> B.unary(Op.LOG1P, square);
      case 5 -> B.unary(Op.SQRT, B.add(one, square));
      case 6 -> B.unary(Op.ABS, x);
      case 7 -> B.add(B.unary(Op.SIGN, x), x);
      case 8 -> B.unary(Op.SIN, x);
      case 9 -> B.unary(Op.COS, x);
      case 10 -> B.unary(Op.TAN, B.unary(Op.TANH, x));
      case 11 -> B.unary(Op.TANH, x);
      case 12 -> B.unary(Op.ATAN, x);
      case 13 -> B.unary(Op.ERF, x);
      case 14 -> B.add(B.unary(Op.FLOOR, x), x);
      case 15 -> B.unary(Op.SIGMOID, x);
      case 16 -> B.unary(Op.SOFTPLUS, x);
      case 17 -> B.unary(Op.LOG, B.unary(Op.SIGMOID, x));
      case 18 -> B.unary(Op.LOG, B.subtract(one, B.unary(Op.SIGMOID, x)));
      default -> square;
    };
  }

  private Node binary(Node x, Node y) {
    Node above = B.add(B.constant(1.5, x.shape()), B.unary(Op.SIN, y));
    return switch (random.nextInt(14)) {
      case 0, 1 -> B.add(x, y);
      case 2 -> B.add(x, constant(x.shape()));
      case 3, 4 -> B.subtract(x, y);
      case 5 -> B.subtract(constant(x.shape()), x);
      case 6, 7 -> B.multiply(x, y);
      case 8 -> B.multiply(constant(x.shape()), x);
      case 9 -> B.divide(x, above);
      case 10 -> B.binary(Op.POWER, above, x);
      case 11 -> B.binary(Op.POWER, above, B.constant(0.5 + random.nextInt(3), x.shape()));
      case 12 -> B.binary(Op.MAXIMUM, x, y);
      default -> B.binary(Op.MINIMUM, x, y);
    };
  }

  private Node constant(Shape shape) {
    double[] numbers = {0, 1, -1, 2, 0.5, 0.3, -4};
    return B.constant(numbers[random.nextInt(numbers.length)], shape);
  }

  /** Selects whose branches are dangerous where they are not taken. */
  private Node choice(Node x, Node y, Node z) {
    Node zero = B.constant(0, x.shape());
    Node positive = B.binary(Op.LESS, zero, x);
    Node ordered = B.binary(Op.LESS_EQUAL, y, z);
    return switch (random.nextInt(9)) {
      case 0 -> B.select(positive, B.unary(Op.LOG, x), y);
      case 1 -> B.select(positive, B.unary(Op.SQRT, B.add(x, B.multiply(y, y))), zero);
      case 2 -> B.select(B.binary(Op.EQUAL, x, zero), zero, B.divide(y, x));
      case 3 -> B.select(positive, x, B.multiply(B.constant(0.01, x.shape()), x));
      case 4 -> B.select(B.unary(Op.NOT, ordered), B.unary(Op.SIN, x), y);
      case 5 -> B.select(B.binary(Op.AND, positive, ordered), B.multiply(y, z), x);
      case 6 -> {
        Node s = total(B.multiply(x, x));
        Node none = B.binary(Op.EQUAL, s, B.constant(0));
        yield B.select(none, B.constant(0), B.unary(Op.SQRT, s));
      }
      case 7 -> {
        Node logs = total(B.unary(Op.LOG, x));
        Node outside = total(B.toReal(B.binary(Op.LESS_EQUAL, x, zero)));
        Node allPositive = B.binary(Op.EQUAL, outside, B.constant(0));
        yield B.select(allPositive, B.multiply(B.expand(logs, y.shape()), y), z);
      }
      default -> B.select(ordered, B.toReal(B.binary(Op.OR, positive, ordered)), x);
    };
  }

  private Node reduction(Node x) {
    int axis = random.nextInt(2);
    List<Integer> axes = random.nextBoolean() ? List.of(axis) : List.of(0, 1);
    return switch (random.nextInt(6)) {
      case 0 -> B.reduce(Op.SUM, x, axes);
      case 1 -> B.reduce(Op.PRODUCT, B.unary(Op.SIN, x), axes);
      case 2 -> B.reduce(Op.MAX, x, List.of(axis));
      case 3 -> B.reduce(Op.MIN, x, List.of(axis));
      case 4 -> B.reduce(Op.LOG_SUM_EXP, x, axes);
      default -> B.divide(B.sum(x, axes), B.constant(4));
    };
  }

  private Node along(Node x) {
    int axis = random.nextInt(2);
    Node softmax = B.along(Op.SOFTMAX, x, List.of(axis));
    return switch (random.nextInt(4)) {
      case 0 -> softmax;
      case 1 -> B.along(Op.LOG_SOFTMAX, x, List.of(axis));
      case 2 -> B.unary(Op.LOG, softmax);
      default ->
          B.multiply(softmax, B.unary(Op.LOG, B.transpose(B.transpose(softmax, SWAP), SWAP)));
    };
  }

  private static final List<Integer> SWAP = List.of(1, 0);

  private Node contraction(Node x, Node y) {
    List<Integer> first = List.of(0, 1);
    return switch (random.nextInt(6)) {
      case 0 ->
          labels(x, B.transpose(shaped(y, x.shape()), SWAP), first, List.of(1, 2), List.of(0, 2));
      case 1 -> labels(x, shaped(y, x.shape()), first, first, List.of());
      case 2 -> labels(x, shaped(y, Shape.of(x.shape().dim(1))), first, List.of(1), List.of(0));
      case 3 -> labels(x, shaped(y, Shape.of(2)), first, List.of(2), List.of(2, 1));
      case 4 ->
          labels(
              shaped(y, Shape.of(3)),
              shaped(x, Shape.of(2)),
              List.of(0),
              List.of(1),
              List.of(1, 0));
      default -> labels(x, shaped(y, Shape.of(x.shape().dim(0))), first, List.of(0), List.of(1, 0));
    };
  }

  private static Node labels(
      Node x, Node y, List<Integer> first, List<Integer> second, List<Integer> result) {
    Attribute.Labels labels = new Attribute.Labels(first, second, result);
    boolean fits = true;
    for (int i = 0; i < first.size(); i++) {
      int at = second.indexOf(first.get(i));
      fits &= at < 0 || x.shape().dim(i) == y.shape().dim(at);
    }
    return fits ? B.contract(x, y, labels) : x;
  }

  private Node movement(Node x, Node y) {
    int rows = x.shape().dim(0);
    int columns = x.shape().dim(1);
    List<Affine> corner = List.of(Affine.constant(rows - 1), Affine.constant(columns / 2));
    Shape part = Shape.of(1, columns - columns / 2);
    return switch (random.nextInt(7)) {
      case 0 -> B.reshape(x, Shape.of(x.shape().size()));
      case 1 -> B.transpose(x, SWAP);
      case 2 -> B.expand(shaped(x, Shape.of(columns)), Shape.of(2, columns));
      case 3 -> B.slice(x, corner, part);
      case 4 -> B.pad(B.slice(x, corner, part), corner, x.shape());
      case 5 -> B.concat(List.of(x, shaped(y, x.shape()), B.negate(x)), random.nextInt(2));
      default -> B.expand(B.expand(shaped(x, Shape.of(1)), Shape.of(3, 1)), Shape.of(2, 3, 4));
    };
  }

  private Node selection(Node x) {
    Node k = B.variable(classes);
    Node three = shaped(x, Shape.of(2, CLASSES));
    return switch (random.nextInt(6)) {
      case 0 -> B.pick(three, k);
      case 1 -> B.multiply(B.oneHot(k, CLASSES), three);
      case 2 -> B.gather(shaped(x, Shape.of(CLASSES, 2)), k);
      case 3 -> B.scatter(shaped(x, Shape.of(2, 2)), k, CLASSES);
      case 4 -> B.pick(B.unary(Op.LOG, B.along(Op.SOFTMAX, three, List.of(1))), k);
      default -> B.gather(shaped(x, Shape.of(CLASSES)), B.reduce(Op.ARGMAX, three, List.of(1)));
    };
  }

  private Node batch(Node x) {
    return B.subtract(x, B.batchMean(B.unary(Op.SIN, x)));
  }

  private Node noise(Node x, Nest nest) {
    Node uniform = B.random(sites++, x.shape(), nest.indices());
    Node keep = B.binary(Op.LESS, uniform, B.constant(0.6));
    return B.select(keep, x, B.constant(0, x.shape()));
  }

  private Node matrix(Node x) {
    return x.shape().rank() == 2 ? x : shaped(x, Shape.of(2, 3));
  }

  /** A value of the shape, made of x in one of several ways. */
  Node shaped(Node x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    if (x.shape().size() == shape.size()) {
      return B.reshape(x, shape);
    }
    Node flat = B.reshape(x, Shape.of(x.shape().size()));
    if (x.shape().size() > shape.size()) {
      int start = random.nextInt(x.shape().size() - shape.size() + 1);
      Shape part = Shape.of(shape.size());
      return B.reshape(B.slice(flat, List.of(Affine.constant(start)), part), shape);
    }
    int last = shape.isScalar() ? 1 : shape.dim(shape.rank() - 1);
    return flat.shape().size() >= last && random.nextBoolean()
        ? B.expand(shaped(flat, Shape.of(last)), shape)
        : B.expand(B.multiply(B.constant(0.5), total(x)), shape);
  }
}
