package dev.bpnet.compiler.explain;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which outputs the loss compares with which real targets: it takes the difference of the two,
 * whatever it makes of that. Such an output has the unit of the target; of any other, such as a
 * probability or the distance of two quantiles, nothing is known.
 */
public final class Comparisons {
  private final Map<String, Set<String>> targetsByOutput = new LinkedHashMap<>();

  private Comparisons() {}

  /**
   * The target that each output is compared with, by name; without those outputs that are compared
   * with none or with several.
   *
   * @param model before differentiation
   */
  public static Map<String, String> of(Model model) {
    Comparisons comparisons = new Comparisons();
    Graph graph = model.prediction();
    for (Node node : Topology.sort(graph.loss().map(List::of).orElse(List.of()))) {
      if (node.op() == Op.SUBTRACT) {
        comparisons.difference(graph, node.input(0), node.input(1));
        comparisons.difference(graph, node.input(1), node.input(0));
      }
    }
    Map<String, String> single = new LinkedHashMap<>();
    comparisons.targetsByOutput.forEach(
        (output, targets) -> {
          if (targets.size() == 1) {
            single.put(output, targets.iterator().next());
          }
        });
    return Collections.unmodifiableMap(single);
  }

  private void difference(Graph graph, Node predicted, Node known) {
    Node target = sources(known).get(sources(known).size() - 1);
    if (target.op() != Op.VARIABLE || target.variable().role() != Variable.Role.TARGET) {
      return;
    }
    Set<Node> same = new HashSet<>(sources(predicted));
    graph
        .outputs()
        .forEach(
            (name, output) -> {
              boolean fits =
                  target.shape().isScalar() || target.shape().size() == output.shape().size();
              if (fits && same.stream().anyMatch(node -> node.equals(output))) {
                targetsByOutput
                    .computeIfAbsent(name, key -> new LinkedHashSet<>())
                    .add(target.variable().name());
              }
            });
  }

  /** The node and what it only reshapes or repeats, element by element in the same order. */
  private static List<Node> sources(Node node) {
    List<Node> sources = new java.util.ArrayList<>(List.of(node));
    Node source = node;
    while (source.op() == Op.RESHAPE || source.op() == Op.EXPAND) {
      source = source.input(0);
      sources.add(source);
    }
    return sources;
  }
}
