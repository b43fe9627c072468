package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.syntax.Identifier;
import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.LongStream;

/** What lies in one array must fit one: all that is kept, and each part of an example. */
final class Totals {
  private final Identifier network;
  private final Diagnostics sink;

  Totals(Identifier network, Diagnostics sink) {
    this.network = network;
    this.sink = sink;
  }

  void check(List<Variable> variables, Collection<Node> outputs) {
    long kept = sum(variables, variable -> variable.initializer().isPresent());
    if (kept > Shape.MAX_SIZE) {
      sink.report(Code.PARAMETERS_TOO_LARGE, network.span(), network.text(), kept, Shape.MAX_SIZE);
    }
    data(variables, Variable.Role.INPUT, "inputs");
    data(variables, Variable.Role.TARGET, "targets");
    check("outputs", sum(outputs.stream().mapToLong(output -> output.shape().size())));
  }

  /** Reals and classes travel separately. */
  private void data(List<Variable> variables, Variable.Role role, String what) {
    check(what, sum(variables, v -> v.role() == role && !v.kind().isClass()));
    check("class " + what, sum(variables, v -> v.role() == role && v.kind().isClass()));
  }

  private static long sum(List<Variable> variables, Predicate<Variable> wanted) {
    return sum(variables.stream().filter(wanted).mapToLong(variable -> variable.shape().size()));
  }

  private static long sum(LongStream sizes) {
    return sizes.sum();
  }

  private void check(String what, long total) {
    if (total > Shape.MAX_SIZE) {
      sink.report(
          Code.EXAMPLES_TOO_LARGE, network.span(), what, network.text(), total, Shape.MAX_SIZE);
    }
  }
}
