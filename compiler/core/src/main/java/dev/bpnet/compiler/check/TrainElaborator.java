package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.TrainSettings.Argument;
import dev.bpnet.compiler.graph.TrainSettings.Call;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Identifier;
import dev.bpnet.compiler.syntax.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a {@code train} block: the defaults that the network gives its trainer. */
final class TrainElaborator {
  private final Frame frame;
  private final ExpressionElaborator expressions;

  TrainElaborator(Frame frame) {
    this.frame = frame;
    this.expressions = new ExpressionElaborator(frame);
  }

  void train(Statement.Train block) {
    if (frame.pass().train().isPresent()) {
      frame.report(Code.SECOND_TRAIN, block.span());
      return;
    }
    TrainSettings settings = TrainSettings.DEFAULTS;
    Set<String> seen = new HashSet<>();
    for (Statement.Train.Entry entry : block.entries()) {
      Identifier name = entry.name();
      if (!TrainCalls.SETTINGS.contains(name.text())) {
        frame
            .pass()
            .program()
            .reportWithSuggestion(
                frame,
                name.text(),
                TrainCalls.SETTINGS,
                Code.UNKNOWN_TRAIN_SETTING,
                name.span(),
                name.text());
      } else if (!seen.add(name.text())) {
        frame.report(Code.DUPLICATE_TRAIN_SETTING, name.span(), name.text());
      } else {
        settings = with(settings, name.text(), entry.value());
      }
    }
    frame.pass().setTrain(settings);
  }

  private TrainSettings with(TrainSettings s, String name, Expression value) {
    Call optimizer = s.optimizer();
    int batch = s.batch();
    int epochs = s.epochs();
    Optional<Call> clip = s.clip();
    Optional<Call> schedule = s.schedule();
    List<Call> stop = s.stop();
    boolean shuffle = s.shuffle();
    long seed = s.seed();
    switch (name) {
      case "optimizer" -> optimizer = call(name, value).orElse(optimizer);
      case "batch" -> batch = count(name, value).orElse(batch);
      case "epochs" -> epochs = count(name, value).orElse(epochs);
      case "clip" -> clip = call(name, value);
      case "schedule" -> schedule = call(name, value);
      case "stop" -> stop = calls(name, value);
      case "shuffle" -> shuffle = truth(value).orElse(shuffle);
      case "seed" -> seed = expressions.integer(value, "'seed'").orElse(seed);
      default -> throw new IllegalArgumentException(name);
    }
    return new TrainSettings(optimizer, batch, epochs, clip, schedule, stop, shuffle, seed);
  }

  private Optional<Integer> count(String name, Expression value) {
    Optional<Long> count = expressions.integer(value, "'" + name + "'");
    if (count.isPresent() && (count.get() < 1 || count.get() > Integer.MAX_VALUE)) {
      frame.report(
          Code.BAD_TRAIN_VALUE, value.span(), name, "an integer from 1", count.get().toString());
      return Optional.empty();
    }
    return count.map(Long::intValue);
  }

  private Optional<Boolean> truth(Expression value) {
    Value truth = expressions.evaluate(value);
    if (truth instanceof Value.Bool bool) {
      return Optional.of(bool.value());
    }
    if (!truth.isUnknown()) {
      frame.report(
          Code.BAD_TRAIN_VALUE, value.span(), "shuffle", "true or false", truth.describe());
    }
    return Optional.empty();
  }

  /** One call or a list of them. */
  private List<Call> calls(String setting, Expression value) {
    List<Expression> written =
        value instanceof Expression.Stack stack ? stack.elements() : List.of(value);
    List<Call> calls = new ArrayList<>();
    written.forEach(one -> call(setting, one).ifPresent(calls::add));
    return calls;
  }

  private Optional<Call> call(String setting, Expression value) {
    List<TrainCalls.Signature> known = TrainCalls.BY_SETTING.get(setting);
    if (value instanceof Expression.Name name) {
      return call(setting, known, new Identifier(name.text(), name.span()), List.of());
    }
    if (value instanceof Expression.Call call) {
      return call(setting, known, call.callee(), call.arguments());
    }
    if (!(value instanceof Expression.Broken)) {
      frame.report(Code.BAD_TRAIN_VALUE, value.span(), setting, "one of " + names(known), "this");
    }
    return Optional.empty();
  }

