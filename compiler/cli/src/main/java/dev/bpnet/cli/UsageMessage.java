package dev.bpnet.cli;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.OverwrittenOptionException;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

/** What is wrong with a command line, in the words of this command. */
final class UsageMessage {
  private UsageMessage() {}

  static String of(ParameterException e) {
    if (e instanceof MissingParameterException missing && !missing.getMissing().isEmpty()) {
      return missing(missing.getMissing());
    }
    if (e instanceof UnmatchedArgumentException unmatched) {
      return unmatched(unmatched);
    }
    if (e instanceof OverwrittenOptionException twice) {
      return name(twice.getOverwritten()) + " is given twice";
    }
    if (e.getArgSpec() != null && e.getValue() != null) {
      return wrongValue(e);
    }
    return e.getMessage();
  }

  /** Whether a path has characters that the JVM could not read in this locale. */
  static boolean isOfLocale(ParameterException e) {
    return e.getArgSpec() != null
        && e.getValue() != null
        && isPath(e.getArgSpec())
        && isBeyondAscii(e.getValue())
        && !(e.getCause() instanceof TypeConversionException);
  }

  private static boolean isBeyondAscii(String text) {
    return text.chars().anyMatch(c -> c > 0x7F);
  }

  private static boolean isPath(ArgSpec spec) {
    return (spec.isMultiValue() ? spec.auxiliaryTypes()[0] : spec.type()) == Path.class;
  }

  private static String missing(List<ArgSpec> missing) {
    return missing.stream()
            .map(spec -> name(spec) + (spec.isOption() ? " " + spec.paramLabel() : ""))
            .collect(Collectors.joining(" and "))
        + (missing.size() == 1 ? " is missing" : " are missing");
  }

  private static String unmatched(UnmatchedArgumentException e) {
    String first = e.getUnmatched().get(0);
    if (e.isUnknownOption()) {
      return "there is no option " + first;
    }
    boolean verb = e.getCommandLine().getParent() == null;
    return verb ? "there is no verb " + first : "'" + first + "' is one argument too many";
  }

  private static String wrongValue(ParameterException e) {
    ArgSpec spec = e.getArgSpec();
    boolean own = spec.converters().length > 0 || isPath(spec);
    if (own && e.getCause() instanceof TypeConversionException reason) {
      return name(spec) + ": " + reason.getMessage();
    }
    if (isPath(spec) && !isBeyondAscii(e.getValue())) {
      return name(spec) + ": this system has no file of the name '" + e.getValue() + "'";
    }
    if (isPath(spec)) {
      return name(spec)
          + ": the path contains characters that this locale cannot represent; set LC_ALL=C.UTF-8";
    }
    return name(spec) + " wants " + wanted(spec) + ", not '" + e.getValue() + "'";
  }

  /** What an option takes, by the type of its field. */
  private static String wanted(ArgSpec spec) {
    Class<?> type = spec.isMultiValue() ? spec.auxiliaryTypes()[0] : spec.type();
    if (Map.class.isAssignableFrom(spec.type())) {
      return spec.paramLabel();
    }
    if (type.isEnum()) {
      return alternatives(
          Arrays.stream(type.getEnumConstants())
              .map(constant -> constant.toString().toLowerCase(Locale.ROOT))
              .toList());
    }
    if (type == Double.class || type == double.class) {
      return "a number";
    }
    return type == String.class ? spec.paramLabel() : "an integer";
  }

  private static String alternatives(List<String> names) {
    int last = names.size() - 1;
    return String.join(", ", names.subList(0, last)) + " or " + names.get(last);
  }

  private static String name(ArgSpec spec) {
    return spec instanceof OptionSpec option ? option.longestName() : spec.paramLabel();
  }
}
