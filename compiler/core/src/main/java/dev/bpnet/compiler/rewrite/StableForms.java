package dev.bpnet.compiler.rewrite;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The stable forms that are part of the language: log(softmax z) = log_softmax z, log(sigmoid z) =
 * −softplus(−z), log(1 − sigmoid z) = −softplus z, the last also as log1p(−sigmoid z). They hold
 * through data movement, since a logarithm of moved elements is the moved logarithms. Before
 * differentiation, so that the derivative is of the stable form too.
 */
final class StableForms extends LocalPass {
  private static final Set<Op> OPERATIONS = EnumSet.of(Op.LOG, Op.LOG1P);

  @Override
  public boolean concerns(Set<Op> present) {
    return !Collections.disjoint(present, OPERATIONS);
  }

  @Override
  Optional<Node> better(Node node, NodeBuilder b, Uses uses) {
    return switch (node.op()) {
      case LOG -> log(node.input(0), b);
      case LOG1P ->
          node.input(0).op() == Op.NEGATE ? logOfRest(node.input(0).input(0), b) : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** The logarithm of a value, if it has a stable form. */
  private static Optional<Node> log(Node x, NodeBuilder b) {
    return switch (x.op()) {
      case SOFTMAX -> Optional.of(b.along(Op.LOG_SOFTMAX, x.input(0), x.axes()));
      case SIGMOID -> Optional.of(b.negate(b.unary(Op.SOFTPLUS, b.negate(x.input(0)))));
      case SUBTRACT -> isOne(x.input(0)) ? logOfRest(x.input(1), b) : Optional.empty();
      case RESHAPE, TRANSPOSE, EXPAND, SLICE, PICK, GATHER ->
          log(x.input(0), b).map(log -> moved(x, log, b));
      case CONCAT -> logOfParts(x, b);
      default -> Optional.empty();
    };
  }

  /** log(1 − x), if it has a stable form. */
  private static Optional<Node> logOfRest(Node x, NodeBuilder b) {
    return switch (x.op()) {
      case SIGMOID -> Optional.of(b.negate(b.unary(Op.SOFTPLUS, x.input(0))));
      case RESHAPE, TRANSPOSE, EXPAND, SLICE, PICK, GATHER ->
          logOfRest(x.input(0), b).map(log -> moved(x, log, b));
      default -> Optional.empty();
    };
  }

  /** Of joined parts, if one of them has a stable form. */
  private static Optional<Node> logOfParts(Node x, NodeBuilder b) {
    boolean found = false;
    List<Node> logs = new ArrayList<>();
    for (Node part : x.inputs()) {
      Optional<Node> log = log(part, b);
      found |= log.isPresent();
      logs.add(log.orElseGet(() -> b.unary(Op.LOG, part)));
    }
    return found ? Optional.of(b.rebuild(x, logs, x.attribute())) : Optional.empty();
  }

  private static Node moved(Node movement, Node x, NodeBuilder b) {
    List<Node> inputs = new ArrayList<>(movement.inputs());
    inputs.set(0, x);
    return b.rebuild(movement, inputs, movement.attribute());
  }

  private static boolean isOne(Node x) {
    return x.isConstant(1) || (x.op() == Op.EXPAND && isOne(x.input(0)));
  }
}
