package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Shape;
import java.util.List;
import java.util.Optional;

/** Puts tensors together, along an axis that they have or along a new one. */
final class Joining {
  private final Tensors tensors;
  private final NodeBuilder at;

  Joining(Tensors tensors, NodeBuilder at) {
    this.tensors = tensors;
    this.at = at;
  }

  /**
   * @param axis of the result, 0 to the operands' rank
   */
  Value stack(List<Node> parts, int axis) {
    Optional<List<Node>> alike = ofOneKind(parts);
    if (alike.isEmpty()) {
      return Value.UNKNOWN;
    }
    Shape shape = parts.get(0).shape();
    for (Node part : parts) {
      if (!part.shape().equals(shape)) {
        tensors.report("", Code.SHAPE_MISMATCH, "stack", shape, part.shape());
        return Value.UNKNOWN;
      }
    }
    long[] dims = new long[shape.rank() + 1];
    long[] total = new long[dims.length];
    for (int i = 0; i < dims.length; i++) {
      dims[i] = i == axis ? 1 : shape.dim(i < axis ? i : i - 1);
      total[i] = i == axis ? parts.size() : dims[i];
    }
    if (tensors.shape(total).isEmpty()) {
      return Value.UNKNOWN;
    }
    Shape row = tensors.shape(dims).orElseThrow();
    return new Value.Tensor(
        at.concat(alike.get().stream().map(part -> at.reshape(part, row)).toList(), axis));
  }

  /**
   * @param axis of the operands
   */
  Value concat(List<Node> parts, int axis) {
    Optional<List<Node>> alike = ofOneKind(parts);
    if (alike.isEmpty()) {
      return Value.UNKNOWN;
    }
    Shape first = parts.get(0).shape();
    long[] total = new long[first.rank()];
    for (int i = 0; i < total.length; i++) {
      total[i] = i == axis ? 0 : first.dim(i);
    }
    for (Node part : parts) {
      boolean fits =
          part.shape().rank() == first.rank()
              && part.shape().without(List.of(axis)).equals(first.without(List.of(axis)));
      if (!fits) {
        tensors.report("", Code.SHAPE_MISMATCH, "join", first, part.shape());
        return Value.UNKNOWN;
      }
      total[axis] += part.shape().dim(axis);
    }
    return tensors.shape(total).isEmpty()
        ? Value.UNKNOWN
        : new Value.Tensor(at.concat(alike.get(), axis));
  }

  /** Classes with the same classes, or bools, stay; bools and reals together become reals. */
  private Optional<List<Node>> ofOneKind(List<Node> parts) {
    Kind first = parts.get(0).kind();
    if (parts.stream().allMatch(part -> part.kind().equals(first))) {
      return Optional.of(parts);
    }
    for (Node part : parts) {
      if (part.kind().isClass() || first.isClass()) {
        Kind other = part.kind().equals(first) ? Kind.REAL : part.kind();
        tensors.report("", Code.KIND_MISMATCH, "join", first, other);
        return Optional.empty();
      }
    }
    return Optional.of(parts.stream().map(at::toReal).toList());
  }
}
