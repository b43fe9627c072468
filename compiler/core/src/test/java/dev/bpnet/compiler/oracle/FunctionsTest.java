package dev.bpnet.compiler.oracle;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The oracle's own elementary functions against series in 60 digits. */
class FunctionsTest {
  private static final MathContext DIGITS = new MathContext(60);
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal TWO_OVER_ROOT_PI =
      new BigDecimal("1.12837916709551257389615890312154517168810125865799771368817144");

  @Test
  void erfIsExactToAnUlp() {
    assertUlps(Functions::erf, FunctionsTest::erf, 1.0, 7);
    assertThat(Functions.erf(Double.MIN_VALUE)).isEqualTo(Double.MIN_VALUE);
    assertThat(Functions.erf(1e-310)).isCloseTo(1.1283791670955126e-310, within(1e-323));
    assertThat(Functions.erf(-0.0)).isEqualTo(-0.0);
    assertThat(Functions.erf(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
    assertThat(Functions.erf(Double.NaN)).isNaN();
  }

  @Test
  void sigmoidIsExactToTwoUlps() {
    assertUlps(Functions::sigmoid, x -> ONE.divide(ONE.add(exp(x.negate())), DIGITS), 2.0, 40);
    assertThat(Functions.sigmoid(-745)).isPositive();
    assertThat(Functions.sigmoid(-1e300)).isZero();
    assertThat(Functions.sigmoid(800)).isEqualTo(1);
  }

  @Test
  void softplusIsExactToTwoUlps() {
    assertUlps(Functions::softplus, x -> log1p(exp(x)), 2.0, 30);
    assertThat(Functions.softplus(-745)).isPositive();
    assertThat(Functions.softplus(1e300)).isEqualTo(1e300);
    assertThat(Functions.softplus(Double.NEGATIVE_INFINITY)).isZero();
  }

  private static org.assertj.core.data.Offset<Double> within(double distance) {
    return org.assertj.core.data.Offset.offset(distance);
  }

  private static void assertUlps(
      DoubleUnaryOperator ours, Function<BigDecimal, BigDecimal> exact, double ulps, double range) {
    Random random = new Random(7);
    for (int i = 0; i < 400; i++) {
      double scale = i % 4 == 0 ? Math.scalb(range, -random.nextInt(60)) : range;
      double x = scale * (2 * random.nextDouble() - 1);
      BigDecimal expected = exact.apply(new BigDecimal(x));
      BigDecimal error = new BigDecimal(ours.applyAsDouble(x)).subtract(expected).abs();
      double inUlps = error.doubleValue() / Math.ulp(expected.doubleValue());
      assertThat(inUlps).as("ulps at %s", x).isLessThanOrEqualTo(ulps);
    }
  }

  private static BigDecimal exp(BigDecimal x) {
    BigDecimal reduced = x.divide(BigDecimal.valueOf(256), DIGITS);
    BigDecimal term = ONE;
    BigDecimal sum = ONE;
    for (int n = 1; n < 60; n++) {
      term = term.multiply(reduced, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum.pow(256, DIGITS);
  }

  /** By Newton's iteration on exp, from the double result. */
  private static BigDecimal log1p(BigDecimal e) {
    BigDecimal target = ONE.add(e, DIGITS);
    BigDecimal y = new BigDecimal(Math.log1p(e.doubleValue()));
    for (int i = 0; i < 3; i++) {
      y = y.add(target.divide(exp(y), DIGITS).subtract(ONE), DIGITS);
    }
    return y;
  }

  private static BigDecimal erf(BigDecimal x) {
    BigDecimal square = x.multiply(x, DIGITS);
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 1; n < 250; n++) {
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(-n), DIGITS);
      sum = sum.add(term.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
    }
    return sum.multiply(TWO_OVER_ROOT_PI, DIGITS);
  }
}
