package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Under which branches of selects each value of one level (the graph, or one loop's body) is needed
 * at all. From the roots down: a value is under a branch if all its uses are.
 *
 * <p>Two sets per value. The adjoint is known to be 0 where a literal of {@link #known} does not
 * hold. Where a literal of {@link #open} does not hold it has not been made 0 yet: it may be
 * anything there. Literals stay open only along chains that end at elementwise operations, whose
 * derivatives could turn a 0 into NaN; before anything else the zeros are put in.
 */
final class BranchMasks {
  /** A condition of a select that holds or does not, elementwise; or a scalar, for all elements. */
  record Literal(Node condition, boolean positive) {
    /** The value where the literal holds, else 0. */
    Node mask(NodeBuilder b, Node value) {
      Node zero = b.constant(0, value.shape());
      return positive ? b.select(condition, value, zero) : b.select(condition, zero, value);
    }
  }

  private final Activity activity;
  private final boolean inLoop;
  private final Set<Node> fragile = new LinkedHashSet<>();
  private final Map<Node, Set<Literal>> known = new HashMap<>();
  private final Map<List<Object>, Node> moved = new HashMap<>();
  private final Map<Node, BranchMasks> bodies = new HashMap<>();

  /**
   * @param order all nodes of the level in topological order
   * @param inLoop whether the level is a loop's body, where no mean over the batch may be made
   */
  BranchMasks(List<Node> order, List<Node> roots, Activity activity, boolean inLoop) {
    this.activity = activity;
    this.inLoop = inLoop;
    order.stream().filter(this::isFragile).forEach(fragile::add);
    roots.forEach(root -> known.put(root, Set.of()));
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      for (int operand = 0; operand < node.inputs().size(); operand++) {
        Set<Literal> edge = knownAlong(node, operand);
        known.merge(node.input(operand), edge, BranchMasks::intersection);
      }
    }
  }

  /** Outside which literals the adjoint of the node may still be anything. */
  Set<Literal> open(Node node) {
    Set<Literal> open = new LinkedHashSet<>();
    if (fragile.contains(node)) {
      for (Literal literal : known.getOrDefault(node, Set.of())) {
        if (passes(node, literal)) {
          open.add(literal);
        }
      }
    }
    return open;
  }

  /** Outside which literals the node's contribution to an operand may be anything. */
  Set<Literal> openAlong(Node node, int operand) {
    Set<Literal> open = new LinkedHashSet<>();
    open(node).forEach(literal -> open.add(move(literal, node, operand)));
    branch(node, operand, open);
    return open;
  }

  private Set<Literal> knownAlong(Node node, int operand) {
    Set<Literal> above = known.getOrDefault(node, Set.of());
    if (above.isEmpty() && node.op() != Op.LOOP && node.op() != Op.SELECT) {
      return Set.of();
    }
    Set<Literal> result = node.op() == Op.LOOP ? knownToLoop(node, operand) : new LinkedHashSet<>();
    Node input = node.input(operand);
    for (Literal literal : above) {
      if (passes(node, literal)) {
        result.add(move(literal, node, operand));
      } else if (node.op() == Op.EXPAND && fragile.contains(input)) {
        result.add(anyRepeated(literal, node));
      }
    }
    branch(node, operand, result);
    if (!inLoop && node.perExample() && !input.perExample() && !result.isEmpty()) {
      Set<Literal> step = new LinkedHashSet<>();
      for (Literal literal : result) {
        if (!literal.condition().perExample()) {
          step.add(literal);
        } else if (fragile.contains(input)) {
          step.add(anyExample(literal, node));
        }
      }
      return step;
    }
    return result;
  }

  /**
   * What all uses of a captured value in the body share, of conditions that are the loop's outside
   * too.
   */
  private Set<Literal> knownToLoop(Node node, int operand) {
    Set<Literal> result = new LinkedHashSet<>();
    if (operand >= node.loop().next().size()) {
      BranchMasks body = bodies.computeIfAbsent(node, this::ofBody);
      for (Literal literal : body.known.getOrDefault(node.input(operand), Set.of())) {
        if (!LoopBody.dependsOn(literal.condition(), node.loop().index())) {
          result.add(literal);
        }
      }
    }
    return result;
  }

  private BranchMasks ofBody(Node node) {
    List<Node> roots = new ArrayList<>(node.loop().next());
    roots.addAll(node.loop().yields());
    return new BranchMasks(LoopBody.of(node).nodes(), roots, activity, true);
  }

  private static void branch(Node node, int operand, Set<Literal> literals) {
    if (node.op() == Op.SELECT && operand > 0) {
      literals.add(new Literal(scalarOrSelf(node.input(0)), operand == 1));
    }
  }

  /** Whether what is 0 or garbage outside the literal gives operands the same outside it. */
  private static boolean passes(Node node, Literal literal) {
    Node condition = literal.condition();
    boolean everywhere = condition.shape().isScalar();
    return switch (node.op().group()) {
      case LEAF, LOOP -> false;
      case UNARY, BINARY, TERNARY, REDUCTION -> true;
      case BATCH -> condition.dependence() == Dependence.STEP;
      case AXIS, CONTRACTION -> everywhere;
      case MOVEMENT ->
          switch (node.op()) {
            case RESHAPE, TRANSPOSE -> true;
            case EXPAND -> everywhere || repeats(condition, node.input(0).shape());
            default -> everywhere;
          };
    };
  }

  /** The literal as it looks at an operand. */
  private Literal move(Literal literal, Node node, int operand) {
    Node condition = literal.condition();
    Shape shape = node.input(operand).shape();
    if (condition.shape().isScalar() || node.op().isElementwise() || node.op() == Op.BATCH_MEAN) {
      return literal;
    }
    NodeBuilder b = new NodeBuilder(condition.origin().unnamed());
    Node there =
        moved.computeIfAbsent(
            List.of(condition, node.op(), node.attribute(), shape),
            key ->
                switch (node.op()) {
                  case RESHAPE -> b.reshape(condition, shape);
                  case TRANSPOSE -> b.transpose(condition, Structure.inverse(node.axes()));
                  case EXPAND -> condition.input(0);
                  default -> Structure.spread(b, condition, shape, node.axes());
                });
    return new Literal(there, literal.positive());
  }

  /** Whether the literal holds for some of the elements that an EXPAND made of one. */
  private Literal anyRepeated(Literal literal, Node node) {
    NodeBuilder b = new NodeBuilder(literal.condition().origin().unnamed());
    Shape shape = node.input(0).shape();
    Node any =
        moved.computeIfAbsent(
            List.of(literal, node.op(), shape),
            key -> someTrue(b, Structure.collapse(b, truth(b, literal), shape)));
    return new Literal(any, true);
  }

  /** Whether the literal holds for some example of the batch. */
  private Literal anyExample(Literal literal, Node node) {
    NodeBuilder b = new NodeBuilder(literal.condition().origin().unnamed());
    Node any =
        moved.computeIfAbsent(
            List.of(literal, Op.BATCH_MEAN), key -> someTrue(b, b.batchMean(truth(b, literal))));
    return new Literal(any, true);
  }

  private static Node truth(NodeBuilder b, Literal literal) {
    Node condition = literal.condition();
    return b.toReal(literal.positive() ? condition : b.unary(Op.NOT, condition));
  }

  private static Node someTrue(NodeBuilder b, Node count) {
    return b.binary(Op.LESS, b.constant(0, count.shape()), count);
  }

  private boolean isFragile(Node node) {
    if (!activity.contains(node)) {
      return false;
    }
    return switch (node.op()) {
      case VARIABLE, CONSTANT, RANDOM, INDEX, CARRIED, LOOP, RESULT, CONTRACT -> false;
      default -> node.op().isElementwise() || node.inputs().stream().anyMatch(fragile::contains);
    };
  }

  private static boolean repeats(Node condition, Shape from) {
    return condition.op() == Op.EXPAND && condition.input(0).shape().equals(from);
  }

  /** A condition that is one scalar repeated, as that scalar. */
  private static Node scalarOrSelf(Node condition) {
    Node inner = condition;
    while (inner.op() == Op.EXPAND) {
      inner = inner.input(0);
    }
    return inner.shape().isScalar() ? inner : condition;
  }

  private static Set<Literal> intersection(Set<Literal> one, Set<Literal> other) {
    if (one.isEmpty() || other.isEmpty()) {
      return Set.of();
    }
    Set<Literal> both = new LinkedHashSet<>(one);
    both.retainAll(other);
    return both;
  }
}
