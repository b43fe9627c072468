package dev.bpnet.cli.data;

import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.regex.Pattern;

/** The text of one cell and what it can mean. */
final class Cell {
  private static final Set<String> MISSING = Set.of("", "na", "n/a", "nan", "?", "null");
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][+-]?[0-9]+)?");
  private static final Pattern DECIMAL_COMMA = Pattern.compile("[+-]?[0-9]*,[0-9]+");
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?inf(inity)?", Pattern.CASE_INSENSITIVE);

  private Cell() {}

  static boolean isMissing(String text) {
    return MISSING.contains(text.toLowerCase(Locale.ROOT));
  }

  static boolean looksNumeric(String text) {
    return NUMBER.matcher(text).matches()
        || DECIMAL_COMMA.matcher(text).matches()
        || NOT_FINITE.matcher(text).matches();
  }

  static boolean looksLikeData(String text) {
    return isMissing(text) || looksNumeric(text);
  }

  /** A finite number in ASCII digits with a decimal point; nothing else. */
  static OptionalDouble number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      return OptionalDouble.empty();
    }
    double value = Double.parseDouble(text);
    return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
  }

  /** Why a text that is no number is none, with advice. */
  static String whyNoNumber(String text) {
    if (DECIMAL_COMMA.matcher(text).matches()) {
      String hint = text.replace(',', '.').replaceFirst("^([+-]?)\\.", "$10.");
      return "'" + text + "' is not a number: write " + hint + ", with a decimal point";
    }
    if (NUMBER.matcher(text).matches()) {
      return "'" + text + "' is too large a number";
    }
    if (NOT_FINITE.matcher(text).matches()) {
      return "'" + text + "' is not a finite number";
    }
    return "'" + shortened(text) + "' is not a number";
  }

  /**
   * The name of a class: whole numbers in their shortest form, so that 1, 1.0 and 01 are one class.
   */
  static String className(String text) {
    OptionalDouble number = number(text);
    if (number.isPresent()
        && number.getAsDouble() == Math.rint(number.getAsDouble())
        && Math.abs(number.getAsDouble()) < 1e15) {
      return Long.toString((long) number.getAsDouble());
    }
    return text;
  }

  static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 37) + "…";
  }

  /** The whole number from 0 below {@code limit} that a class name is. */
  static Optional<Integer> index(String className, int limit) {
    OptionalDouble number = number(className);
    if (number.isEmpty()) {
      return Optional.empty();
    }
    double value = number.getAsDouble();
    return value >= 0 && value < limit && value == Math.rint(value)
        ? Optional.of((int) value)
        : Optional.empty();
  }
}
