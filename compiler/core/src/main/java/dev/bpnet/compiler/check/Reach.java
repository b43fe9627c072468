package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.Span;
import java.util.HashSet;
import java.util.Set;

/** Warns of what is declared in vain. */
final class Reach {
  private final Model model;
  private final Span name;
  private final Diagnostics sink;

  /**
   * @param name of the network
   */
  Reach(Model model, Span name, Diagnostics sink) {
    this.model = model;
    this.name = name;
    this.sink = sink;
  }

  void warn() {
    if (model.prediction().outputs().isEmpty()) {
      sink.reportWithHint("write 'output y = …'", Code.NO_OUTPUT, name, model.name());
    }
    Set<Variable> reached = new HashSet<>();
    for (Node node : Topology.sort(model.training().loss().stream().toList())) {
      if (node.op() == Op.VARIABLE) {
        reached.add(node.variable());
      }
    }
    for (Variable variable : model.variables()) {
      if (!reached.contains(variable)) {
        switch (variable.role()) {
          case TARGET -> sink.report(Code.TARGET_UNUSED, variable.span(), variable.name());
          case PARAMETER -> sink.report(Code.PARAMETER_UNUSED, variable.span(), variable.name());
          case INPUT, FROZEN, STATE -> {
            // Nothing to learn from or by.
          }
        }
      }
    }
  }
}
