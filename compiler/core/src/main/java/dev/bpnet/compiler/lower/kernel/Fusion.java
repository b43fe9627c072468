package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.lower.analysis.Contraction;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Decides which values of a region (the whole graph, or the body of one loop) get an array of their
 * own and which are computed inside whatever reads them.
 *
 * <p>A value needs an array if its operation cannot be written as one expression per element, if
 * several loop nests would compute it anew, or if a reader goes over it more than once. One reader
 * absorbs an operand for which it has a better form: a batch mean its contraction or scatter, an
 * addition the contraction that it adds a bias to, a loop the zeros around a box that it adds to a
 * carried value.
 */
public final class Fusion {
  private static final int MOST_COST = 80;
  private static final int CHEAP = 1;

  private final Set<Node> buffered = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Set<Node> absorbed = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Node, Set<Object>> kernels = new IdentityHashMap<>();
  private final Map<Node, Integer> costs = new IdentityHashMap<>();
  private final Map<Node, List<Node>> consumers = new IdentityHashMap<>();
  private final Set<Node> region = Collections.newSetFromMap(new IdentityHashMap<>());
  private final List<Node> roots;

  /**
   * @param order the nodes of the region, operands first
   * @param roots what is read from outside the region, once per entry
   * @param forced what needs an array for the reader's sake
   */
  public Fusion(List<Node> order, List<Node> roots, Set<Node> forced) {
    this.roots = roots;
    buffered.addAll(forced);
    region.addAll(order);
    for (Node node : order) {
      for (Node input : node.inputs()) {
        consumers.computeIfAbsent(input, n -> new ArrayList<>()).add(node);
      }
    }
    order.forEach(this::absorb);
    order.forEach(this::cutLongExpression);
    for (int i = order.size() - 1; i >= 0; i--) {
      decide(order.get(i));
    }
  }

  public boolean isBuffered(Node node) {
    return buffered.contains(node);
  }

  /** Whether a reader computes the value in a form of its own. */
  public boolean isAbsorbed(Node node) {
    return absorbed.contains(node);
  }

  /** Carried values of a loop that the body only adds something to, in place. */
  public static boolean accumulates(Attribute.Loop loop, int number, LoopBody body) {
    Node next = loop.next().get(number);
    if (next.op() != Op.ADD || !isCarried(next.input(0), loop, number)) {
      return false;
    }
    long readers =
        body.nodes().stream()
            .flatMap(node -> node.inputs().stream())
            .filter(input -> isCarried(input, loop, number))
            .count();
    boolean elsewhere =
        loop.yields().stream().anyMatch(y -> y == next || isCarried(y, loop, number))
            || loop.next().stream().filter(n -> n == next).count() > 1
            || loop.next().stream().anyMatch(n -> isCarried(n, loop, number));
    long nextReaders =
        body.nodes().stream()
            .flatMap(node -> node.inputs().stream())
            .filter(n -> n == next)
            .count();
    return readers == 1 && nextReaders == 0 && !elsewhere;
  }

  private static boolean isCarried(Node node, Attribute.Loop loop, int number) {
    return node.op() == Op.CARRIED
        && ((Attribute.Slot) node.attribute()).index() == loop.index()
        && ((Attribute.Slot) node.attribute()).number() == number;
  }

  /** An operand that this node, its only reader, computes in a form of its own. */
  private void absorb(Node node) {
    if (node.op() == Op.BATCH_MEAN) {
      Node operand = node.input(0);
      if ((operand.op() == Op.CONTRACT || operand.op() == Op.SCATTER)
          && isOnlyReader(node, operand)) {
        absorbed.add(operand);
      }
    }
    if (node.op() == Op.ADD
        && node.input(0) != node.input(1)
        && sums(node.input(0))
        && isOnlyReader(node, node.input(0))
        && node.perExample()
        && !absorbed.contains(node.input(1))) {
      absorbed.add(node.input(0));
      buffered.add(node);
    } else if (node.op() == Op.ADD
        && node.input(0) != node.input(1)
        && sums(node.input(1))
        && isOnlyReader(node, node.input(1))
        && node.perExample()) {
      absorbed.add(node.input(1));
      buffered.add(node);
    }
  }

  private boolean sums(Node node) {
    return region.contains(node)
        && node.op() == Op.CONTRACT
        && node.perExample()
        && node.shape().rank() == 1
        && !Contraction.of(node).summed().isEmpty();
  }

  /** The operand is absorbed by an addition that starts from the other one. */
  public static boolean isSumOf(Node node, Fusion fusion) {
    return node.op() == Op.ADD
        && fusion.isBuffered(node)
        && node.inputs().stream().anyMatch(fusion::isAbsorbed);
  }

