package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;

/**
 * Elementwise operations that compare: extrema, comparisons, logic, and the selection by a
 * condition.
 */
enum Choice {
  MAXIMUM {
    @Override
    boolean takesFirst(double x, double y) {
      return y <= x;
    }
  },
  MINIMUM {
    @Override
    boolean takesFirst(double x, double y) {
      return x <= y;
    }
  };

  /** Whether x is the extremum; an unordered pair (a NaN) belongs to the second. */
  abstract boolean takesFirst(double x, double y);

  /** Of two: NaN if either is. */
  ExampleRule rule() {
    return new Extremum(this);
  }

  /** A condition on two numbers. */
  interface Condition {
    boolean holds(double x, double y);
  }

  /** The larger or the smaller of two numbers. */
  private static final class Extremum extends ExampleRule {
    private final Choice choice;

    Extremum(Choice choice) {
      this.choice = choice;
    }

    @Override
    void value(Node node, Scope scope, View[] in, View out) {
      boolean same = node.input(0) == node.input(1);
      for (int i = 0; i < node.shape().size(); i++) {
        double x = in[0].value(i);
        double y = in[1].value(i);
        if (Double.isNaN(x) || Double.isNaN(y)) {
          out.set(i, Double.NaN, Double.NaN);
        } else {
          out.copy(i, choice.takesFirst(x, y) ? in[0] : in[1], i);
        }
        scope.run.kinks().pass(x - y, same ? 0 : in[0].magnitude(i) + in[1].magnitude(i));
      }
    }

    @Override
    void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
      for (int i = 0; i < node.shape().size(); i++) {
        double x = in[0].value().value(i);
        double y = in[1].value().value(i);
        Dual taken = choice.takesFirst(x, y) ? in[0] : in[1];
        out.tangent().set(i, taken.dot(i), taken.dotMagnitude(i));
        tangents.kinks.pass(x - y, in[0].dot(i) - in[1].dot(i));
      }
    }
  }

  /** A comparison or a logical operation; gives 0 or 1. */
  static final class Comparison extends ExampleRule {
    private final Condition condition;

    Comparison(Condition condition) {
      this.condition = condition;
    }

    @Override
    void value(Node node, Scope scope, View[] in, View out) {
      boolean smooth = node.input(0).kind().type() != Kind.Type.REAL;
      for (int i = 0; i < node.shape().size(); i++) {
        double x = in[0].value(i);
        double y = in[1].value(i);
        double z = condition.holds(x, y) ? 1 : 0;
        out.set(i, z, z);
        scope.run.kinks().pass(x - y, smooth ? 0 : in[0].magnitude(i) + in[1].magnitude(i));
      }
    }

    @Override
    void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
      for (int i = 0; i < node.shape().size(); i++) {
        double distance = in[0].value().value(i) - in[1].value().value(i);
        tangents.kinks.pass(distance, in[0].dot(i) - in[1].dot(i));
      }
    }
  }

  /** Condition ? first : second. The branch not taken stays out, whatever it holds. */
  static final class Selection extends ExampleRule {
    @Override
    void value(Node node, Scope scope, View[] in, View out) {
      for (int i = 0; i < node.shape().size(); i++) {
        out.copy(i, in[0].value(i) != 0 ? in[1] : in[2], i);
      }
    }

    @Override
    void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
      for (int i = 0; i < node.shape().size(); i++) {
        Dual taken = in[0].value().value(i) != 0 ? in[1] : in[2];
        out.tangent().set(i, taken.dot(i), taken.dotMagnitude(i));
      }
    }
  }
}
