package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;

/**
 * Operations along axes that keep the shape: each stretch of elements becomes one of equal length.
 */
abstract class AlongAxis extends ExampleRule {
  /** Values of the elements at these places of x and of the result. */
  abstract void value(View x, int[] places, View out);

  /** Tangents of the same; the value of the result is known. */
  abstract void tangent(Dual x, int[] places, Dual out);

  @Override
  final void value(Node node, Scope scope, View[] in, View out) {
    Offsets offsets = Reduction.offsets(node, scope);
    for (int r = 0; r < offsets.starts().length; r++) {
      value(in[0], Reduction.places(offsets, r), out);
    }
  }

  @Override
  final void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
    Offsets offsets = Reduction.offsets(node, tangents.values);
    for (int r = 0; r < offsets.starts().length; r++) {
      tangent(in[0], Reduction.places(offsets, r), out);
    }
  }

  static final class Softmax extends AlongAxis {
    @Override
    void value(View x, int[] places, View out) {
      Exponentials exponentials = Exponentials.of(x, places);
      for (int k = 0; k < places.length; k++) {
        out.set(places[k], exponentials.share()[k], exponentials.shareMagnitude(k));
      }
    }

    @Override
    void tangent(Dual x, int[] places, Dual out) {
      Exponentials exponentials = Exponentials.of(x.value(), places);
      Quantity mean = exponentials.mean(x, places);
      for (int k = 0; k < places.length; k++) {
        double share = exponentials.share()[k];
        double difference = x.dot(places[k]) - mean.value();
        double dot = times(share, difference);
        double magnitude =
            Math.abs(dot)
                + times(share, x.dotMagnitude(places[k]) + mean.magnitude())
                + times(exponentials.shareMagnitude(k), Math.abs(difference));
        out.tangent().set(places[k], dot, magnitude);
      }
    }
  }

  static final class LogSoftmax extends AlongAxis {
    @Override
    void value(View x, int[] places, View out) {
      Exponentials exponentials = Exponentials.of(x, places);
      for (int place : places) {
        double z =
            x.value(place) == exponentials.maximum()
                ? exponentials.maximum() - exponentials.logSum()
                : x.value(place) - exponentials.logSum();
        out.set(place, z, Math.abs(z) + x.magnitude(place) + exponentials.logSumMagnitude());
      }
    }

    @Override
    void tangent(Dual x, int[] places, Dual out) {
      Quantity mean = Exponentials.of(x.value(), places).mean(x, places);
      for (int place : places) {
        double dot = x.dot(place) - mean.value();
        double magnitude = Math.abs(dot) + x.dotMagnitude(place) + mean.magnitude();
        out.tangent().set(place, dot, magnitude);
      }
    }
  }

  /** Products from the left and from the right meet at each element. */
  static final class ProductOfOthers extends AlongAxis {
    @Override
    void value(View x, int[] places, View out) {
      DualNumber[] numbers = new DualNumber[places.length];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = DualNumber.still(x, places[k]);
      }
      DualNumber[] others = others(numbers);
      for (int k = 0; k < numbers.length; k++) {
        out.set(places[k], others[k].value(), others[k].magnitude());
      }
    }

    @Override
    void tangent(Dual x, int[] places, Dual out) {
      DualNumber[] numbers = new DualNumber[places.length];
      for (int k = 0; k < numbers.length; k++) {
        numbers[k] = DualNumber.of(x, places[k]);
      }
      DualNumber[] others = others(numbers);
      for (int k = 0; k < numbers.length; k++) {
        out.tangent().set(places[k], others[k].dot(), others[k].dotMagnitude());
      }
    }

    private static DualNumber[] others(DualNumber[] numbers) {
      DualNumber[] others = new DualNumber[numbers.length];
      DualNumber left = DualNumber.ONE;
      for (int k = 0; k < numbers.length; k++) {
        others[k] = left;
        left = left.times(numbers[k]);
      }
      DualNumber right = DualNumber.ONE;
      for (int k = numbers.length - 1; k >= 0; k--) {
        others[k] = others[k].times(right);
        right = numbers[k].times(right);
      }
      return others;
    }
  }
}
