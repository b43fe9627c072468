package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/** Looks up names: the body's own, the file's globals, and what a network's body alone knows. */
final class Names {
  private final Frame frame;

  Names(Frame frame) {
    this.frame = frame;
  }

  /** What a name stands for as a value. */
  Value value(String name, Span span) {
    Optional<Value> value = find(name);
    if (value.isPresent()) {
      return value.get();
    }
    if (isParameterList(name)) {
      return parameters(name.equals("weights") ? 2 : 0, span);
    }
    frame.pass().program().reportUnknown(frame, name, span, Code.UNKNOWN_NAME);
    return Value.UNKNOWN;
  }

  /**
   * What a name stands for before parentheses: a function even where a value has its name, for a
   * value cannot be called.
   */
  Value callee(String name, Span span) {
    Optional<Value> local = frame.scope().find(name);
    if (local.isPresent() && (local.get() instanceof Value.Function || local.get().isUnknown())) {
      return local.get();
    }
    Optional<Value> global = frame.file().find(name).map(g -> value(g));
    if (global.isPresent()) {
      return global.get();
    }
    if (local.isPresent()) {
      return local.get();
    }
    frame.pass().program().reportUnknown(frame, name, span, Code.UNKNOWN_FUNCTION);
    return Value.UNKNOWN;
  }

  private Optional<Value> find(String name) {
    Optional<Value> local = frame.scope().find(name);
    return local.isPresent() ? local : frame.file().find(name).map(g -> value(g));
  }

  private Value value(FileScope.Global global) {
    if (global instanceof FileScope.Global.Fixed fixed) {
      return fixed.value();
    }
    return frame.pass().program().constant((FileScope.Global.Constant) global);
  }

  private boolean isParameterList(String name) {
    return frame.place().sort() == Frame.Sort.NETWORK
        && (name.equals("weights") || name.equals("parameters"));
  }

  /** All trained parameters from a rank up, as one vector. */
  private Value parameters(int leastRank, Span span) {
    Optional<List<Variable>> kept = frame.pass().round().allKept();
    if (kept.isEmpty()) {
      return Value.UNKNOWN;
    }
    List<Variable> trained =
        kept.get().stream()
            .filter(v -> v.role() == Variable.Role.PARAMETER && v.shape().rank() >= leastRank)
            .toList();
    if (trained.isEmpty()) {
      frame.report(Code.NO_WEIGHTS, span, leastRank > 0 ? " of rank 2 or more" : "");
      return Value.UNKNOWN;
    }
    NodeBuilder at = frame.at(span);
    List<Node> parts =
        trained.stream().map(v -> at.reshape(at.variable(v), Shape.of(v.shape().size()))).toList();
    long total = trained.stream().mapToLong(v -> v.shape().size()).sum();
    return new Tensors(frame, span).shape(total).isEmpty()
        ? Value.UNKNOWN
        : new Value.Tensor(at.concat(parts, 0));
  }
}
