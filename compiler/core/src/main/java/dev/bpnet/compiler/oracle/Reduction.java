package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.List;

/** Reductions that are not sums. Each stretch of elements that becomes one is handled by itself. */
abstract class Reduction extends ExampleRule {
  /** Kept and reduced axes of the operand. */
  static Offsets offsets(Node node, Scope scope) {
    return scope
        .run
        .offsets(node, n -> List.of(Offsets.along(n.input(0).shape(), n.axes())))
        .get(0);
  }

  /** The value of the elements at {@code places} of x, put to element r of the result. */
  abstract void value(Scope scope, View x, int[] places, View out, int r);

  /** The tangent of the same. */
  abstract void tangent(Tangents tangents, Dual x, int[] places, Dual out, int r);

  @Override
  final void value(Node node, Scope scope, View[] in, View out) {
    Offsets offsets = offsets(node, scope);
    for (int r = 0; r < offsets.starts().length; r++) {
      value(scope, in[0], places(offsets, r), out, r);
    }
  }

  @Override
  final void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
    Offsets offsets = offsets(node, tangents.values);
    for (int r = 0; r < offsets.starts().length; r++) {
      tangent(tangents, in[0], places(offsets, r), out, r);
    }
  }

  static int[] places(Offsets offsets, int r) {
    int[] places = offsets.steps().clone();
    for (int k = 0; k < places.length; k++) {
      places[k] += offsets.starts()[r];
    }
    return places;
  }

  /** By repeated multiplication of values and of dual numbers. */
  static final class Product extends Reduction {
    @Override
    void value(Scope scope, View x, int[] places, View out, int r) {
      DualNumber product = DualNumber.ONE;
      for (int place : places) {
        product = product.times(DualNumber.still(x, place));
      }
      out.set(r, product.value(), product.magnitude());
    }

    @Override
    void tangent(Tangents tangents, Dual x, int[] places, Dual out, int r) {
      DualNumber product = DualNumber.ONE;
      for (int place : places) {
        product = product.times(DualNumber.of(x, place));
      }
      out.tangent().set(r, product.dot(), product.dotMagnitude());
    }
  }

  /** The extremum over an axis or its index; the first NaN wins over everything, as in NumPy. */
  static final class Extremum extends Reduction {
    private final int sign;
    private final boolean index;

    /**
     * @param sign 1 for the largest, −1 for the smallest
     * @param index whether the result is the index rather than the element
     */
    Extremum(int sign, boolean index) {
      this.sign = sign;
      this.index = index;
    }

    private int best(View x, int[] places) {
      int best = 0;
      for (int k = 1; k < places.length; k++) {
        double candidate = sign * x.value(places[k]);
        double champion = sign * x.value(places[best]);
        boolean better = candidate > champion || Double.isNaN(candidate);
        best = better && !Double.isNaN(champion) ? k : best;
      }
      return best;
    }

    @Override
    void value(Scope scope, View x, int[] places, View out, int r) {
      int best = best(x, places);
      if (index) {
        out.set(r, best, best);
      } else {
        out.copy(r, x, places[best]);
      }
      for (int k = 0; k < places.length; k++) {
        double scale = x.magnitude(places[best]) + x.magnitude(places[k]);
        scope.run.kinks().pass(x.value(places[best]) - x.value(places[k]), k == best ? 0 : scale);
      }
    }

    @Override
    void tangent(Tangents tangents, Dual x, int[] places, Dual out, int r) {
      int best = places[best(x.value(), places)];
      for (int place : places) {
        double distance = x.value().value(best) - x.value().value(place);
        tangents.kinks.pass(distance, x.dot(best) - x.dot(place));
      }
      out.tangent().set(r, x.dot(best), x.dotMagnitude(best));
    }
  }

  static final class LogSumExp extends Reduction {
    @Override
    void value(Scope scope, View x, int[] places, View out, int r) {
      Exponentials exponentials = Exponentials.of(x, places);
      out.set(r, exponentials.logSum(), exponentials.logSumMagnitude());
    }

    @Override
    void tangent(Tangents tangents, Dual x, int[] places, Dual out, int r) {
      Quantity mean = Exponentials.of(x.value(), places).mean(x, places);
      out.tangent().set(r, mean.value(), mean.magnitude());
    }
  }
}
