package dev.bpnet.compiler.graph;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Graphs as text, one value per line: {@code %3 h = tanh(%2) : [3] example}. Values are numbered in
 * topological order; the body of a loop stands indented below it. The kind is left out if it is
 * real, the dependence if the value exists once per step.
 */
public final class GraphPrinter {
  private final StringBuilder out = new StringBuilder();
  private final Map<Node, Integer> numbers = new HashMap<>();
  private final Map<LoopIndex, String> indices = new HashMap<>();

  private GraphPrinter() {}

  /** A network: its variables, then both passes. */
  public static String print(Model model) {
    GraphPrinter printer = new GraphPrinter();
    printer.line(0, "network " + model.name());
    for (Map.Entry<String, Double> setting : model.settings().entrySet()) {
      printer.line(1, "setting " + setting.getKey() + " = " + number(setting.getValue()));
    }
    for (Variable variable : model.variables()) {
      String kind = variable.kind().isReal() ? "" : ": " + variable.kind();
      String start =
          variable.initializer().map(i -> " = " + i.name() + arguments(i.arguments())).orElse("");
      printer.line(1, variable + kind + start);
    }
    return printer.out
        + "training\n"
        + print(model.training())
        + "prediction\n"
        + print(model.prediction());
  }

  /** One pass: its values, then its roots. */
  public static String print(Graph graph) {
    GraphPrinter printer = new GraphPrinter();
    printer.nodes(graph.nodes(), 1);
    graph.loss().ifPresent(node -> printer.root("loss", "", node));
    graph.outputs().forEach((name, node) -> printer.root("output", name, node));
    graph.metrics().forEach((name, node) -> printer.root("metric", name, node));
    graph.updates().forEach((state, node) -> printer.root("update", state.name(), node));
    graph.gradients().forEach((of, node) -> printer.root("gradient", of.name(), node));
    return printer.out.toString();
  }

  private void root(String role, String name, Node node) {
    line(1, role + (name.isEmpty() ? "" : " " + name) + " = " + reference(node));
  }

  private void nodes(List<Node> nodes, int depth) {
    for (Node node : nodes) {
      if (numbers.putIfAbsent(node, numbers.size()) == null) {
        if (node.op() == Op.LOOP) {
          loop(node, depth);
        } else {
          line(depth, reference(node) + name(node) + " = " + operation(node) + type(node));
        }
      }
    }
  }

  private void loop(Node node, int depth) {
    Attribute.Loop loop = node.loop();
    int carried = loop.next().size();
    String direction = loop.descending() ? " descending" : "";
    line(
        depth,
        reference(node)
            + " = loop "
            + index(loop.index())
            + " in 0.."
            + loop.index().count()
            + direction
            + " from "
            + references(node.inputs().subList(0, carried))
            + (node.perExample() ? " example" : ""));
    nodes(LoopBody.of(loop).nodes(), depth + 1);
    line(depth + 1, "next " + references(loop.next()));
    if (!loop.yields().isEmpty()) {
      line(depth + 1, "yield " + references(loop.yields()));
    }
  }

  private String index(LoopIndex index) {
    return indices.computeIfAbsent(
        index,
        key -> indices.containsValue(key.name()) ? key.name() + "'" + indices.size() : key.name());
  }

  private static String name(Node node) {
    List<String> path = new ArrayList<>(node.origin().scope());
    if (node.op() == Op.VARIABLE || node.origin().name().isEmpty()) {
      return "";
    }
    path.add(node.origin().name().get());
    return " " + (node.origin().gradient() ? "d " : "") + String.join(".", path);
  }

  private String operation(Node node) {
    String op = node.op().name().toLowerCase(Locale.ROOT);
    List<Node> operands = node.inputs().stream().filter(input -> !isBoxIndex(node, input)).toList();
    return switch (node.op()) {
      case VARIABLE -> node.variable().name();
      case CONSTANT -> number(node.value());
      case INDEX -> "index " + index(((Attribute.Index) node.attribute()).index());
      case CARRIED, RESULT -> {
        Attribute.Slot slot = (Attribute.Slot) node.attribute();
        yield op
            + " "
            + slot.number()
            + " of "
            + (node.op() == Op.RESULT ? reference(node.input(0)) : index(slot.index()));
      }
      case RANDOM -> op + " " + ((Attribute.Site) node.attribute()).number();
      default -> op + references(operands) + attribute(node);
    };
  }

  private static boolean isBoxIndex(Node node, Node input) {
    return node.attribute() instanceof Attribute.Box && input != node.input(0);
  }

  private String attribute(Node node) {
    if (node.attribute() instanceof Attribute.Axes axes) {
      return " over " + axes.axes();
    }
    if (node.attribute() instanceof Attribute.Labels labels) {
      return " " + labels.first() + labels.second() + " to " + labels.result();
    }
    if (node.attribute() instanceof Attribute.Box box) {
      return " at " + box.starts();
    }
    return "";
  }

  private String type(Node node) {
    return " : "
        + (node.kind().isReal() ? "" : node.kind() + " ")
        + node.shape()
        + (node.perExample() ? " example" : "");
  }

  private String references(List<Node> nodes) {
    return nodes.stream().map(this::reference).collect(Collectors.joining(", ", "(", ")"));
  }

  private String reference(Node node) {
    return "%" + numbers.get(node);
  }

  private static String arguments(List<Double> arguments) {
    return arguments.stream().map(GraphPrinter::number).collect(Collectors.joining(", ", "(", ")"));
  }

  private static String number(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e9
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  private void line(int depth, String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }
}
