package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Float functions against a double reference: a sample always; with {@code -Dbpnet.long=true} every
 * one of the 2^32 floats, which takes about an hour on one core.
 */
class FloatSweepTest {
  private static final int SAMPLES = 400_000;

  /** Units of the last place; what samples and edges stay below. */
  private static final double BOUND = 0.54;

  /** The functions that do not rise everywhere. */
  private static final Set<Function> FALLING =
      EnumSet.of(Function.SIN, Function.COS, Function.TAN, Function.ABS);

  @ParameterizedTest
  @MethodSource("dev.bpnet.runtime.Function#ofFloat")
  void staysWithinItsBoundOnASample(Function function) {
    SplittableRandom random = new SplittableRandom(7);
    Worst worst = new Worst(function);
    for (int i = 0; i < SAMPLES; i++) {
      worst.look(Float.intBitsToFloat(random.nextInt()));
      worst.look((float) random.nextDouble(-12, 12));
      worst.look((float) random.nextDouble(-110, 110));
    }
    assertThat(worst.ulps).as(worst.toString()).isLessThan(BOUND);
  }

  @ParameterizedTest
  @MethodSource("dev.bpnet.runtime.Function#ofFloat")
  void staysWithinItsBoundNearEveryPowerOfTwoAndEdge(Function function) {
    Worst worst = new Worst(function);
    float[] edges = {88.72284f, 103.97208f, 104f, 0x1p20f, 17.32868f, 0.70710678f};
    for (float edge : edges) {
      around(edge, worst);
      around(1 - edge, worst);
    }
    for (int exponent = -149; exponent <= 127; exponent++) {
      around(Math.scalb(1f, exponent), worst);
    }
    for (int n = 1; n < 200; n++) {
      around((float) (n * Math.PI / 4), worst);
      around((float) (n * Math.log(2) / 4), worst);
    }
    around(0, worst);
    around(Float.MAX_VALUE, worst);
    assertThat(worst.ulps).as(worst.toString()).isLessThan(BOUND);
  }

  private static void around(float x, Worst worst) {
    int bits = Float.floatToIntBits(x);
    for (int i = bits - 40; i <= bits + 40; i++) {
      worst.look(Float.intBitsToFloat(i));
      worst.look(-Float.intBitsToFloat(i));
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Function.class,
      names = {"ATAN", "SQRT", "SIGN", "FLOOR"})
  void neverFalls(Function function) {
    SplittableRandom random = new SplittableRandom(11);
    float least = function == Function.SQRT ? 0 : -120;
    for (int i = 0; i < SAMPLES; i++) {
      float x = (float) random.nextDouble(least, i % 2 == 0 ? 10 : 120);
      float next = Math.nextUp(x);
      assertThat(function.inFloat(next) >= function.inFloat(x))
          .as("%s at %s", function, x)
          .isTrue();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Function.class,
      names = {"SIN", "TAN", "ATAN", "SIGN"})
  void isOdd(Function function) {
    SplittableRandom random = new SplittableRandom(13);
    for (int i = 0; i < SAMPLES; i++) {
      float x = (float) random.nextDouble(0, i % 2 == 0 ? 4 : 100);
      assertThat(function.inFloat(-x)).as("%s", x).isEqualTo(-function.inFloat(x));
    }
  }

  @ParameterizedTest
  @MethodSource("dev.bpnet.runtime.Function#ofFloat")
  @EnabledIfSystemProperty(named = "bpnet.long", matches = "true")
  void staysWithinItsBoundAndNeverFallsOnEveryFloat(Function function) {
    Worst worst = new Worst(function);
    boolean rises = !FALLING.contains(function);
    float previous = Float.NEGATIVE_INFINITY;
    for (long rank = 0; rank < 1L << 32; rank++) {
      float x = ofRank(rank);
      float value = worst.look(x);
      if (rises && value < previous) {
        throw new AssertionError(function + " falls at " + x);
      }
      previous = Float.isNaN(value) ? previous : value;
    }
    assertThat(worst.ulps).as(worst.toString()).isLessThan(BOUND);
  }

  /** All floats in increasing order: −∞ … −0, 0 … ∞, with the NaNs before and after. */
  private static float ofRank(long rank) {
    return Float.intBitsToFloat(
        (int) (rank < 1L << 31 ? (1L << 32) - 1 - rank : rank - (1L << 31)));
  }

  /** The promise that a float network trains to the same bits on every JDK rests on this. */
  @Test
  void givesTheSameBitsOnEveryMachine() {
    SplittableRandom random = new SplittableRandom(19);
    long hash = 0;
    for (int i = 0; i < 100_000; i++) {
      float x =
          i % 2 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-20, 20);
      for (Function function : Function.ofFloat().toList()) {
        hash = 31 * hash + Float.floatToIntBits(function.inFloat(x));
      }
      hash = 31 * hash + Float.floatToIntBits(Elementary.pow(Math.abs(x), 1.7f));
    }
    assertThat(hash).isEqualTo(3566040187734436235L);
  }

  @Test
  void powerStaysWithinItsBoundOnASample() {
    SplittableRandom random = new SplittableRandom(17);
    double worst = 0;
    for (int i = 0; i < 2 * SAMPLES; i++) {
      float x =
          i % 2 == 0 ? (float) random.nextDouble(-0.1, 4) : Float.intBitsToFloat(random.nextInt());
      float y =
          i % 3 == 0 ? Float.intBitsToFloat(random.nextInt()) : (float) random.nextDouble(-40, 40);
      worst = Math.max(worst, FloatReference.ulps(Elementary.pow(x, y), StrictMath.pow(x, y)));
    }
    assertThat(worst).isLessThan(BOUND);
  }

  /** The worst error seen and where. */
  private static final class Worst {
    private final Function function;
    private double ulps;
    private float where;

    Worst(Function function) {
      this.function = function;
    }

    float look(float x) {
      float value = function.inFloat(x);
      double error = FloatReference.ulps(value, FloatReference.of(function, x));
      if (error > ulps) {
        ulps = error;
        where = x;
      }
      return value;
    }

    @Override
    public String toString() {
      return "%s: %.4f ulp at %s".formatted(function, ulps, where);
    }
  }
}
