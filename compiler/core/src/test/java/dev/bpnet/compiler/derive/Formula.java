package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Writes graphs as assignments, one per operation, for tests to compare. */
public final class Formula {
  private final Map<Node, String> names = new HashMap<>();
  private final List<String> lines = new ArrayList<>();
  private int next = 1;

  /** All operations of a graph; loops as indented blocks. */
  public static String of(Graph graph) {
    Formula formula = new Formula();
    formula.write(Topology.sort(graph.roots()), "");
    graph.loss().ifPresent(loss -> formula.lines.add("loss = " + formula.names.get(loss)));
    graph
        .gradients()
        .forEach((v, node) -> formula.lines.add("d" + v.name() + " = " + formula.names.get(node)));
    return String.join("\n", formula.lines);
  }

  private void write(List<Node> nodes, String indent) {
    for (Node node : nodes) {
      if (names.containsKey(node)) {
        continue;
      }
      if (node.op() == Op.VARIABLE) {
        names.put(node, node.variable().name());
      } else if (node.op() == Op.CONSTANT) {
        names.put(node, number(node.value()));
      } else if (node.op() == Op.INDEX) {
        names.put(node, ((Attribute.Index) node.attribute()).index().name());
      } else if (node.op() == Op.CARRIED) {
        names.put(node, "c" + ((Attribute.Slot) node.attribute()).number());
      } else {
        if (node.op() == Op.LOOP) {
          List<Node> roots = new ArrayList<>(node.loop().next());
          roots.addAll(node.loop().yields());
          lines.add(
              indent + "for " + node.loop().index() + (node.loop().descending() ? " down" : ""));
          write(Topology.sort(roots), indent + "  ");
          lines.add(indent + "  next " + node.loop().next().stream().map(names::get).toList());
          lines.add(indent + "  yield " + node.loop().yields().stream().map(names::get).toList());
        }
        String name =
            node.origin().name().map(n -> n + (node.origin().gradient() ? "'" : "")).orElse("")
                + next++;
        names.put(node, name);
        lines.add(
            indent + name + (node.perExample() ? "" : "!") + node.shape() + " = " + text(node));
      }
    }
  }

  private String text(Node node) {
    String operands =
        node.inputs().stream()
            .map(input -> names.getOrDefault(input, "?"))
            .collect(Collectors.joining(" "));
    return node.op().name().toLowerCase(Locale.ROOT) + attribute(node.attribute()) + " " + operands;
  }

  private static String attribute(Attribute attribute) {
    if (attribute instanceof Attribute.Axes axes) {
      return axes.axes().toString();
    }
    if (attribute instanceof Attribute.Labels labels) {
      return "["
          + letters(labels.first())
          + ","
          + letters(labels.second())
          + "->"
          + letters(labels.result())
          + "]";
    }
    if (attribute instanceof Attribute.Box box) {
      return box.starts().toString();
    }
    return attribute instanceof Attribute.Slot slot ? "[" + slot.number() + "]" : "";
  }

  private static String letters(List<Integer> labels) {
    return labels.stream()
        .map(label -> Character.toString('i' + label))
        .collect(Collectors.joining());
  }

  private static String number(double value) {
    return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
  }
}
