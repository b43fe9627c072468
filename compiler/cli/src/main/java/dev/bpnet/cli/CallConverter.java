package dev.bpnet.cli;

import dev.bpnet.runtime.TrainingDefaults.Call;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * Reads {@code adam}, {@code adam(rate = 0.01)} or {@code norm(1)} as a {@code train} block would.
 */
abstract sealed class CallConverter implements ITypeConverter<Call> {
  /** Of {@code --optimizer}. */
  static final class OfOptimizer extends CallConverter {
    OfOptimizer() {
      super("adam(rate = 0.01)");
    }
  }

  /** Of {@code --clip}. */
  static final class OfClip extends CallConverter {
    OfClip() {
      super("norm(1.0) or value(0.5)");
    }
  }

  /** Of {@code --stop}. */
  static final class OfStop extends CallConverter {
    OfStop() {
      super("below(0.01), change(1e-6, 10) or patience(20)");
    }
  }

  private static final Pattern CALL = Pattern.compile("\\s*([a-z]+)\\s*(?:\\((.*)\\))?\\s*");
  private static final Pattern ARGUMENT =
      Pattern.compile("\\s*(?:([a-z0-9]+)\\s*=)?\\s*(\\S+)\\s*");

  /** The arguments that may stand without a name. */
  private static final Map<String, List<String>> POSITIONS =
      Map.of(
          "sgd", List.of("rate"),
          "momentum", List.of("rate", "momentum"),
          "nesterov", List.of("rate", "momentum"),
          "adam", List.of("rate"),
          "adamw", List.of("rate"),
          "norm", List.of("c"),
          "value", List.of("c"),
          "below", List.of("loss"),
          "change", List.of("range", "rounds"),
          "patience", List.of("rounds", "delta"));

  private final String example;

  /**
   * @param example what the option takes
   */
  CallConverter(String example) {
    this.example = example;
  }

  @Override
  public Call convert(String text) {
    Matcher matcher = CALL.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException("'" + text + "' is not like " + example);
    }
    String name = matcher.group(1);
    List<String> positions = POSITIONS.getOrDefault(name, List.of());
    Call call = Call.of(name);
    String list = matcher.group(2);
    if (list == null || list.isBlank()) {
      return call;
    }
    String[] arguments = list.split(",", -1);
    for (int i = 0; i < arguments.length; i++) {
      Matcher argument = ARGUMENT.matcher(arguments[i]);
      if (!argument.matches()) {
        throw new TypeConversionException("'" + arguments[i].strip() + "' is not like rate = 0.01");
      }
      String key = argument.group(1);
      if (key == null && i >= positions.size()) {
        throw new TypeConversionException(
            "say which argument of " + name + " is " + argument.group(2));
      }
      call = call.with(key == null ? positions.get(i) : key, number(argument.group(2)));
    }
    return call;
  }

  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new TypeConversionException("'" + text + "' is not a number");
    }
  }
}
