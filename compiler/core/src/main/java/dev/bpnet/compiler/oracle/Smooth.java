package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;

/**
 * Elementwise arithmetic of two operands, by first and second partial derivatives: S(ż) = |ż| +
 * |f_x|·S(ẋ) + |f_y|·S(ẏ) + |ẋ|·(|f_xx|·S(x) + |f_xy|·S(y)) + |ẏ|·(|f_xy|·S(x) + |f_yy|·S(y)).
 */
abstract class Smooth extends ExampleRule {
  static final Smooth ADD =
      new Smooth() {
        @Override
        double at(double x, double y) {
          return x + y;
        }

        @Override
        double byX(double x, double y) {
          return 1;
        }

        @Override
        double byY(double x, double y) {
          return 1;
        }
      };

  static final Smooth SUBTRACT =
      new Smooth() {
        @Override
        double at(double x, double y) {
          return x - y;
        }

        @Override
        double byX(double x, double y) {
          return 1;
        }

        @Override
        double byY(double x, double y) {
          return -1;
        }
      };

  static final Smooth MULTIPLY =
      new Smooth() {
        @Override
        double at(double x, double y) {
          return x * y;
        }

        @Override
        double byX(double x, double y) {
          return y;
        }

        @Override
        double byY(double x, double y) {
          return x;
        }

        @Override
        double byXy(double x, double y) {
          return 1;
        }
      };

  static final Smooth DIVIDE =
      new Smooth() {
        @Override
        double at(double x, double y) {
          return x / y;
        }

        @Override
        double byX(double x, double y) {
          return 1 / y;
        }

        @Override
        double byY(double x, double y) {
          return -(x / y / y);
        }

        @Override
        double byXy(double x, double y) {
          return -1 / y / y;
        }

        @Override
        double byYy(double x, double y) {
          return 2 * (x / y / y / y);
        }
      };

  /** Where x is 0 the limits: x⁰ is constant, and y moves nothing unless y is negative. */
  static final Smooth POWER =
      new Smooth() {
        @Override
        double at(double x, double y) {
          return StrictMath.pow(x, y);
        }

        @Override
        double byX(double x, double y) {
          return y == 0 ? 0 : y * StrictMath.pow(x, y - 1);
        }

        @Override
        double byY(double x, double y) {
          return x == 0 && y >= 0 ? 0 : StrictMath.pow(x, y) * StrictMath.log(x);
        }

        @Override
        double byXx(double x, double y) {
          return y == 0 || y == 1 ? 0 : y * (y - 1) * StrictMath.pow(x, y - 2);
        }

        @Override
        double byXy(double x, double y) {
          double byX = StrictMath.pow(x, y - 1);
          return x == 0 && y >= 1 ? 0 : byX + times(byX * y, StrictMath.log(x));
        }

        @Override
        double byYy(double x, double y) {
          double log = StrictMath.log(x);
          return x == 0 && y >= 0 ? 0 : StrictMath.pow(x, y) * log * log;
        }
      };

  abstract double at(double x, double y);

  abstract double byX(double x, double y);

  abstract double byY(double x, double y);

  double byXx(double x, double y) {
    return 0;
  }

  double byXy(double x, double y) {
    return 0;
  }

  double byYy(double x, double y) {
    return 0;
  }

  @Override
  final void value(Node node, Scope scope, View[] in, View out) {
    for (int i = 0; i < node.shape().size(); i++) {
      double x = in[0].value(i);
      double y = in[1].value(i);
      double z = at(x, y);
      double magnitude =
          Math.abs(z)
              + times(Math.abs(byX(x, y)), in[0].magnitude(i))
              + reach(byY(x, y), in[1].magnitude(i));
      out.set(i, z, magnitude);
    }
  }

  @Override
  final void tangent(Node node, Tangents tangents, Dual[] in, Dual out) {
    for (int i = 0; i < node.shape().size(); i++) {
      double x = in[0].value().value(i);
      double y = in[1].value().value(i);
      double xError = in[0].value().magnitude(i);
      double yError = in[1].value().magnitude(i);
      double dot = 0;
      double magnitude = 0;
      if (in[0].tangent() != null) {
        dot += times(byX(x, y), in[0].dot(i));
        double slopeError = reach(byXx(x, y), xError) + reach(byXy(x, y), yError);
        magnitude += reach(byX(x, y), in[0].dotMagnitude(i)) + reach(slopeError, in[0].dot(i));
      }
      if (in[1].tangent() != null) {
        dot += times(byY(x, y), in[1].dot(i));
        double slopeError = reach(byXy(x, y), xError) + reach(byYy(x, y), yError);
        magnitude += reach(byY(x, y), in[1].dotMagnitude(i)) + reach(slopeError, in[1].dot(i));
      }
      out.tangent().set(i, dot, Math.abs(dot) + magnitude);
    }
  }

  /** How far an error is felt through a derivative. */
  private static double reach(double derivative, double error) {
    return times(Math.abs(derivative), Math.abs(error));
  }
}
