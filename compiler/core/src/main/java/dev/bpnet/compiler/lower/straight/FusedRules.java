package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Hints;
import java.util.List;
import java.util.Optional;

/**
 * Nodes whose elements are found sooner if their operands' are not waited for: in a tiny network
 * the time of a step is that of the longest chain of operations, not their number. What an operand
 * would have computed in vain is dropped later.
 */
final class FusedRules {
  private final ScalarRules rules;
  private final Values values;

  /** What is known of nodes further up. */
  interface Values {
    /** The elements of a node, row-major. */
    Expr[] of(Node node);

    /** Whether one node reads it, once. */
    boolean isReadOnce(Node node);
  }

  FusedRules(ScalarRules rules, Values values) {
    this.rules = rules;
    this.values = values;
  }

  /** The elements of the node, row-major. */
  Expr[] elements(Node node) {
    return switch (node.op()) {
      case ADD -> sum(node, 0).or(() -> sum(node, 1)).orElseGet(() -> plain(node));
      case MULTIPLY -> slope(node).orElseGet(() -> plain(node));
      default -> plain(node);
    };
  }

  private Expr[] plain(Node node) {
    return rules.elements(node, of(node.inputs()));
  }

  private List<Expr[]> of(List<Node> nodes) {
    return nodes.stream().map(values::of).toList();
  }

  /** Weighted inputs and a bias: the bias comes first, as it is known first. */
  private Optional<Expr[]> sum(Node node, int operand) {
    Node product = node.input(operand);
    if (product.op() != Op.CONTRACT || !values.isReadOnce(product)) {
      return Optional.empty();
    }
    Expr[] bias = values.of(node.input(1 - operand));
    return Optional.of(rules.contract(node, product, of(product.inputs()), bias));
  }

  /**
   * A derivative times the slope of a sigmoid or of a hyperbolic tangent. The slope is known long
   * before the derivative, so it is multiplied by whatever else is; being at most 1 it makes
   * nothing overflow.
   */
  private Optional<Expr[]> slope(Node node) {
    Node last = node.input(1);
    if (isOneMinusSquare(last)) {
      return Optional.of(steep(node, node.input(0), values.of(last)));
    }
    Node first = node.input(0);
    boolean sigmoid =
        first.op() == Op.MULTIPLY
            && !Hints.isNamed(first)
            && values.isReadOnce(first)
            && first.input(1).op() == Op.SIGMOID
            && isOneMinus(last)
            && last.input(1) == first.input(1);
    if (!sigmoid) {
      return Optional.empty();
    }
    Expr[] slopes = product(values.of(first.input(1)), values.of(last));
    return Optional.of(steep(node, first.input(0), slopes));
  }

  private Expr[] steep(Node node, Node derivative, Expr[] slopes) {
    Expr[] late = values.of(derivative);
    Expr[] early = slopes;
    if (derivative.op() == Op.CONTRACT
        && values.isReadOnce(derivative)
        && Contraction.of(derivative).summedShape().size() == 1
        && derivative.input(0).perExample() != derivative.input(1).perExample()) {
      int weight = derivative.input(0).perExample() ? 1 : 0;
      Expr[][] factors = rules.factors(derivative, of(derivative.inputs()));
      early = product(factors[weight], slopes);
      late = factors[1 - weight];
    }
    Expr[] result = new Expr[late.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = rules.let(Expr.apply(Function.MULTIPLY, late[i], early[i]), node, i);
    }
    return result;
  }

  private Expr[] product(Expr[] x, Expr[] y) {
    Expr[] result = new Expr[x.length];
    for (int i = 0; i < result.length; i++) {
      result[i] = rules.multiply(x[i], y[i]);
    }
    return result;
  }

  private static boolean isOneMinusSquare(Node node) {
    if (!isOneMinus(node) || node.input(1).op() != Op.MULTIPLY) {
      return false;
    }
    Node square = node.input(1);
    return square.input(0) == square.input(1) && square.input(0).op() == Op.TANH;
  }

  private static boolean isOneMinus(Node node) {
    return node.op() == Op.SUBTRACT
        && node.input(0).op() == Op.CONSTANT
        && node.input(0).value() == 1;
  }
}
