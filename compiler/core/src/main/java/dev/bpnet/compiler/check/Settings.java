package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Declaration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The compile-time settings of one network: their defaults, or what overrides them. */
final class Settings {
  private final Declaration.Network network;
  private final Map<String, String> overrides;

  Settings(Declaration.Network network, Map<String, String> overrides) {
    this.network = network;
    this.overrides = overrides;
  }

  /** Declares the settings in the frame; gives their numbers. */
  Map<String, Double> declare(Frame frame) {
    Map<String, Double> numbers = new LinkedHashMap<>();
    for (Declaration.Parameter setting : network.settings()) {
      String name = setting.name().text();
      Value value = value(frame, setting);
      frame.scope().declare(name, value);
      value.number().ifPresent(number -> numbers.put(name, number));
    }
    return numbers;
  }

  private Value value(Frame frame, Declaration.Parameter setting) {
    Span span = setting.name().span();
    String name = setting.name().text();
    if (setting.defaultValue().isEmpty()) {
      frame.report(Code.SETTING_WITHOUT_DEFAULT, span, name);
      return Value.UNKNOWN;
    }
    Value value =
        new ExpressionElaborator(frame.asConstant()).evaluate(setting.defaultValue().get());
    if (value.isUnknown()) {
      return value;
    }
    if (value.number().isEmpty()) {
      frame.report(
          Code.BAD_SETTING_DEFAULT, setting.defaultValue().get().span(), name, value.describe());
      return Value.UNKNOWN;
    }
    String override =
        overrides.getOrDefault(network.name().text() + "." + name, overrides.get(name));
    if (override == null) {
      return value;
    }
    Optional<Value> replaced = parse(override.strip(), value);
    if (replaced.isEmpty()) {
      frame.report(Code.BAD_SETTING_VALUE, span, name, wanted(value), override);
    }
    return replaced.orElse(Value.UNKNOWN);
  }

  private static String wanted(Value value) {
    return value instanceof Value.Int
        ? "an integer"
        : value instanceof Value.Bool ? "true or false" : "a number";
  }

  /** The text as a value of the default's sort. */
  private static Optional<Value> parse(String text, Value like) {
    if (like instanceof Value.Bool) {
      return text.equals("true") || text.equals("false")
          ? Optional.of(new Value.Bool(text.equals("true")))
          : Optional.empty();
    }
    if (!text.matches("[+-]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][+-]?[0-9]+)?")) {
      return Optional.empty();
    }
    if (like instanceof Value.Int) {
      try {
        return Optional.of(new Value.Int(new java.math.BigDecimal(text).longValueExact()));
      } catch (ArithmeticException notAnInteger) {
        return Optional.empty();
      }
    }
    double number = Double.parseDouble(text);
    return Double.isFinite(number) ? Optional.of(new Value.Real(number)) : Optional.empty();
  }
}
