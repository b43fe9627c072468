package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The training and the prediction pass of a network, simplified as one graph, so that what means
 * the same in both becomes the same node and is computed by the same code.
 *
 * @param training loss, updates and gradients; its outputs and metrics are of no use and dropped
 * @param prediction loss, outputs and metrics
 */
public record SharedPasses(Graph training, Graph prediction) {
  private static final String OUTPUT = "output ";
  private static final String METRIC = "metric ";
  private static final String LOSS = "loss";

  public SharedPasses simplified(Rewriter rewriter) {
    return split(rewriter.simplify(joined()));
  }

  private Graph joined() {
    Map<String, Node> predicted = new LinkedHashMap<>();
    prediction.outputs().forEach((name, node) -> predicted.put(OUTPUT + name, node));
    prediction.metrics().forEach((name, node) -> predicted.put(METRIC + name, node));
    prediction.loss().ifPresent(node -> predicted.put(LOSS, node));
    return new Graph(
        training.loss(), predicted, Map.of(), training.updates(), training.gradients());
  }

  private static SharedPasses split(Graph joined) {
    Map<String, Node> roots = joined.outputs();
    Graph training =
        new Graph(joined.loss(), Map.of(), Map.of(), joined.updates(), joined.gradients());
    Graph prediction =
        new Graph(
            Optional.ofNullable(roots.get(LOSS)),
            startingWith(OUTPUT, roots),
            startingWith(METRIC, roots),
            Map.of(),
            Map.of());
    return new SharedPasses(training, prediction);
  }

  private static Map<String, Node> startingWith(String prefix, Map<String, Node> roots) {
    Map<String, Node> found = new LinkedHashMap<>();
    roots.forEach(
        (name, node) -> {
          if (name.startsWith(prefix)) {
            found.put(name.substring(prefix.length()), node);
          }
        });
    return found;
  }
}
