package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.diagnostic.Severity;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.GraphVerifier;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceParser;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Sources checked and evaluated, for these tests. */
final class Elaborated {
  private Elaborated() {}

  /** The only network of a source without errors; both graphs verified. */
  static Model model(String source) {
    return model(source, CheckOptions.DEFAULTS);
  }

  static Model model(String source, CheckOptions options) {
    Diagnostics sink = new Diagnostics();
    List<Model> models = check(source, options, sink);
    assertThat(errors(sink)).as(source).isEmpty();
    assertThat(models).hasSize(1);
    GraphVerifier.verify(models.get(0).training());
    GraphVerifier.verify(models.get(0).prediction());
    return models.get(0);
  }

  static List<Model> check(String source, CheckOptions options, Diagnostics sink) {
    return Checker.check(
        SourceParser.parse(new SourceFile("model.bpnet", source), sink), options, sink);
  }

  /** Messages with their codes, without places. */
  static List<String> problems(String source, CheckOptions options) {
    Diagnostics sink = new Diagnostics();
    check(source, options, sink);
    return errors(sink);
  }

  private static List<String> errors(Diagnostics sink) {
    return sink.all().stream()
        .filter(diagnostic -> diagnostic.severity() == Severity.ERROR)
        .map(Elaborated::text)
        .toList();
  }

  private static String text(Diagnostic diagnostic) {
    return diagnostic.code().id() + " " + diagnostic.message();
  }

  /** The node of an expression in a network that has inputs of the shapes declared. */
  static Node node(String inputs, String expression) {
    return model("network N {\n" + inputs + "\noutput y = " + expression + "\nloss 1\n}")
        .prediction()
        .outputs()
        .get("y");
  }

  /** What a constant expression is worth. */
  static double[] constant(String expression) {
    Node node = node("", expression);
    return Oracle.of(node).evaluate(Bindings.of(1)).values(node);
  }

  /**
   * What an expression is worth for one example.
   *
   * @param inputs declarations such as {@code input x[3]}
   */
  static double[] value(String inputs, String expression, Map<String, double[]> numbers) {
    Model model = model("network N {\n" + inputs + "\noutput y = " + expression + "\nloss 1\n}");
    return output(model, model.prediction(), "y", numbers);
  }

  /** An output of a graph for one example; what is not given is drawn at random. */
  static double[] output(Model model, Graph graph, String name, Map<String, double[]> numbers) {
    Node node = graph.outputs().get(name);
    return Oracle.of(graph).evaluate(bindings(model, 1, numbers)).values(node);
  }

  /** Numbers for every variable: those given, else random ones, the same each time. */
  static Bindings bindings(Model model, int batch, Map<String, double[]> numbers) {
    Bindings bindings = Bindings.of(batch);
    Random random = new Random(5);
    for (Variable variable : model.variables()) {
      int count = bindings.size(variable);
      double[] drawn =
          variable.kind().isClass()
              ? random.ints(count, 0, variable.kind().classes()).asDoubleStream().toArray()
              : random.doubles(count, -1, 1).toArray();
      bindings = bindings.with(variable, numbers.getOrDefault(variable.name(), drawn));
    }
    return bindings;
  }
}
