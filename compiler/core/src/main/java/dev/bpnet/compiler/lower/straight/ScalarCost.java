package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.analysis.Stages;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What straight-line code of a network would cost.
 *
 * @param isStraight whether the network has such a form at all: no loops, no value per example that
 *     depends on a batch mean
 * @param operations scalar operations of the training pass, of the prediction if there is no loss
 * @param bytes an upper estimate of the largest method's bytecode
 */
public record ScalarCost(boolean isStraight, long operations, long bytes) {
  /** HotSpot compiles no method above 8,000 bytes; the estimate keeps a distance. */
  public static final long MOST_BYTES = 6_500;

  private static final int BYTES_PER_OPERATION = 9;
  private static final int BYTES_PER_PARAMETER = 26;

  /** A load into a local, or a store. */
  private static final int BYTES_PER_ELEMENT = 14;

  public static ScalarCost of(Model model) {
    List<Node> roots = new ArrayList<>(model.training().roots());
    roots.addAll(model.prediction().roots());
    Stages stages = new Stages(roots);
    boolean straight = stages.last() <= 2;
    for (Node node : Topology.sort(roots)) {
      straight &= node.op() != Op.LOOP && !(node.op() == Op.SCATTER && node.shape().size() > 64);
    }
    straight &= knownBeforeTheTail(model.training(), stages);
    Graph graph = model.training();
    long operations = Math.max(operations(graph), operations(model.prediction()));
    long parameters = elements(model.variables(Variable.Role.PARAMETER));
    long others = elements(model.variables()) - parameters + stored(model);
    long bytes =
        operations * BYTES_PER_OPERATION
            + parameters * BYTES_PER_PARAMETER
            + others * BYTES_PER_ELEMENT;
    return new ScalarCost(straight, operations, bytes);
  }

  /** The loss, and derivatives by inputs, that wait for no sum over the batch. */
  private static boolean knownBeforeTheTail(Graph training, Stages stages) {
    boolean known = training.loss().stream().allMatch(loss -> stages.of(loss) <= 1);
    for (Map.Entry<Variable, Node> gradient : training.gradients().entrySet()) {
      known &=
          gradient.getKey().dependence() == Dependence.STEP || stages.of(gradient.getValue()) <= 1;
    }
    return known;
  }

  private static long elements(List<Variable> variables) {
    return variables.stream().mapToLong(variable -> variable.shape().size()).sum();
  }

  /** Elements that a pass writes out one by one. */
  private static long stored(Model model) {
    List<Node> written = new ArrayList<>(model.prediction().outputs().values());
    written.addAll(model.prediction().metrics().values());
    written.addAll(model.training().updates().values());
    return written.stream().mapToLong(node -> node.shape().size()).sum();
  }

  private static long operations(Graph graph) {
    return graph.nodes().stream().mapToLong(ScalarCost::operations).sum();
  }

  /** Scalar operations for one example. */
  static long operations(Node node) {
    long size = node.shape().size();
    long operand = node.inputs().isEmpty() ? 0 : node.input(0).shape().size();
    return switch (node.op().group()) {
      case LEAF -> node.op() == Op.RANDOM ? size * 4 : 0;
      case UNARY, BINARY, TERNARY, BATCH -> size;
      case REDUCTION -> node.op() == Op.SUM ? operand : operand * 4;
      case AXIS -> node.op() == Op.PRODUCT_OF_OTHERS ? size * size : size * 4;
      case CONTRACTION -> size * Contraction.of(node).summedShape().size() * 2;
      case MOVEMENT ->
          switch (node.op()) {
            case PICK -> operand * 2;
            case ONE_HOT -> size * 2;
            case GATHER -> size * node.input(0).shape().dim(0) * 2;
            case SCATTER -> size * node.input(1).shape().size() * 3;
            default -> 0;
          };
      case LOOP -> 0;
    };
  }
}