  private static String names(List<TrainCalls.Signature> known) {
    return String.join(", ", known.stream().map(TrainCalls.Signature::name).toList());
  }

  private Optional<Call> call(
      String setting,
      List<TrainCalls.Signature> known,
      Identifier name,
      List<Expression.Argument> arguments) {
    Optional<TrainCalls.Signature> signature =
        known.stream().filter(s -> s.name().equals(name.text())).findFirst();
    if (signature.isEmpty()) {
      List<String> names = known.stream().map(TrainCalls.Signature::name).toList();
      frame
          .pass()
          .program()
          .reportWithSuggestion(
              frame,
              name.text(),
              names,
              Code.UNKNOWN_TRAIN_CALL,
              name.span(),
              name.text(),
              setting,
              names(known));
      return Optional.empty();
    }
    return arguments(signature.get(), name, arguments);
  }

  private Optional<Call> arguments(
      TrainCalls.Signature signature, Identifier name, List<Expression.Argument> written) {
    Map<String, Double> values = new LinkedHashMap<>();
    boolean valid = true;
    int positional = 0;
    for (Expression.Argument argument : written) {
      Optional<TrainCalls.Parameter> parameter =
          argument.name().isPresent()
              ? signature.parameter(argument.name().get().text())
              : positional < signature.parameters().size()
                  ? Optional.of(signature.parameters().get(positional++))
                  : Optional.empty();
      valid &= argument(signature, name, argument, parameter, values);
    }
    for (TrainCalls.Parameter parameter : signature.parameters()) {
      if (valid && !parameter.optional() && !values.containsKey(parameter.name())) {
        frame.report(Code.MISSING_ARGUMENT, name.span(), name.text(), parameter.name());
        valid = false;
      }
    }
    List<Argument> ordered =
        signature.parameters().stream()
            .filter(parameter -> values.containsKey(parameter.name()))
            .map(parameter -> new Argument(parameter.name(), values.get(parameter.name())))
            .toList();
    return valid ? Optional.of(new Call(signature.name(), ordered)) : Optional.empty();
  }

  private boolean argument(
      TrainCalls.Signature signature,
      Identifier name,
      Expression.Argument argument,
      Optional<TrainCalls.Parameter> parameter,
      Map<String, Double> values) {
    Span span = argument.value().span();
    if (parameter.isEmpty()) {
      unknownArgument(signature, name, argument);
      return false;
    }
    if (values.containsKey(parameter.get().name())) {
      frame.report(Code.DUPLICATE_ARGUMENT, argument.span(), parameter.get().name());
      return false;
    }
    Value value = expressions.evaluate(argument.value());
    if (value.isUnknown()) {
      return false;
    }
    Optional<Double> number = value.number();
    if (number.isEmpty() || !parameter.get().allowed().test(number.get())) {
      frame.report(
          Code.BAD_TRAIN_VALUE,
          span,
          parameter.get().name(),
          parameter.get().range(),
          value.describe());
      return false;
    }
    values.put(parameter.get().name(), number.get());
    return true;
  }

  private void unknownArgument(
      TrainCalls.Signature signature, Identifier name, Expression.Argument argument) {
    if (argument.name().isEmpty()) {
      frame.report(
          Code.TOO_MANY_ARGUMENTS,
          argument.span(),
          name.text(),
          ArgumentBinding.count(signature.parameters().size()),
          signature.parameters().size() + 1);
      return;
    }
    Identifier wrong = argument.name().get();
    frame
        .pass()
        .program()
        .reportWithSuggestion(
            frame,
            wrong.text(),
            signature.parameters().stream().map(TrainCalls.Parameter::name).toList(),
            Code.UNKNOWN_ARGUMENT,
            wrong.span(),
            name.text(),
            wrong.text());
  }
}
