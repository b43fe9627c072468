package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Binds arguments and inlines the callee's body, or has a native build its operation. */
final class CallElaborator {
  private final Frame frame;
  private final ExpressionElaborator expressions;

  CallElaborator(Frame frame, ExpressionElaborator expressions) {
    this.frame = frame;
    this.expressions = expressions;
  }

  /** An argument with its value. */
  private record Given(Optional<Identifier> name, Value value, Span span) {}

  /** Arguments by parameter; those of a variadic native beside. */
  private record Bound(Map<String, Given> byName, List<Given> variadic) {}

  Value call(Expression.Call call) {
    return call(call.callee(), new ArrayList<>(), call.arguments(), call.span());
  }

  /** One stage of a pipe: a name, or a call that gets the value as its first argument. */
  Value pipe(Value value, Expression stage) {
    List<Given> given = new ArrayList<>();
    given.add(new Given(Optional.empty(), value, stage.span()));
    if (stage instanceof Expression.Name name) {
      return call(new Identifier(name.text(), name.span()), given, List.of(), name.span());
    }
    if (stage instanceof Expression.Call call) {
      return call(call.callee(), given, call.arguments(), call.span());
    }
    if (!(stage instanceof Expression.Broken)) {
      expressions.evaluate(stage);
      frame.report(Code.BAD_PIPE_STAGE, stage.span());
    }
    return Value.UNKNOWN;
  }

  private Value call(
      Identifier name, List<Given> given, List<Expression.Argument> written, Span span) {
    Value target = new Names(frame).callee(name.text(), name.span());
    for (Expression.Argument argument : written) {
      given.add(
          new Given(argument.name(), expressions.evaluate(argument.value()), argument.span()));
    }
    if (target.isUnknown()) {
      return target;
    }
    if (!(target instanceof Value.Function function)) {
      frame.report(Code.NOT_A_FUNCTION, name.span(), name.text(), target.describe());
      return Value.UNKNOWN;
    }
    Callee callee = function.callee();
    Optional<Bound> bound = bind(callee, given, name.span());
    if (bound.isEmpty()) {
      return Value.UNKNOWN;
    }
    return callee instanceof Callee.Source source
        ? inline(source, bound.get(), name, span)
        : build((Callee.Builtin) callee, bound.get(), span);
  }

  private Value inline(Callee.Source callee, Bound bound, Identifier name, Span span) {
    if (frame.pass().program().isRecursive(callee)) {
      return Value.UNKNOWN;
    }
    if (callee.layer() && !mayOwn()) {
      if (frame.pass().program().isReported(name.span())) {
        return Value.UNKNOWN;
      }
      String where =
          switch (frame.place().sort()) {
            case NETWORK, LAYER -> "a setting or declaration";
            case FUNCTION -> "a function";
            case CONSTANT -> "a constant";
          };
      frame.report(Code.LAYER_IN_FUNCTION, name.span(), name.text(), where);
      return Value.UNKNOWN;
    }
    frame.pass().program().called(callee);
    Frame inner = frame.inCall(callee, span);
    for (Callee.Parameter parameter : callee.parameters()) {
      Given given = bound.byName.get(parameter.name());
      Value value = given != null ? given.value : defaultValue(inner, parameter);
      inner
          .scope()
          .declare(parameter.name(), callee.layer() ? named(inner, parameter, value) : value);
    }
    return new StatementElaborator(inner).body(callee.body()).orElse(Value.UNKNOWN);
  }

  /** What enters a layer, under the name that the layer has for it, unless it has one. */
  private static Value named(Frame inner, Callee.Parameter parameter, Value value) {
    if (!(value instanceof Value.Tensor tensor)
        || tensor.node().attribute() instanceof Attribute.Leaf
        || tensor.node().op() == Op.CONSTANT
        || tensor.node().origin().name().isPresent()) {
      return value;
    }
    Node node = tensor.node();
    String name = inner.copyName(parameter.name());
    return new Value.Tensor(
        node.withOrigin(new Origin(node.origin().span(), inner.path(), Optional.of(name), false)));
  }

  /** Whether parameters may be declared here: they are called after a statement. */
  private boolean mayOwn() {
    return switch (frame.place().sort()) {
      case NETWORK, LAYER -> frame.place().statement().isPresent();
      case FUNCTION, CONSTANT -> false;
    };
  }

  /** What stands behind the parameter in the callee's head; a layer there belongs to the callee. */
  private static Value defaultValue(Frame inner, Callee.Parameter parameter) {
    Expression written = parameter.defaultValue().orElseThrow();
    Frame statement = inner.inStatement(written.span(), Optional.of(parameter.name()));
    return new ExpressionElaborator(statement).evaluate(written);
  }

  private Value build(Callee.Builtin callee, Bound bound, Span span) {
    Map<String, Value> values = new LinkedHashMap<>();
    Map<String, Span> spans = new LinkedHashMap<>();
    bound.byName.forEach(
        (name, given) -> {
          values.put(name, given.value);
          spans.put(name, given.span);
        });
    List<Value> variadic = bound.variadic.stream().map(Given::value).toList();
    return Arguments.of(frame, span, callee.function(), values, spans, variadic)
        .map(arguments -> callee.function().builder().build(arguments))
        .orElse(Value.UNKNOWN);
  }

  /** Which argument is for which parameter; empty if that does not come out, which is reported. */
  private Optional<Bound> bind(Callee callee, List<Given> given, Span name) {
    Program program = frame.pass().program();
    if (program.isReported(name)) {
      return Optional.empty();
    }
    List<ArgumentBinding.Written> written =
        given.stream().map(g -> new ArgumentBinding.Written(g.name, g.span)).toList();
    return ArgumentBinding.bind(callee, written, name, this::report)
        .map(
            binding -> {
              Map<String, Given> byName = new LinkedHashMap<>();
              binding.byName().forEach((key, number) -> byName.put(key, given.get(number)));
              return new Bound(byName, binding.variadic().stream().map(given::get).toList());
            });
  }

  private void report(Code code, Span span, List<String> known, Object... arguments) {
    String name = span.text();
    frame.pass().program().reportWithSuggestion(frame, name, known, code, span, arguments);
  }
}
