package dev.bpnet.compiler.oracle;

import static dev.bpnet.compiler.oracle.Net.B;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import java.util.List;
import java.util.Random;

/**
 * A small real-valued graph around each operation, in three real variables and a class: {@code a}
 * and {@code b} exist per example, {@code w} per step.
 */
final class Specimens {
  static final int BATCH = 3;
  static final Variable A = Net.input("a", 3, 4);
  static final Variable C = Net.input("c", 3, 4);
  static final Variable W = Net.parameter("w", 3, 4);
  static final Variable K = Net.input("k", Kind.classOf(3), 3);

  private static final Node a = B.variable(A);
  private static final Node c = B.variable(C);
  private static final Node w = B.variable(W);
  private static final Node k = B.variable(K);

  private Specimens() {}

  /** Random numbers, positive where the operation wants that. */
  static Bindings bindings(Op op, long seed) {
    Random random = new Random(seed);
    double low =
        switch (op) {
          case LOG, SQRT, POWER -> 0.3;
          case LOG1P -> -0.7;
          case TAN -> -1.2;
          default -> -2;
        };
    int size = A.shape().size();
    return Bindings.of(BATCH)
        .withRandom(seed, 1)
        .with(A, random.doubles(BATCH * size, low, op == Op.TAN ? 1.2 : 2).toArray())
        .with(C, random.doubles(BATCH * size, -2, 2).toArray())
        .with(W, random.doubles(size, 0.5, 2).toArray())
        .with(K, random.ints(BATCH * 3, 0, 3).asDoubleStream().toArray());
  }

  static Node of(Op op) {
    return switch (op) {
      case VARIABLE -> a;
      case CONSTANT -> B.multiply(a, B.constant(3));
      case RANDOM -> B.multiply(a, B.random(1, a.shape(), List.of()));
      case INDEX -> indexLoop();
      case CARRIED -> carriedLoop(false);
      case NEGATE, EXP, EXPM1, LOG, LOG1P, SQRT, ABS, SIGN, SIN, COS, TAN, TANH, ATAN, ERF ->
          outer(op);
      case FLOOR, SIGMOID, SOFTPLUS -> outer(op);
      case NOT -> B.toReal(B.unary(Op.NOT, B.binary(Op.LESS, a, w)));
      case TO_REAL -> B.multiply(B.slice(a, starts(0, 0), Shape.of(3, 1)), column(B.toReal(k)));
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, POWER, MAXIMUM, MINIMUM -> B.binary(op, a, w);
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL -> B.multiply(B.toReal(B.binary(op, a, w)), c);
      case AND, OR ->
          B.multiply(B.toReal(B.binary(op, B.binary(Op.LESS, a, w), B.binary(Op.LESS, a, c))), c);
      case SELECT -> B.select(B.binary(Op.LESS, a, c), B.multiply(a, w), B.unary(Op.EXP, c));
      case SUM, PRODUCT, LOG_SUM_EXP -> B.reduce(op, B.multiply(a, w), List.of(0, 1));
      case MAX, MIN -> B.reduce(op, B.multiply(a, w), List.of(0));
      case ARGMAX, ARGMIN ->
          B.multiply(B.toReal(B.reduce(op, a, List.of(1))), B.sum(a, List.of(1)));
      case SOFTMAX, LOG_SOFTMAX -> B.multiply(B.along(op, B.multiply(a, w), List.of(0)), c);
      case PRODUCT_OF_OTHERS -> B.multiply(B.along(op, B.multiply(a, w), List.of(0, 1)), c);
      case CONTRACT ->
          B.contract(a, w, new Attribute.Labels(List.of(0, 1), List.of(2, 1), List.of(2, 0)));
      case RESHAPE -> B.multiply(B.reshape(a, Shape.of(4, 3)), B.reshape(w, Shape.of(4, 3)));
      case TRANSPOSE -> B.multiply(B.transpose(a, List.of(1, 0)), B.transpose(w, List.of(1, 0)));
      case EXPAND -> B.multiply(a, B.expand(B.slice(w, starts(1, 0), Shape.of(1, 4)), a.shape()));
      case SLICE -> B.multiply(box(a, 1, 1), box(w, 0, 2));
      case PAD -> B.multiply(B.pad(box(a, 0, 0), starts(1, 2), Shape.of(3, 4)), w);
      case CONCAT -> B.multiply(B.concat(List.of(box(a, 0, 0), box(w, 1, 1)), 1), a2(c));
      case PICK -> B.pick(B.multiply(a, w), k);
      case ONE_HOT -> B.multiply(B.oneHot(k, 4), a);
      case GATHER -> B.multiply(B.gather(B.multiply(w, w), k), a);
      case SCATTER -> B.scatter(B.multiply(a, w), k, 3);
      case BATCH_MEAN -> B.multiply(c, B.batchMean(B.multiply(a, w)));
      case LOOP -> carriedLoop(true);
      case RESULT -> yieldLoop();
    };
  }

