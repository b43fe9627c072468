package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.MatrixOrder;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.lower.code.LaneContents;
import dev.bpnet.compiler.lower.loops.LoopPlan;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Stores weight matrices in panels of columns where vectors are as wide: what a tile of a product
 * reads lies in one stretch, and nothing has to be copied there after every step. A matrix that the
 * plan turns out to read in another way lies row by row after all.
 */
final class PanelStorage {
  private PanelStorage() {}

  static Program lower(
      StorageOrder.Arranged arranged, OptionalInt lanes, LaneContents contents, String why) {
    Model model = arranged.model();
    Map<Variable, Integer> panels = new IdentityHashMap<>();
    lanes.ifPresent(width -> candidates(model).forEach(v -> addIfFitting(v, width, panels)));
    while (true) {
      LoopPlan plan = new LoopPlan(model, lanes, contents, panels);
      Program program = plan.program(why);
      if (plan.readAcross().isEmpty()) {
        return program.withOrders(orders(arranged, panels));
      }
      panels.keySet().removeAll(plan.readAcross());
    }
  }

  /** Trained matrices that are read by products alone. */
  private static Set<Variable> candidates(Model model) {
    Set<Variable> all = new HashSet<>();
    Set<Variable> unfit = new HashSet<>();
    List<Node> roots = new ArrayList<>(model.prediction().roots());
    roots.addAll(model.training().roots());
    for (Node node : Topology.sort(roots)) {
      for (Node input : node.inputs()) {
        if (input.op() == Op.VARIABLE) {
          (node.op() == Op.CONTRACT ? all : unfit).add(input.variable());
        }
      }
    }
    all.removeAll(unfit);
    return all;
  }

  /** Panels of two vectors, or of one. A single panel would be what lies there anyway. */
  private static void addIfFitting(Variable variable, int lanes, Map<Variable, Integer> panels) {
    boolean fits =
        variable.role() == Variable.Role.PARAMETER
            && variable.shape().rank() == 2
            && variable.shape().dim(1) > 2 * lanes
            && variable.shape().dim(1) % lanes == 0;
    if (fits) {
      panels.put(variable, variable.shape().dim(1) % (2 * lanes) == 0 ? 2 * lanes : lanes);
    }
  }

  private static Map<String, MatrixOrder> orders(
      StorageOrder.Arranged arranged, Map<Variable, Integer> panels) {
    Map<String, MatrixOrder> orders = new LinkedHashMap<>();
    arranged.transposed().forEach(name -> orders.put(name, new MatrixOrder(true, 0)));
    panels.forEach(
        (variable, width) -> {
          boolean byColumns = arranged.transposed().contains(variable.name());
          orders.put(variable.name(), new MatrixOrder(byColumns, width));
        });
    return orders;
  }
}
