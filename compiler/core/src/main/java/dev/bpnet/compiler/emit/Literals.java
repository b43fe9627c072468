package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;

/** Numbers as Java writes them, the same on every JDK. */
final class Literals {
  private final boolean single;

  /**
   * @param single whether reals are {@code float}
   */
  Literals(boolean single) {
    this.single = single;
  }

  CodeBlock real(double value) {
    if (single) {
      return ofFloat((float) value);
    }
    return ofDouble(value);
  }

  static CodeBlock ofDouble(double value) {
    if (Double.isNaN(value)) {
      return CodeBlock.of("$T.NaN", Double.class);
    }
    if (Double.isInfinite(value)) {
      return CodeBlock.of(
          value > 0 ? "$T.POSITIVE_INFINITY" : "$T.NEGATIVE_INFINITY", Double.class);
    }
    return CodeBlock.of("$L", shortest(value, Shortest.OF_DOUBLE));
  }

  private static CodeBlock ofFloat(float value) {
    if (Float.isNaN(value)) {
      return CodeBlock.of("$T.NaN", Float.class);
    }
    if (Float.isInfinite(value)) {
      return CodeBlock.of(value > 0 ? "$T.POSITIVE_INFINITY" : "$T.NEGATIVE_INFINITY", Float.class);
    }
    return CodeBlock.of("$Lf", shortest(value, Shortest.OF_FLOAT));
  }

  /** Whether a decimal reads back as the number meant. */
  private enum Shortest {
    OF_DOUBLE,
    OF_FLOAT;

    boolean readsBack(String text, double value) {
      return this == OF_DOUBLE
          ? Double.parseDouble(text) == value
          : Float.parseFloat(text) == (float) value;
    }
  }

  /**
   * The decimal of fewest digits that reads back as the value. {@code toString} is not used, since
   * its answer changed between JDK 17 and 19.
   */
  private static String shortest(double value, Shortest precision) {
    if (value == 0) {
      return 1 / value < 0 ? "-0.0" : "0.0";
    }
    java.math.BigDecimal exact = new java.math.BigDecimal(value);
    for (int digits = 1; ; digits++) {
      java.math.BigDecimal rounded = exact.round(new java.math.MathContext(digits));
      if (precision.readsBack(rounded.toString(), value)) {
        return plain(rounded.stripTrailingZeros());
      }
    }
  }

  private static String plain(java.math.BigDecimal number) {
    int exponent = number.precision() - number.scale() - 1;
    if (exponent < -4 || exponent > 9) {
      String digits = number.unscaledValue().abs().toString();
      String fraction = digits.length() > 1 ? digits.substring(1) : "0";
      return (number.signum() < 0 ? "-" : "") + digits.charAt(0) + "." + fraction + "E" + exponent;
    }
    String text = number.toPlainString();
    return text.contains(".") ? text : text + ".0";
  }
}
