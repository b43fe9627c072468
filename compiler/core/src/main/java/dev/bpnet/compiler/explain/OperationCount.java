package dev.bpnet.compiler.explain;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Topology;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How many scalar operations a graph takes, by sort: for each example and, apart from that, for
 * each step. A mean over the batch counts as one addition per element and example, and one division
 * per element and step.
 */
public record OperationCount(Map<Sort, Long> perExample, Map<Sort, Long> perStep) {
  /** Operations of about the same price. */
  public enum Sort {
    /** Additions, subtractions, negations. */
    ADDITION,
    MULTIPLICATION,
    DIVISION,
    /** Comparisons, maxima, selects, truth values, signs. */
    COMPARISON,
    /** Exponentials, logarithms, roots, powers and their like. */
    FUNCTION
  }

  public OperationCount {
    perExample = Collections.unmodifiableMap(new EnumMap<>(perExample));
    perStep = Collections.unmodifiableMap(new EnumMap<>(perStep));
  }

  /** Every value of the graph computed once. */
  public static OperationCount of(Graph graph) {
    return of(graph.roots());
  }

  /** All that the roots need, every value computed once. */
  public static OperationCount of(Collection<Node> roots) {
    Counter counter = new Counter();
    counter.count(Topology.sort(roots), 1);
    return new OperationCount(counter.perExample, counter.perStep);
  }

  /**
   * The operations if every element of every gradient were computed from scratch, by a formula of
   * its own that shares nothing: what expanding the loss and differentiating weight by weight
   * costs.
   */
  public static double unshared(Graph graph) {
    Map<Node, Double> work = new HashMap<>();
    double total = 0;
    for (Node root : graph.gradients().values()) {
      for (Node node : Topology.sort(List.of(root))) {
        work.computeIfAbsent(node, key -> elementWork(key, work));
      }
      total += work.get(root) * root.shape().size();
    }
    return total;
  }

  /** Operations per example, of all sorts. */
  public long totalPerExample() {
    return perExample.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Operations per step, of all sorts. */
  public long totalPerStep() {
    return perStep.values().stream().mapToLong(Long::longValue).sum();
  }

  /** The work for one element of a node with nothing shared: its own and that of all it reads. */
  private static double elementWork(Node node, Map<Node, Double> work) {
    Counter own = new Counter();
    own.count(node, 1);
    double size = node.shape().size();
    double result =
        (own.perExample.values().stream().mapToLong(Long::longValue).sum()
                + own.perStep.values().stream().mapToLong(Long::longValue).sum())
            / size;
    if (node.op() == Op.LOOP) {
      Counter body = new Counter();
      body.count(LoopBody.of(node).nodes(), node.loop().index().count());
      result += body.perExample.values().stream().mapToLong(Long::longValue).sum();
    }
    for (Node input : node.inputs()) {
      double terms =
          switch (node.op().group()) {
            case REDUCTION -> input.shape().size() / size;
            case AXIS -> node.axes().stream().mapToInt(input.shape()::dim).sum();
            case CONTRACTION -> products(node) / size;
            default -> 1;
          };
      result += terms * work.get(input);
    }
    return result;
  }

  private static long products(Node contraction) {
    Attribute.Labels labels = (Attribute.Labels) contraction.attribute();
    Shape second = contraction.input(1).shape();
    long products = contraction.input(0).shape().size();
    for (int axis = 0; axis < second.rank(); axis++) {
      boolean shared = labels.first().contains(labels.second().get(axis));
      products *= shared ? 1 : second.dim(axis);
    }
    return products;
  }

  private static final class Counter {
    private final Map<Sort, Long> perExample = new EnumMap<>(Sort.class);
    private final Map<Sort, Long> perStep = new EnumMap<>(Sort.class);
    private final Set<Node> seen = new HashSet<>();

    void count(Collection<Node> nodes, long times) {
      for (Node node : nodes) {
        if (seen.add(node)) {
          count(node, times);
          if (node.op() == Op.LOOP) {
            count(LoopBody.of(node).nodes(), times * node.loop().index().count());
          }
        }
      }
    }

    void count(Node node, long times) {
      long size = times * node.shape().size();
      switch (node.op()) {
        case VARIABLE, CONSTANT, INDEX, CARRIED, LOOP, RESULT -> {}
        case TO_REAL, RESHAPE, TRANSPOSE, EXPAND, SLICE, PAD, CONCAT, PICK, ONE_HOT, GATHER -> {}
        case NEGATE, ADD, SUBTRACT -> add(node, Sort.ADDITION, size);
        case MULTIPLY -> add(node, Sort.MULTIPLICATION, size);
        case DIVIDE -> add(node, Sort.DIVISION, size);
        case ABS,
            SIGN,
            FLOOR,
            NOT,
            MAXIMUM,
            MINIMUM,
            EQUAL,
            NOT_EQUAL,
            LESS,
            LESS_EQUAL,
            AND,
            OR,
            SELECT ->
            add(node, Sort.COMPARISON, size);
        case RANDOM,
            EXP,
            EXPM1,
            LOG,
            LOG1P,
            SQRT,
            SIN,
            COS,
            TAN,
            TANH,
            ATAN,
            ERF,
            SIGMOID,
            SOFTPLUS,
            POWER ->
            add(node, Sort.FUNCTION, size);
        case SUM -> add(node, Sort.ADDITION, reduced(node, times));
        case PRODUCT -> add(node, Sort.MULTIPLICATION, reduced(node, times));
        case MAX, MIN, ARGMAX, ARGMIN -> add(node, Sort.COMPARISON, reduced(node, times));
        case LOG_SUM_EXP -> {
          add(node, Sort.FUNCTION, times * node.input(0).shape().size() + size);
          add(node, Sort.ADDITION, reduced(node, times));
        }
        case SOFTMAX -> {
          add(node, Sort.FUNCTION, size);
          add(node, Sort.ADDITION, size);
          add(node, Sort.DIVISION, size);
        }
        case LOG_SOFTMAX -> {
          add(node, Sort.FUNCTION, size + size / node.shape().dim(node.axes().get(0)));
          add(node, Sort.ADDITION, 2 * size);
        }
        case PRODUCT_OF_OTHERS -> add(node, Sort.MULTIPLICATION, 2 * size);
        case CONTRACT -> {
          long products = times * products(node);
          add(node, Sort.MULTIPLICATION, products);
          add(node, Sort.ADDITION, products - size);
        }
        case SCATTER -> add(node, Sort.ADDITION, times * node.input(0).shape().size());
        case BATCH_MEAN -> {
          add(Dependence.EXAMPLE, Sort.ADDITION, size);
          add(Dependence.STEP, Sort.DIVISION, size);
        }
      }
    }

    private static long reduced(Node node, long times) {
      return times * (node.input(0).shape().size() - node.shape().size());
    }

    private void add(Node node, Sort sort, long count) {
      add(node.dependence(), sort, count);
    }

    private void add(Dependence dependence, Sort sort, long count) {
      (dependence == Dependence.EXAMPLE ? perExample : perStep).merge(sort, count, Long::sum);
    }
  }
}
