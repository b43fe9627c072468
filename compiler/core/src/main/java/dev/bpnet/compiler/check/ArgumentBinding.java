package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which argument of a call is for which parameter.
 *
 * @param byName the number of the argument by the name of the parameter
 * @param variadic the numbers of the arguments of a variadic native that have no name
 */
record ArgumentBinding(Map<String, Integer> byName, List<Integer> variadic) {
  /** An argument as far as it matters here. */
  record Written(Optional<Identifier> name, Span span) {}

  /** Takes what is wrong with a call. */
  interface Reporter {
    /**
     * @param known names of which one may have been meant by the first argument; may be empty
     */
    void report(Code code, Span span, List<String> known, Object... arguments);
  }

  /**
   * @param name where the callee's name stands in the call
   * @return empty after a report
   */
  static Optional<ArgumentBinding> bind(
      Callee callee, List<Written> arguments, Span name, Reporter reporter) {
    return new Binder(callee, reporter).bind(arguments, name);
  }

  /** A number of arguments in words. */
  static String count(int count) {
    return count == 1 ? "1 argument" : count + " arguments";
  }

  private static final class Binder {
    private final Callee callee;
    private final Reporter reporter;
    private final Map<String, Integer> byName = new LinkedHashMap<>();
    private final List<Integer> rest = new ArrayList<>();
    private boolean named;

    Binder(Callee callee, Reporter reporter) {
      this.callee = callee;
      this.reporter = reporter;
    }

    Optional<ArgumentBinding> bind(List<Written> arguments, Span name) {
      boolean variadic =
          callee instanceof Callee.Builtin builtin && builtin.function().signature().variadic();
      List<Callee.Parameter> parameters = callee.parameters();
      boolean valid = true;
      int positional = 0;
      for (int i = 0; i < arguments.size(); i++) {
        Written argument = arguments.get(i);
        if (argument.name.isPresent()) {
          valid &= named(argument, i);
        } else if (variadic) {
          rest.add(i);
        } else if (positional < parameters.size()) {
          valid &= positional(parameters.get(positional++).name(), argument, i);
        } else {
          positional++;
        }
      }
      if (positional > parameters.size()) {
        report(Code.TOO_MANY_ARGUMENTS, name, callee.name(), count(parameters.size()), positional);
        return Optional.empty();
      }
      return valid && complete(variadic, name)
          ? Optional.of(new ArgumentBinding(byName, rest))
          : Optional.empty();
    }

    private boolean named(Written argument, int number) {
      Identifier name = argument.name.orElseThrow();
      named = true;
      List<String> known = callee.parameters().stream().map(Callee.Parameter::name).toList();
      if (!known.contains(name.text())) {
        reporter.report(Code.UNKNOWN_ARGUMENT, name.span(), known, callee.name(), name.text());
        return false;
      }
      if (byName.putIfAbsent(name.text(), number) != null) {
        report(Code.DUPLICATE_ARGUMENT, argument.span, name.text());
        return false;
      }
      return true;
    }

    private boolean positional(String parameter, Written argument, int number) {
      if (named) {
        report(Code.POSITIONAL_AFTER_NAMED, argument.span);
        return false;
      }
      byName.put(parameter, number);
      return true;
    }

    private boolean complete(boolean variadic, Span name) {
      for (Callee.Parameter parameter : callee.parameters()) {
        if (!parameter.optional() && !byName.containsKey(parameter.name())) {
          report(Code.MISSING_ARGUMENT, name, callee.name(), parameter.name());
          return false;
        }
      }
      if (variadic && rest.isEmpty()) {
        report(Code.MISSING_ARGUMENT, name, callee.name(), "at least one tensor");
        return false;
      }
      return true;
    }

    private void report(Code code, Span span, Object... arguments) {
      reporter.report(code, span, List.of(), arguments);
    }
  }
}
