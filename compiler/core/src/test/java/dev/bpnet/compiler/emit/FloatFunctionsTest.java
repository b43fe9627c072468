package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.elementary.FloatFunctions;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.runtime.Elementary;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The elementary functions in float as generated code has them, against the double ones: a sample
 * always; with {@code -Dbpnet.exhaustive=true} every one of the 2^32 floats, some minutes for each
 * function.
 */
class FloatFunctionsTest {
  /** Units of the last place. */
  private static final double BOUND = 2;

  private static final float INF = Float.POSITIVE_INFINITY;

  static Stream<Function> functions() {
    return Arrays.stream(Function.values()).filter(FloatFunctions::describes);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void stayWithinTheirBoundOnASample(Function function) {
    SplittableRandom random = new SplittableRandom(7);
    Worst worst = new Worst(function);
    for (int block = 0; block < 400; block++) {
      double range = block % 4 == 0 ? 1 : block % 4 == 1 ? 12 : 110;
      for (int i = 0; i < FloatProbe.SIZE; i++) {
        worst.in[i] =
            block % 4 == 3
                ? Float.intBitsToFloat(random.nextInt())
                : (float) random.nextDouble(-range, range);
      }
      worst.look();
    }
    assertThat(worst.ulps).as(worst.toString()).isLessThanOrEqualTo(BOUND);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void stayWithinTheirBoundNearEveryPowerOfTwoAndEdge(Function function) {
    Worst worst = new Worst(function);
    float[] edges = {
      88.72284f,
      87.33655f,
      103.97208f,
      105,
      9.1f,
      4,
      0.9f,
      60,
      18,
      17.32868f,
      0.70710678f,
      0.6931472f
    };
    for (float edge : edges) {
      worst.around(edge);
      worst.around(1 - edge);
    }
    for (int exponent = -149; exponent <= 127; exponent++) {
      worst.around(Math.scalb(1f, exponent));
    }
    for (int n = 1; n < 300; n++) {
      worst.around((float) (n * Math.log(2) / 2));
    }
    worst.around(0);
    worst.around(Float.MAX_VALUE);
    assertThat(worst.ulps).as(worst.toString()).isLessThanOrEqualTo(BOUND);
  }

  @ParameterizedTest
  @MethodSource("functions")
  @EnabledIfSystemProperty(named = "bpnet.exhaustive", matches = "true")
  void stayWithinTheirBoundOnEveryFloat(Function function) {
    Worst worst = new Worst(function);
    for (long bits = 0; bits < 1L << 32; bits += FloatProbe.SIZE) {
      for (int i = 0; i < FloatProbe.SIZE; i++) {
        worst.in[i] = Float.intBitsToFloat((int) bits + i);
      }
      worst.look();
    }
    System.out.println(worst);
    assertThat(worst.ulps).as(worst.toString()).isLessThanOrEqualTo(BOUND);
  }

  static Stream<Arguments> limits() {
    return Stream.of(
        limit(Function.EXP, -INF, 0, INF, INF, -1e4, 0, 1e4, INF, 0, 1, -103.97, 0x1p-149),
        limit(Function.EXPM1, -INF, -1, INF, INF, -1e4, -1, 1e4, INF, 0, 0),
        limit(Function.LOG, 0, -INF, INF, INF, 1, 0, -1, Double.NaN, -INF, Double.NaN),
        limit(Function.LOG1P, -1, -INF, INF, INF, 0, 0, -2, Double.NaN, -INF, Double.NaN),
        limit(Function.TANH, -INF, -1, INF, 1, -50, -1, 50, 1, 0, 0, 0x1p-149, 0x1p-149),
        limit(Function.SIGMOID, -INF, 0, INF, 1, -1e4, 0, 1e4, 1, 0, 0.5),
        limit(Function.SOFTPLUS, -INF, 0, INF, INF, -1e4, 0, 1e4, 1e4),
        limit(Function.ERF, -INF, -1, INF, 1, -50, -1, 50, 1, 0, 0));
  }

  private static Arguments limit(Function function, double... pairs) {
    return Arguments.of(function, pairs);
  }

  @ParameterizedTest
  @MethodSource("limits")
  void endWhereTheDefinitionSays(Function function, double... pairs) {
    FloatProbe probe = FloatProbe.of(function);
    float[] in = new float[FloatProbe.SIZE];
    float[] one = new float[FloatProbe.SIZE];
    float[] eight = new float[FloatProbe.SIZE];
    Arrays.fill(in, Float.NaN);
    for (int i = 0; i < pairs.length; i += 2) {
      in[i / 2] = (float) pairs[i];
    }
    probe.scalars(in, one);
    probe.vectors(in, eight);
    for (int i = 0; i < pairs.length; i += 2) {
      Float expected = (float) pairs[i + 1];
      assertThat(one[i / 2] + 0f).as("%s(%s)", function, in[i / 2]).isEqualTo(expected);
      assertThat(eight[i / 2] + 0f).as("%s(%s)", function, in[i / 2]).isEqualTo(expected);
    }
    assertThat(one[FloatProbe.SIZE - 1]).isNaN();
    assertThat(eight[FloatProbe.SIZE - 1]).isNaN();
  }

  /** The promise that a float network trains to the same bits on every JDK rests on this. */
  @Test
  void giveTheSameBitsOnEveryMachine() {
    SplittableRandom random = new SplittableRandom(19);
    float[] in = new float[FloatProbe.SIZE];
    float[] out = new float[FloatProbe.SIZE];
    for (int i = 0; i < in.length; i++) {
      in[i] =
          i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-20, 20);
    }
    int hash = 0;
    for (Function function : functions().toList()) {
      FloatProbe.of(function).vectors(in, out);
      hash = 31 * hash + Arrays.hashCode(out);
    }
    assertThat(hash).isEqualTo(-124104684);
  }

  private static double exact(Function function, double x) {
    return switch (function) {
      case EXP -> Elementary.exp(x);
      case EXPM1 -> Elementary.expm1(x);
      case LOG -> Elementary.log(x);
      case LOG1P -> Elementary.log1p(x);
      case TANH -> Elementary.tanh(x);
      case SIGMOID -> Elementary.sigmoid(x);
      case SOFTPLUS -> Elementary.softplus(x);
      case ERF -> Elementary.erf(x);
      default -> throw new IllegalArgumentException(function.toString());
    };
  }

  /** The worst error seen and where. Vectors must give what single numbers give, bit by bit. */
  private static final class Worst {
    private final Function function;
    private final FloatProbe probe;
    private final float[] in = new float[FloatProbe.SIZE];
    private final float[] out = new float[FloatProbe.SIZE];
    private final float[] ofVectors = new float[FloatProbe.SIZE];
    private double ulps;
    private float where;

    Worst(Function function) {
      this.function = function;
      this.probe = FloatProbe.of(function);
    }

    void look() {
      probe.scalars(in, out);
      probe.vectors(in, ofVectors);
      assertThat(Arrays.equals(out, ofVectors)).as("vectors agree").isTrue();
      for (int i = 0; i < in.length; i++) {
        double error = ulps(out[i], exact(function, in[i]));
        if (error > ulps) {
          ulps = error;
          where = in[i];
        }
      }
    }

    void around(float x) {
      int bits = Float.floatToIntBits(x);
      for (int i = 0; i < in.length; i++) {
        float near = Float.intBitsToFloat(bits + i / 2 % 81 - 40);
        in[i] = i % 2 == 0 ? near : -near;
      }
      look();
    }

    /** Beyond the range an infinity is right; NaN is right only for NaN. */
    private static double ulps(float result, double exact) {
      float rounded = (float) exact;
      if (Float.isNaN(rounded) || Float.isInfinite(rounded)) {
        return Float.compare(result, rounded) == 0 ? 0 : nearTheEnd(result, exact);
      }
      double reached = Float.isInfinite(result) ? Math.copySign(0x1p128, result) : result;
      double distance = Math.abs(reached - exact);
      return Double.isFinite(distance) ? distance / Math.ulp(rounded) : Double.POSITIVE_INFINITY;
    }

    /** A finite result where the exact one is just beyond the range. */
    private static double nearTheEnd(float result, double exact) {
      double distance = Math.abs(result - exact) / Math.ulp(Float.MAX_VALUE);
      return distance <= BOUND ? distance : Double.POSITIVE_INFINITY;
    }

    @Override
    public String toString() {
      return "%s: %.4f ulp at %s".formatted(function, ulps, where);
    }
  }
}