  private boolean isOnlyReader(Node reader, Node operand) {
    return consumers.get(operand).equals(List.of(reader)) && !roots.contains(operand);
  }

  private void decide(Node node) {
    Set<Object> readers = new HashSet<>();
    for (Node consumer : consumers.getOrDefault(node, List.of())) {
      readers.addAll(owns(consumer) ? Set.of(consumer) : kernels.getOrDefault(consumer, Set.of()));
    }
    for (int i = 0; i < roots.size(); i++) {
      if (roots.get(i) == node) {
        readers.add("root " + i);
      }
    }
    kernels.put(node, readers);
    if (needsArray(node, readers)) {
      buffered.add(node);
    }
  }

  /** Whether the consumer is computed in a loop nest of its own. */
  private boolean owns(Node consumer) {
    return buffered.contains(consumer) || consumer.op() == Op.LOOP;
  }

  private boolean needsArray(Node node, Set<Object> readers) {
    if (absorbed.contains(node)) {
      return false;
    }
    return switch (node.op()) {
      case VARIABLE, CONSTANT, INDEX, CARRIED, LOOP, RESULT, RESHAPE -> false;
      case SUM,
          PRODUCT,
          MAX,
          MIN,
          ARGMAX,
          ARGMIN,
          LOG_SUM_EXP,
          SOFTMAX,
          LOG_SOFTMAX,
          PRODUCT_OF_OTHERS,
          PAD,
          CONCAT,
          SCATTER,
          BATCH_MEAN ->
          true;
      case CONTRACT -> !Contraction.of(node).summed().isEmpty() || isShared(node, readers);
      default -> buffered.contains(node) || isShared(node, readers);
    };
  }

  /** A value that would be a long expression gets an array, and is cheap to read from then on. */
  private void cutLongExpression(Node node) {
    if (cost(node) > MOST_COST) {
      buffered.add(node);
      costs.put(node, 0);
    }
  }

  private boolean isShared(Node node, Set<Object> readers) {
    int cost = cost(node);
    boolean readOften =
        consumers.getOrDefault(node, List.of()).stream().anyMatch(c -> goesOver(c, node, cost));
    return readOften || (readers.size() > 1 && cost > CHEAP);
  }

  /** Whether the consumer reads elements more than once, or cannot take an expression. */
  private boolean goesOver(Node consumer, Node operand, int cost) {
    return switch (consumer.op()) {
      case LOOP, MAX, MIN, ARGMAX, ARGMIN, LOG_SUM_EXP, SOFTMAX, LOG_SOFTMAX, PRODUCT_OF_OTHERS ->
          true;
      case RESHAPE -> !Elements.isUnitReshape(consumer);
      case CONTRACT, GATHER, PICK -> cost > 0;
      case EXPAND -> cost > 0 && consumer.shape().size() > operand.shape().size();
      default -> cost > 0 && !operand.perExample() && consumer.perExample();
    };
  }

  /** Scalar operations per element if nothing below were shared. */
  private int cost(Node node) {
    Integer known = costs.get(node);
    if (known != null) {
      return known;
    }
    int cost = region.contains(node) ? ownCost(node) : 0;
    costs.put(node, cost);
    return cost;
  }

  private int ownCost(Node node) {
    int below = 0;
    boolean stored =
        switch (node.op()) {
          case VARIABLE, CONSTANT, INDEX, CARRIED, RESULT, LOOP -> true;
          case SUM,
              PRODUCT,
              MAX,
              MIN,
              ARGMAX,
              ARGMIN,
              LOG_SUM_EXP,
              SOFTMAX,
              LOG_SOFTMAX,
              PRODUCT_OF_OTHERS,
              PAD,
              CONCAT,
              SCATTER,
              BATCH_MEAN ->
              true;
          case CONTRACT -> !Contraction.of(node).summed().isEmpty();
          default -> buffered.contains(node);
        };
    if (stored) {
      return 0;
    }
    for (Node input : node.inputs()) {
      below = Math.min(1000, below + cost(input));
    }
    return below
        + switch (node.op()) {
          case NEGATE,
              ABS,
              SIGN,
              NOT,
              TO_REAL,
              ADD,
              SUBTRACT,
              MULTIPLY,
              MAXIMUM,
              MINIMUM,
              EQUAL,
              NOT_EQUAL,
              LESS,
              LESS_EQUAL,
              AND,
              OR,
              SELECT,
              ONE_HOT,
              CONTRACT,
              FLOOR ->
              1;
          case DIVIDE, SQRT -> 4;
          case EXP,
              EXPM1,
              LOG,
              LOG1P,
              SIN,
              COS,
              TAN,
              TANH,
              ATAN,
              ERF,
              SIGMOID,
              SOFTPLUS,
              POWER,
              RANDOM ->
              10;
          default -> 0;
        };
  }
}
