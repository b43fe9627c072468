package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Expression.Subscript;
import dev.bpnet.compiler.syntax.Identifier;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks up every name of an expression without elaborating it, and notes which functions it names.
 */
final class NameUses implements Expression.Visitor<Void> {
  private static final List<String> OF_NETWORK = List.of("weights", "parameters");

  private final FileScope file;
  private final boolean inNetwork;
  private final Suggester suggester;
  private final Diagnostics sink;
  private final Set<Span> unknown = new HashSet<>();
  private final Set<Callee.Source> functions = new LinkedHashSet<>();
  private NameScope scope = NameScope.ofBody();

  /**
   * @param inNetwork whether the body is a network's
   */
  NameUses(FileScope file, boolean inNetwork, Suggester suggester, Diagnostics sink) {
    this.file = file;
    this.inNetwork = inNetwork;
    this.suggester = suggester;
    this.sink = sink;
  }

  /** Where unknown names stand. */
  Set<Span> unknown() {
    return unknown;
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
    boolean known = scope.find(name).isPresent() || inNetwork && OF_NETWORK.contains(name);
    if (!known && !global(name)) {
      report(Code.UNKNOWN_NAME, name, span);
    }
  }

  private void callee(String name, Span span) {
    boolean local = scope.find(name).isPresent();
    if (local && scope.mayBeFunction(name)) {
      return;
    }
    if (!global(name) && !local) {
      report(Code.UNKNOWN_FUNCTION, name, span);
    }
  }

  private boolean global(String name) {
    Optional<FileScope.Global> global = file.find(name);
    if (global.isPresent()
        && global.get() instanceof FileScope.Global.Fixed fixed
        && fixed.value() instanceof Value.Function function
        && function.callee() instanceof Callee.Source source) {
      functions.add(source);
    }
    return global.isPresent();
  }

  private void report(Code code, String name, Span span) {
    suggester.report(sink, code, span, name, this::known);
    unknown.add(span);
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
    callee(call.callee().text(), call.callee().span());
    arguments(call);
    return null;
  }

  private void arguments(Expression.Call call) {
    call.arguments().forEach(argument -> argument.value().accept(this));
  }

  @Override
  public Void visitPipe(Expression.Pipe pipe) {
    pipe.source().accept(this);
    for (Expression stage : pipe.stages()) {
      if (stage instanceof Expression.Name name) {
        callee(name.text(), name.span());
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
