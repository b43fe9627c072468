package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values at the ends of every function's range: class (NaN, infinite, finite) and saturation. */
class ElementaryEdgesTest {
  private static final float INF = Float.POSITIVE_INFINITY;

  @ParameterizedTest
  @EnumSource(Function.class)
  void passesNaNOn(Function function) {
    if (function.hasFloat()) {
      assertThat(function.inFloat(Float.NaN)).isNaN();
    }
    assertThat(function.inDouble(Double.NaN)).isNaN();
  }

  @ParameterizedTest
  @EnumSource(Function.class)
  void endsWhereTheDefinitionSays(Function function) {
    double[][] limits = limits(function);
    for (double[] limit : limits) {
      if (function.hasFloat()) {
        assertThat(function.inFloat((float) limit[0]) + 0f)
            .as("%s(%s) in float", function, limit[0])
            .isEqualTo(Float.valueOf((float) limit[1]));
      }
      assertThat(function.inDouble(limit[0]) + 0.0)
          .as("%s(%s) in double", function, limit[0])
          .isEqualTo(Double.valueOf(limit[1]));
    }
  }

  private static double[][] limits(Function function) {
    return switch (function) {
      case EXP -> new double[][] {{-INF, 0}, {INF, INF}, {-1e4, 0}, {1e4, INF}, {0, 1}};
      case EXPM1 -> new double[][] {{-INF, -1}, {INF, INF}, {-1e4, -1}, {1e4, INF}, {0, 0}};
      case LOG ->
          new double[][] {{0, -INF}, {INF, INF}, {1, 0}, {-1, Double.NaN}, {-INF, Double.NaN}};
      case LOG1P ->
          new double[][] {{-1, -INF}, {INF, INF}, {0, 0}, {-2, Double.NaN}, {-INF, Double.NaN}};
      case SIN, TAN -> new double[][] {{0, 0}, {INF, Double.NaN}, {-INF, Double.NaN}};
      case COS -> new double[][] {{0, 1}, {INF, Double.NaN}, {-INF, Double.NaN}};
      case TANH, ERF -> new double[][] {{-INF, -1}, {INF, 1}, {-50, -1}, {50, 1}, {0, 0}};
      case ATAN -> new double[][] {{-INF, -Math.PI / 2}, {INF, Math.PI / 2}, {0, 0}};
      case SIGMOID -> new double[][] {{-INF, 0}, {INF, 1}, {-1e4, 0}, {1e4, 1}, {0, 0.5}};
      case SOFTPLUS -> new double[][] {{-INF, 0}, {INF, INF}, {-1e4, 0}, {1e4, 1e4}};
      case SQRT -> new double[][] {{0, 0}, {INF, INF}, {4, 2}, {-1, Double.NaN}};
      case ABS -> new double[][] {{0, 0}, {INF, INF}, {-INF, INF}, {-3, 3}};
      case SIGN -> new double[][] {{0, 0}, {INF, 1}, {-INF, -1}, {-3, -1}, {1e-30, 1}};
      case FLOOR -> new double[][] {{0, 0}, {INF, INF}, {-INF, -INF}, {-2.5, -3}, {2.5, 2}};
    };
  }

  @Test
  void takesTheExtremeAndPropagatesNaN() {
    float[] values = {-INF, -1, 0, 1, INF};
    for (float a : values) {
      for (float b : values) {
        assertThat(Elementary.max(a, b)).isEqualTo(a > b ? a : b);
        assertThat(Elementary.min(a, b)).isEqualTo(a < b ? a : b);
        assertThat(Elementary.max((double) a, b)).isEqualTo(a > b ? a : b);
        assertThat(Elementary.min((double) a, b)).isEqualTo(a < b ? a : b);
      }
      assertThat(Elementary.max(a, Float.NaN)).isNaN();
      assertThat(Elementary.max(Float.NaN, a)).isNaN();
      assertThat(Elementary.min(a, Float.NaN)).isNaN();
      assertThat(Elementary.min(Float.NaN, a)).isNaN();
      assertThat(Elementary.max((double) a, Double.NaN)).isNaN();
      assertThat(Elementary.max(Double.NaN, a)).isNaN();
      assertThat(Elementary.min((double) a, Double.NaN)).isNaN();
      assertThat(Elementary.min(Double.NaN, a)).isNaN();
    }
  }

  @Test
  void raisesToPowersAtTheEdges() {
    float[][] cases = {
      {0, 0, 1},
      {Float.NaN, 0, 1},
      {INF, 0, 1},
      {-2, 3, -8},
      {-2, -2, 0.25f},
      {-2, 0.5f, Float.NaN},
      {0, 2, 0},
      {0, -1, INF},
      {-INF, 3, -INF},
      {-INF, -2, 0},
      {INF, -1, 0},
      {2, INF, INF},
      {0.5f, INF, 0},
      {2, -INF, 0},
      {2, 128, INF},
      {2, -149, Float.MIN_VALUE},
      {2, -151, 0},
      {Float.MIN_VALUE, 0.5f, 0x1.6a09e6p-75f},
      {Float.MAX_VALUE, 3, INF},
      {1, Float.MAX_VALUE, 1},
      {Float.NaN, 1, Float.NaN},
      {2, Float.NaN, Float.NaN},
      {10, 2, 100},
      {9, 0.5f, 3}
    };
    for (float[] each : cases) {
      assertThat(Elementary.pow(each[0], each[1]) + 0f)
          .as("%s ^ %s", each[0], each[1])
          .isEqualTo(Float.valueOf(each[2]));
    }
    assertThat(Elementary.pow(2.0, 0.5)).isEqualTo(Math.sqrt(2));
  }

  @Test
  void keepsSubnormalResults() {
    assertThat(Elementary.softplus(-740.0)).isEqualTo(Math.exp(-740)).isPositive();
    assertThat(Elementary.sigmoid(-740.0)).isEqualTo(Math.exp(-740)).isPositive();
    for (float tiny : new float[] {Float.MIN_VALUE, 3e-41f, Float.MIN_NORMAL}) {
      assertThat(Elementary.sin(-tiny)).isEqualTo(-tiny);
      assertThat(Elementary.erf((double) tiny)).isGreaterThan(tiny);
    }
  }
}
