package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.rewrite.Rewriter;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds graphs for tests as the checker would. */
public final class Networks {
  public static final Span SPAN = new Span(new SourceFile("test.bpnet", ""), 0, 0);
  public static final Origin ORIGIN = new Origin(SPAN, List.of(), Optional.empty(), false);
  public static final NodeBuilder B = new NodeBuilder(ORIGIN);

  private Networks() {}

  public static Variable input(String name, int... dims) {
    return variable(Variable.Role.INPUT, name, Kind.REAL, dims);
  }

  public static Variable target(String name, int... dims) {
    return variable(Variable.Role.TARGET, name, Kind.REAL, dims);
  }

  public static Variable classTarget(String name, int classes, int... dims) {
    return variable(Variable.Role.TARGET, name, Kind.classOf(classes), dims);
  }

  public static Variable parameter(String name, int... dims) {
    return variable(Variable.Role.PARAMETER, name, Kind.REAL, dims);
  }

  private static Variable variable(Variable.Role role, String name, Kind kind, int... dims) {
    boolean kept = role == Variable.Role.PARAMETER;
    Optional<Initializer> initializer =
        kept ? Optional.of(new Initializer("zeros", List.of())) : Optional.empty();
    return new Variable(role, name, Shape.of(dims), kind, initializer, SPAN, "");
  }

  public static Node leaf(Variable variable) {
    return new NodeBuilder(ORIGIN.named(variable.name())).variable(variable);
  }

  public static Node named(String name, Node node) {
    return node.withOrigin(node.origin().named(name));
  }

  /** W @ x + b, as {@code dense} says it. */
  public static Node dense(Node x, Variable weights, Variable bias) {
    Node product =
        B.contract(leaf(weights), x, new Attribute.Labels(List.of(0, 1), List.of(1), List.of(0)));
    return B.add(product, leaf(bias));
  }

  /** ½ Σ (t − y)². */
  public static Node squaredError(Node y, Node t) {
    Node difference = B.subtract(t, y);
    return B.multiply(B.constant(0.5), B.sumAll(B.multiply(difference, difference)));
  }

  public static Node softmaxCrossEntropy(Node logits, Node t) {
    Node log = B.along(Op.LOG_SOFTMAX, logits, List.of(0));
    return B.negate(t.kind().isClass() ? B.pick(log, t) : B.sumAll(B.multiply(t, log)));
  }

  public static Graph graph(Node loss) {
    return new Graph(Optional.of(loss), Map.of(), Map.of(), Map.of(), Map.of());
  }

  public static Graph graph(Node loss, String output, Node value) {
    return new Graph(Optional.of(loss), Map.of(output, value), Map.of(), Map.of(), Map.of());
  }

  /** Through all phases between checking and lowering. */
  public static Graph derived(Graph graph, Variable... variables) {
    Rewriter rewriter = new Rewriter();
    return rewriter.simplify(
        new Differentiator().differentiate(rewriter.stabilize(graph), List.of(variables)));
  }
}
