package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** Small graphs for these tests, built without a parser. */
final class Net {
  private static final Span SPAN = new Span(new SourceFile("test.bpnet", ""), 0, 0);
  static final NodeBuilder B =
      new NodeBuilder(new Origin(SPAN, List.of(), Optional.empty(), false));

  private Net() {}

  static Variable input(String name, int... shape) {
    return input(name, Kind.REAL, shape);
  }

  static Variable input(String name, Kind kind, int... shape) {
    return new Variable(
        Variable.Role.INPUT, name, Shape.of(shape), kind, Optional.empty(), SPAN, "");
  }

  static Variable parameter(String name, int... shape) {
    return new Variable(
        Variable.Role.PARAMETER,
        name,
        Shape.of(shape),
        Kind.REAL,
        Optional.of(new Initializer("zeros", List.of())),
        SPAN,
        "");
  }

  static Graph graph(Node loss) {
    return new Graph(Optional.of(loss), Map.of(), Map.of(), Map.of(), Map.of());
  }

  static double[] normal(int count, Random random) {
    return random.doubles(count, -2, 2).toArray();
  }

  /** The value of a scalar function of one scalar, at x, with its magnitude. */
  static Quantity value(java.util.function.UnaryOperator<Node> function, double x) {
    Variable v = parameter("v");
    Node node = function.apply(B.variable(v));
    return Oracle.of(node).evaluate(Bindings.of(1).with(v, x)).at(node, 0);
  }

  /** The derivative of the same. */
  static Quantity slope(java.util.function.UnaryOperator<Node> function, double x) {
    Variable v = parameter("v");
    Node node = function.apply(B.variable(v));
    Bindings bindings = Bindings.of(1).with(v, x);
    return Oracle.of(node).evaluate(bindings).along(Direction.of(v, 1)).at(node, 0);
  }
}
