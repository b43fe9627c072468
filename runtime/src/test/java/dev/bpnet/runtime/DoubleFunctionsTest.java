package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** The double functions that the JDK lacks, against 45 digits. */
class DoubleFunctionsTest {
  private static final MathContext DIGITS = new MathContext(45);

  private static final BigDecimal TWO = BigDecimal.valueOf(2);

  private static final double BOUND = 2;

  private static final int SAMPLES = Boolean.getBoolean("bpnet.long") ? 100_000 : 3_000;

  @Test
  void erfStaysWithinTwoUlp() {
    double worst = worst(Elementary::erf, DoubleFunctionsTest::erf, 6.5);
    for (double x = 0x1p-1074; x < 8; x *= 1.7) {
      worst = Math.max(worst, ulps(Elementary.erf(x), erf(new BigDecimal(x))));
    }
    for (double edge : new double[] {0.5, 1, 2, 4, 5.863584748755167, 6}) {
      double x = edge - 20 * Math.ulp(edge);
      for (int i = 0; i < 40; i++, x = Math.nextUp(x)) {
        worst = Math.max(worst, ulps(Elementary.erf(x), erf(new BigDecimal(x))));
      }
    }

    assertThat(worst).isLessThan(BOUND);
  }

  @Test
  void sigmoidStaysWithinTwoUlp() {
    double worst = worst(Elementary::sigmoid, DoubleFunctionsTest::sigmoid, 40);
    worst = Math.max(worst, worst(Elementary::sigmoid, DoubleFunctionsTest::sigmoid, 745));

    assertThat(worst).isLessThan(BOUND);
  }

  @Test
  void softplusStaysWithinTwoUlp() {
    double worst = worst(Elementary::softplus, DoubleFunctionsTest::softplus, 40);
    worst = Math.max(worst, worst(Elementary::softplus, DoubleFunctionsTest::softplus, 745));

    assertThat(worst).isLessThan(BOUND);
  }

  @Test
  void neverFallNearSaturation() {
    for (double start : new double[] {1, 5.8635, 6, 36.7, -36.7, -708.4, -744.4, 709.7, 20}) {
      double x = start - 5000 * Math.ulp(start);
      for (int i = 0; i < 10_000; i++, x = Math.nextUp(x)) {
        double next = Math.nextUp(x);
        assertThat(Elementary.erf(next)).as("erf %s", x).isBetween(Elementary.erf(x), 1.0);
        assertThat(Elementary.sigmoid(x)).as("sigmoid %s", x).isBetween(0.0, 1.0);
        assertThat(Elementary.softplus(x))
            .as("softplus %s", x)
            .isGreaterThanOrEqualTo(Math.max(x, 0));
      }
    }
  }

  @Test
  void erfIsOddAndSigmoidAddsToOne() {
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < 50_000; i++) {
      double x = random.nextDouble(0, 8);
      assertThat(Elementary.erf(-x)).isEqualTo(-Elementary.erf(x));
      assertThat(Math.abs(Elementary.sigmoid(x) + Elementary.sigmoid(-x) - 1)).isLessThan(3e-16);
    }
  }

  /** The largest error over random arguments of magnitude below the limit. */
  private static double worst(
      DoubleUnaryOperator function, UnaryOperator<BigDecimal> exact, double limit) {
    SplittableRandom random = new SplittableRandom(5);
    double worst = 0;
    for (int i = 0; i < SAMPLES; i++) {
      double x = random.nextDouble(-limit, limit) * (i % 3 == 0 ? random.nextDouble() : 1);
      worst = Math.max(worst, ulps(function.applyAsDouble(x), exact.apply(new BigDecimal(x))));
    }
    return worst;
  }

  private static double ulps(double result, BigDecimal exact) {
    BigDecimal ulp = new BigDecimal(Math.ulp(exact.doubleValue()));
    return new BigDecimal(result).subtract(exact).abs().divide(ulp, DIGITS).doubleValue();
  }

  private static BigDecimal exp(BigDecimal x) {
    int halvings = Math.max(0, Math.getExponent(x.doubleValue()) + 6);
    BigDecimal small = x.divide(TWO.pow(halvings), DIGITS);
    BigDecimal sum = BigDecimal.ONE;
    BigDecimal term = BigDecimal.ONE;
    for (int n = 1; n < 30; n++) {
      term = term.multiply(small).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    for (int i = 0; i < halvings; i++) {
      sum = sum.multiply(sum, DIGITS);
    }
    return sum;
  }

  private static BigDecimal sigmoid(BigDecimal x) {
    return BigDecimal.ONE.divide(BigDecimal.ONE.add(exp(x.negate())), DIGITS);
  }

  /** max(x, 0) + 2 artanh(u / (2 + u)) with u = exp(−|x|). */
  private static BigDecimal softplus(BigDecimal x) {
    BigDecimal u = exp(x.abs().negate());
    BigDecimal s = u.divide(u.add(TWO), DIGITS);
    BigDecimal power = s;
    BigDecimal sum = s;
    for (int n = 3; n < 100; n += 2) {
      power = power.multiply(s, DIGITS).multiply(s, DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(n), DIGITS), DIGITS);
    }
    return sum.multiply(TWO).add(x.max(BigDecimal.ZERO));
  }

  /** 2/√π · exp(−x²) · Σ 2ⁿ x^(2n+1) / (1·3·…·(2n+1)). */
  private static BigDecimal erf(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal twice = square.multiply(TWO);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 3;
        n < 600 && term.precision() - term.scale() > sum.precision() - sum.scale() - 42;
        n += 2) {
      term = term.multiply(twice).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    BigDecimal pi = new BigDecimal("3.14159265358979323846264338327950288419716939937510582");
    BigDecimal factor = TWO.divide(pi.sqrt(DIGITS), DIGITS);
    return sum.multiply(factor).multiply(exp(square.negate()), DIGITS);
  }
}
