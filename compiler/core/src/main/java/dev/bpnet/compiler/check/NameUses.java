package dev.bpnet.compiler.check;

import dev.bpnet.compiler.check.ArgumentBinding.Written;
import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Expression.Subscript;
import dev.bpnet.compiler.syntax.Identifier;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up every name of an expression, and at the arguments of every call, without elaborating
 * anything; and notes which functions it names.
 */
final class NameUses implements Expression.Visitor<Void> {
  private static final List<String> OF_NETWORK = List.of("weights", "parameters");

  private final FileScope file;
  private final Frame.Sort sort;
  private final Suggester suggester;
  private final Diagnostics sink;
  private final Set<Span> reported = new HashSet<>();
  private final Set<Callee.Source> functions = new LinkedHashSet<>();
  private NameScope scope = NameScope.ofBody();

  /**
   * @param sort of the body
   */
  NameUses(FileScope file, Frame.Sort sort, Suggester suggester, Diagnostics sink) {
    this.file = file;
    this.sort = sort;
    this.suggester = suggester;
    this.sink = sink;
  }

  /** Where names stand that are unknown, or whose calls are wrong. */
  Set<Span> reported() {
    return reported;
  }

  /** The functions and layers of files that were named so far. */
  Set<Callee.Source> functions() {
    return functions;
  }

  void check(Expression expression, NameScope in) {
    scope = in;
    expression.accept(this);
  }

  /** A call whose name belongs to a table of its own: only the arguments are looked at. */
  void checkArguments(Expression expression, NameScope in) {
    scope = in;
    if (expression instanceof Expression.Call call) {
      arguments(call);
    } else if (expression instanceof Expression.Stack stack) {
      stack.elements().forEach(element -> checkArguments(element, in));
    }
  }

  void checkValue(Identifier name, NameScope in) {
    scope = in;
    value(name.text(), name.span());
  }

  private void value(String name, Span span) {
    boolean known =
        scope.find(name).isPresent() || sort == Frame.Sort.NETWORK && OF_NETWORK.contains(name);
    if (!known && !global(name)) {
      report(Code.UNKNOWN_NAME, name, span);
    }
  }

  private void callee(Identifier callee, List<Written> arguments) {
    String name = callee.text();
    boolean local = scope.find(name).isPresent();
    if (local && scope.mayBeFunction(name)) {
      return;
    }
    boolean global = global(name);
    if (!global && !local) {
      report(Code.UNKNOWN_FUNCTION, name, callee.span());
    } else if (!local) {
      call(callee, arguments);
    }
  }

  /** Looks whether a call of a global function can be right. */
  private void call(Identifier name, List<Written> arguments) {
    Optional<Callee> callee = function(name.text());
    if (callee.isEmpty()) {
      return;
    }
    boolean pure = sort == Frame.Sort.FUNCTION || sort == Frame.Sort.CONSTANT;
    if (pure && callee.get() instanceof Callee.Source source && source.layer()) {
      String where = sort == Frame.Sort.FUNCTION ? "a function" : "a constant";
      sink.report(Code.LAYER_IN_FUNCTION, name.span(), name.text(), where);
      reported.add(name.span());
    } else if (ArgumentBinding.bind(callee.get(), arguments, name.span(), this::wrongCall)
        .isEmpty()) {
      reported.add(name.span());
    }
  }

  private void wrongCall(Code code, Span span, List<String> known, Object... arguments) {
    Optional<String> hint =
        known.isEmpty() ? Optional.empty() : suggester.hint(span.text(), () -> known);
    sink.add(new Diagnostic(code, span, List.of(arguments), hint));
  }

  private Optional<Callee> function(String name) {
    return file.find(name)
        .filter(global -> global instanceof FileScope.Global.Fixed)
        .map(global -> ((FileScope.Global.Fixed) global).value())
        .filter(value -> value instanceof Value.Function)
        .map(value -> ((Value.Function) value).callee());
  }

  private boolean global(String name) {
    function(name)
        .filter(callee -> callee instanceof Callee.Source)
        .ifPresent(callee -> functions.add((Callee.Source) callee));
    return file.find(name).isPresent();
  }

  private void report(Code code, String name, Span span) {
    suggester.report(sink, code, span, name, this::known);
    reported.add(span);
  }

  private Set<String> known() {
    Set<String> known = new LinkedHashSet<>(scope.names());
    known.addAll(file.names());
    return known;
  }

  private Void all(List<Expression> expressions) {
    expressions.forEach(expression -> expression.accept(this));
    return null;
  }

  @Override
  public Void visitName(Expression.Name name) {
    value(name.text(), name.span());
    return null;
  }

  @Override
  public Void visitCall(Expression.Call call) {
    call(call, List.of());
    return null;
  }

  /**
   * @param piped what comes from before the parentheses
   */
  private void call(Expression.Call call, List<Written> piped) {
    List<Written> written = new ArrayList<>(piped);
    call.arguments().forEach(a -> written.add(new Written(a.name(), a.span())));
    callee(call.callee(), written);
    arguments(call);
  }

  private void arguments(Expression.Call call) {
    call.arguments().forEach(argument -> argument.value().accept(this));
  }

  @Override
  public Void visitPipe(Expression.Pipe pipe) {
    pipe.source().accept(this);
    for (Expression stage : pipe.stages()) {
      List<Written> piped = List.of(new Written(Optional.empty(), stage.span()));
      if (stage instanceof Expression.Name name) {
        callee(new Identifier(name.text(), name.span()), piped);
      } else if (stage instanceof Expression.Call call) {
        call(call, piped);
      } else {
        stage.accept(this);
      }
    }
    return null;
  }

  @Override
  public Void visitUnary(Expression.Unary unary) {
    return unary.operand().accept(this);
  }

  @Override
  public Void visitBinary(Expression.Binary chain) {
    return all(chain.operands());
  }

  @Override
  public Void visitConditional(Expression.Conditional conditional) {
    return all(List.of(conditional.condition(), conditional.first(), conditional.second()));
  }

  @Override
  public Void visitStack(Expression.Stack stack) {
    return all(stack.elements());
  }

  @Override
  public Void visitIndex(Expression.Index index) {
    index.operand().accept(this);
    for (Subscript subscript : index.subscripts()) {
      if (subscript instanceof Subscript.At at) {
        at.index().accept(this);
      } else if (subscript instanceof Subscript.Range range) {
        range.from().accept(this);
        range.to().accept(this);
      }
    }
    return null;
  }

  @Override
  public Void visitNumber(Expression.NumberLiteral literal) {
    return null;
  }

  @Override
  public Void visitBoolean(Expression.BooleanLiteral literal) {
    return null;
  }

  @Override
  public Void visitTraining(Expression.Training training) {
    return null;
  }

  @Override
  public Void visitBroken(Expression.Broken broken) {
    return null;
  }
}
