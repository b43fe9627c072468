package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.derive.Branches.Literal;
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
  private final Branches none = Branches.none();
  private final Activity activity;
  private final boolean inLoop;
  private final Set<Node> fragile = new LinkedHashSet<>();
  private final Map<Node, Branches> known = new HashMap<>();
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
    roots.forEach(root -> known.put(root, none));
    for (int i = order.size() - 1; i >= 0; i--) {
      Node node = order.get(i);
      for (int operand = 0; operand < node.inputs().size(); operand++) {
        Node input = node.input(operand);
        // Of leaves nobody asks.
        if (input.op().group() != Op.Group.LEAF) {
          known.merge(input, knownAlong(node, operand), Branches::intersection);
        }
      }
    }
  }

  /** Outside which literals the adjoint of the node may still be anything. */
  Branches open(Node node) {
    if (!fragile.contains(node)) {
      return none;
    }
    Branches above = known.getOrDefault(node, none);
    return passesAll(node, above)
        ? above
        : none.with(above.few().stream().filter(literal -> passes(node, literal)).toList());
  }

  /** Outside which literals the node's contribution to an operand may be anything. */
  Branches openAlong(Node node, int operand) {
    Branches open = open(node);
    if (!staysAlong(node, open)) {
      open = none.with(open.few().stream().map(each -> move(each, node, operand)).toList());
    }
    return branch(node, operand, open);
  }

  private Branches knownAlong(Node node, int operand) {
    Branches above = known.getOrDefault(node, none);
    if (above.isEmpty() && node.op() != Op.LOOP && node.op() != Op.SELECT) {
      return none;
    }
    Branches result = branch(node, operand, passedOn(node, operand, above));
    Node input = node.input(operand);
    return !inLoop && node.perExample() && !input.perExample() && !result.isEmpty()
        ? knownOfStep(result, node, input)
        : result;
  }

  private Branches passedOn(Node node, int operand, Branches above) {
    if (node.op() == Op.LOOP) {
      return none.with(knownToLoop(node, operand));
    }
    if (passesAll(node, above) && staysAlong(node, above)) {
      return above;
    }
    Set<Literal> passed = new LinkedHashSet<>();
    for (Literal literal : above.few()) {
      if (passes(node, literal)) {
        passed.add(move(literal, node, operand));
      } else if (node.op() == Op.EXPAND && fragile.contains(node.input(operand))) {
        passed.add(anyRepeated(literal, node));
      }
    }
    return none.with(passed);
  }

  /** What a value of the step, of which a value of examples is made, is known to be under. */
  private Branches knownOfStep(Branches ofExample, Node node, Node input) {
    Set<Literal> step = new LinkedHashSet<>();
    for (Literal literal : ofExample.few()) {
      if (!literal.condition().perExample()) {
        step.add(literal);
      } else if (fragile.contains(input)) {
        step.add(anyExample(literal, node));
      }
    }
    return none.with(step);
  }

  /**
   * What all uses of a captured value in the body share, of conditions that are the loop's outside
   * too.
   */
  private Set<Literal> knownToLoop(Node node, int operand) {
    Set<Literal> result = new LinkedHashSet<>();
    if (operand >= node.loop().next().size()) {
      BranchMasks body = bodies.computeIfAbsent(node, this::ofBody);
      for (Literal literal : body.known.getOrDefault(node.input(operand), none).few()) {
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

  private static Branches branch(Node node, int operand, Branches outer) {
    return node.op() == Op.SELECT && operand > 0
        ? outer.with(new Literal(scalarOrSelf(node.input(0)), operand == 1))
        : outer;
  }

  /** Whether all literals pass, as they do without a look at each. */
  private static boolean passesAll(Node node, Branches literals) {
    return switch (node.op().group()) {
      case LEAF, LOOP, BATCH -> literals.isEmpty();
      case UNARY, BINARY, TERNARY -> true;
      case REDUCTION, AXIS, CONTRACTION, MOVEMENT -> literals.areScalar();
    };
  }

  /** Whether all literals look at operands as they do at the node. */
  private static boolean staysAlong(Node node, Branches literals) {
    return literals.areScalar() || node.op().isElementwise() || node.op() == Op.BATCH_MEAN;
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
    return b.toReal(literal.truth(b));
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
}
