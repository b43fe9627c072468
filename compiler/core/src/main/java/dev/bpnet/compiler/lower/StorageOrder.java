package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.lower.analysis.Contraction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Stores weight matrices column by column where the forward pass wants them so: {@code W @ x} adds
 * multiples of W's columns, and its gradient is summed in the same order. In the graph such a
 * matrix becomes the transpose of a variable of the transposed shape; what reads it is rewritten
 * until no other operation sees the transposition.
 */
final class StorageOrder {
  /**
   * Shorter columns are not worth it: their products are summed in locals. They are if they fill
   * vectors, and nothing reads the matrix by its rows, which are shorter.
   */
  private static final int SHORTEST_COLUMN = 13;

  private static final List<Integer> SWAP = List.of(1, 0);

  private final Map<Variable, Variable> stored = new IdentityHashMap<>();
  private final Map<Node, Node> swapped = new HashMap<>();

  private final OptionalInt lanes;

  private StorageOrder(OptionalInt lanes) {
    this.lanes = lanes;
  }

  /** A model whose variables are shaped as they are stored. */
  record Arranged(Model model, Set<String> transposed) {}

  /**
   * @param lanes of a vector; absent for code without vectors
   */
  static Arranged arrange(Model model, OptionalInt lanes) {
    StorageOrder order = new StorageOrder(lanes);
    Set<String> names = new LinkedHashSet<>();
    for (Variable variable : order.candidates(model)) {
      order.stored.put(variable, transposed(variable));
      names.add(variable.name());
    }
    return names.isEmpty()
        ? new Arranged(model, names)
        : new Arranged(order.rewritten(model), names);
  }

  private static Variable transposed(Variable v) {
    Shape shape = Shape.of(v.shape().dim(1), v.shape().dim(0));
    return new Variable(
        v.role(), v.name(), shape, v.kind(), v.initializer(), v.span(), v.documentation());
  }

  /**
   * Trained matrices that meet vectors of examples by their columns, and nothing but arithmetic.
   */
  private Set<Variable> candidates(Model model) {
    Set<Variable> wanted = new LinkedHashSet<>();
    Set<Variable> unfit = new LinkedHashSet<>();
    Set<Variable> readByRows = new LinkedHashSet<>();
    List<Node> roots = new ArrayList<>(model.prediction().roots());
    roots.addAll(model.training().roots());
    for (Node node : Topology.sort(roots)) {
      for (int i = 0; i < node.inputs().size(); i++) {
        Node input = node.input(i);
        if (input.op() == Op.VARIABLE && isMatrix(input.variable())) {
          if (node.op() == Op.CONTRACT) {
            if (addsColumns(node, i)) {
              wanted.add(input.variable());
            } else {
              readByRows.add(input.variable());
            }
          } else if (!node.op().isElementwise()) {
            unfit.add(input.variable());
          }
        }
      }
    }
    wanted.removeAll(unfit);
    readByRows.removeIf(variable -> variable.shape().dim(0) >= SHORTEST_COLUMN);
    wanted.removeAll(readByRows);
    return wanted;
  }

  private boolean isMatrix(Variable variable) {
    return variable.role() == Variable.Role.PARAMETER
        && variable.shape().rank() == 2
        && variable.shape().dim(1) > 1
        && isLong(variable.shape().dim(0), variable.shape().dim(1));
  }

  private boolean isLong(int column, int row) {
    boolean fillsVectors = lanes.isPresent() && column >= lanes.getAsInt() && row < column;
    return column >= SHORTEST_COLUMN || fillsVectors;
  }

  /** W @ x for a vector x that comes with an example. */
  private static boolean addsColumns(Node contract, int operand) {
    Contraction contraction = Contraction.of(contract);
    List<Integer> matrix = contraction.operand(operand);
    Node other = contract.input(1 - operand);
    return other.perExample()
        && other.shape().rank() == 1
        && contraction.kept().equals(List.of(matrix.get(0)));
  }