  private static Node outer(Op op) {
    return B.multiply(w, B.unary(op, a));
  }

  private static Node column(Node vector) {
    return B.reshape(vector, Shape.of(3, 1));
  }

  private static List<Affine> starts(int first, int second) {
    return List.of(Affine.constant(first), Affine.constant(second));
  }

  private static Node box(Node x, int first, int second) {
    return B.slice(x, starts(first, second), Shape.of(2, 2));
  }

  private static Node a2(Node x) {
    return B.slice(x, starts(1, 0), Shape.of(2, 4));
  }

  /** Σ_t (t + 1)·a[t, 1]·w[t, 3 − t], by a slice whose start goes down. */
  private static Node indexLoop() {
    LoopIndex t = new LoopIndex("t", 3);
    Node carried = B.carried(t, 0, Shape.of(1, 1), Kind.REAL, Dependence.EXAMPLE);
    Affine down = new Affine(3, List.of(new Affine.Term(-1, t)));
    Affine up = new Affine(0, List.of(new Affine.Term(1, t)));
    Node left = B.slice(a, List.of(up, Affine.constant(1)), Shape.of(1, 1));
    Node right = B.slice(w, List.of(up, down), Shape.of(1, 1));
    Node weight = B.add(B.toReal(B.index(t)), B.constant(1));
    Node next = B.add(carried, B.multiply(weight, B.multiply(left, right)));
    Node zero = B.constant(0, Shape.of(1, 1));
    Node loop = B.loop(List.of(zero), new Attribute.Loop(t, false, List.of(next), List.of()));
    return B.result(loop, 0);
  }

  /** h ← tanh(h·w[t] + a[t]), up or down, from a start that exists once. */
  private static Node carriedLoop(boolean descending) {
    LoopIndex t = new LoopIndex("t", 3);
    Node h = B.carried(t, 0, Shape.of(1, 4), Kind.REAL, Dependence.EXAMPLE);
    List<Affine> row = List.of(new Affine(0, List.of(new Affine.Term(1, t))), Affine.constant(0));
    Node in = B.slice(a, row, Shape.of(1, 4));
    Node weight = B.slice(w, row, Shape.of(1, 4));
    Node next = B.unary(Op.TANH, B.add(B.multiply(h, weight), in));
    Node first = B.slice(w, starts(0, 0), Shape.of(1, 4));
    Node loop = B.loop(List.of(first), new Attribute.Loop(t, descending, List.of(next), List.of()));
    return B.result(loop, 0);
  }

  /** Yields sin(a[t])·w and, from a loop within, Σ_s c[s, t]²·a[t, s]. */
  private static Node yieldLoop() {
    LoopIndex t = new LoopIndex("t", 3);
    LoopIndex s = new LoopIndex("s", 2);
    Affine atT = new Affine(0, List.of(new Affine.Term(1, t)));
    Affine atS = new Affine(0, List.of(new Affine.Term(1, s)));
    Node total = B.carried(s, 0, Shape.of(1, 1), Kind.REAL, Dependence.EXAMPLE);
    Node inner = B.slice(c, List.of(atS, atT), Shape.of(1, 1));
    Node factor = B.slice(a, List.of(atT, atS), Shape.of(1, 1));
    Node next = B.add(total, B.multiply(B.multiply(inner, inner), factor));
    Node start = B.reshape(B.toReal(B.index(t)), Shape.of(1, 1));
    Node within =
        B.result(B.loop(List.of(start), new Attribute.Loop(s, true, List.of(next), List.of())), 0);
    Node row = B.slice(a, List.of(atT, Affine.constant(0)), Shape.of(1, 4));
    Node first = B.multiply(B.expand(B.unary(Op.SIN, row), w.shape()), w);
    Node outer = B.loop(List.of(), new Attribute.Loop(t, true, List.of(), List.of(first, within)));
    return B.concat(
        List.of(
            B.reshape(B.result(outer, 0), Shape.of(36)),
            B.reshape(B.result(outer, 1), Shape.of(3))),
        0);
  }
}
