package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which values depend on the chosen variables in a way that has a derivative. Loop bodies included.
 */
final class Activity {
  private final Set<Variable> variables;
  private final Set<Node> active = new HashSet<>();
  private final Set<Attribute.Slot> carried = new HashSet<>();
  private final Set<Attribute.Slot> results = new HashSet<>();

  Activity(Set<Variable> variables, Node root) {
    this.variables = variables;
    Topology.sort(List.of(root)).forEach(this::visit);
  }

  boolean contains(Node node) {
    return active.contains(node);
  }

  private void visit(Node node) {
    boolean isActive =
        switch (node.op()) {
          case VARIABLE -> variables.contains(node.variable()) && node.kind().isReal();
          case CARRIED -> carried.contains((Attribute.Slot) node.attribute());
          case RESULT -> results.contains((Attribute.Slot) node.attribute());
          case LOOP -> visitLoop(node);
          case SIGN, FLOOR -> false;
          default ->
              node.kind().isReal()
                  && node.inputs().stream().anyMatch(x -> x.kind().isReal() && contains(x));
        };
    if (isActive) {
      active.add(node);
    }
  }

  /** Goes through the body until the set of active carried values stands still. */
  private boolean visitLoop(Node node) {
    Attribute.Loop loop = node.loop();
    List<Node> body = LoopBody.of(node).nodes();
    int size = loop.next().size();
    for (int i = 0; i < size; i++) {
      if (contains(node.input(i))) {
        carried.add(new Attribute.Slot(loop.index(), i));
      }
    }
    int before;
    do {
      before = carried.size();
      body.forEach(this::visit);
      for (int i = 0; i < size; i++) {
        if (contains(loop.next().get(i))) {
          carried.add(new Attribute.Slot(loop.index(), i));
        }
      }
    } while (carried.size() > before);
    for (int i = 0; i < size + loop.yields().size(); i++) {
      if (contains(i < size ? loop.next().get(i) : loop.yields().get(i - size))) {
        results.add(new Attribute.Slot(loop.index(), i));
      }
    }
    return results.stream().anyMatch(slot -> slot.index() == loop.index());
  }
}