  private Model rewritten(Model model) {
    GraphMapper mapper = new GraphMapper(this::rule);
    Graph prediction = mapper.map(model.prediction());
    Graph training = withStoredGradients(mapper.map(model.training()));
    List<Variable> variables =
        model.variables().stream().map(v -> stored.getOrDefault(v, v)).toList();
    return new Model(
        model.packageName(),
        model.name(),
        model.documentation(),
        model.span(),
        model.settings(),
        variables,
        training,
        prediction,
        model.train());
  }

  private Graph withStoredGradients(Graph training) {
    Map<Variable, Node> gradients = new LinkedHashMap<>();
    training
        .gradients()
        .forEach(
            (variable, node) -> {
              Variable newVariable = stored.get(variable);
              gradients.put(
                  newVariable == null ? variable : newVariable,
                  newVariable == null ? node : swap(node));
            });
    return training.withGradients(gradients);
  }

  private Node rule(Node node) {
    NodeBuilder b = new NodeBuilder(node.origin());
    if (node.op() == Op.VARIABLE && stored.containsKey(node.variable())) {
      return b.transpose(b.variable(stored.get(node.variable())), SWAP);
    }
    if (node.op() == Op.CONTRACT && node.inputs().stream().anyMatch(StorageOrder::isSwap)) {
      return relabelled(node, b);
    }
    boolean all = node.op() == Op.SUM && node.axes().equals(List.of(0, 1));
    return all && isWorthSwapping(node.input(0))
        ? b.rebuild(node, List.of(swap(node.input(0))), node.attribute())
        : node;
  }

  private static boolean isSwap(Node node) {
    return node.op() == Op.TRANSPOSE && node.axes().equals(SWAP);
  }

  /** Whether elementwise operations lead down to a swap. */
  private static boolean isWorthSwapping(Node node) {
    return isSwap(node)
        || node.op().isElementwise()
            && node.inputs().stream().anyMatch(StorageOrder::isWorthSwapping);
  }

  private static Node relabelled(Node node, NodeBuilder b) {
    Attribute.Labels labels = (Attribute.Labels) node.attribute();
    boolean first = isSwap(node.input(0));
    boolean second = isSwap(node.input(1));
    return b.contract(
        first ? node.input(0).input(0) : node.input(0),
        second ? node.input(1).input(0) : node.input(1),
        new Attribute.Labels(
            first ? reversed(labels.first()) : labels.first(),
            second ? reversed(labels.second()) : labels.second(),
            labels.result()));
  }

  private static List<Integer> reversed(List<Integer> labels) {
    return List.of(labels.get(1), labels.get(0));
  }

  /** The transpose of a matrix, by other operations on the transposes of its operands. */
  private Node swap(Node node) {
    Node known = swapped.get(node);
    if (known != null) {
      return known;
    }
    NodeBuilder b = new NodeBuilder(node.origin());
    Shape shape = Shape.of(node.shape().dim(1), node.shape().dim(0));
    Node result =
        switch (node.op()) {
          case TRANSPOSE -> isSwap(node) ? node.input(0) : b.transpose(node, SWAP);
          case CONSTANT -> b.constant(node.value(), shape, node.kind());
          case EXPAND ->
              node.input(0).shape().isScalar()
                  ? b.expand(node.input(0), shape)
                  : b.transpose(node, SWAP);
          case BATCH_MEAN -> b.batchMean(swap(node.input(0)));
          case CONTRACT -> {
            Attribute.Labels labels = (Attribute.Labels) node.attribute();
            yield b.contract(
                node.input(0),
                node.input(1),
                new Attribute.Labels(labels.first(), labels.second(), reversed(labels.result())));
          }
          default -> node.op().isElementwise() ? elementwise(node, b) : b.transpose(node, SWAP);
        };
    swapped.put(node, result);
    return result;
  }

  private Node elementwise(Node node, NodeBuilder b) {
    List<Node> inputs = node.inputs().stream().map(this::swap).toList();
    return switch (node.op().group()) {
      case UNARY -> b.unary(node.op(), inputs.get(0));
      case BINARY -> b.binary(node.op(), inputs.get(0), inputs.get(1));
      default -> b.select(inputs.get(0), inputs.get(1), inputs.get(2));
    };
  }
}
