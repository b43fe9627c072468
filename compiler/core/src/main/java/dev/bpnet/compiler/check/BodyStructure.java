package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Declaration;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Identifier;
import dev.bpnet.compiler.syntax.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Which statement stands where, and which names are bound when it comes: a look at one body. */
final class BodyStructure implements Statement.Visitor<Void> {
  static final String UPDATE_IN_FOR = "'for': a state is updated once per step";

  private final Frame.Sort sort;
  private final NameUses uses;
  private final Diagnostics sink;
  private final Diagnostics places;
  private final Diagnostics blocks;
  private NameScope scope = NameScope.ofBody();

  /** The innermost loop, as messages name it; empty outside of loops. */
  private Optional<String> loop = Optional.empty();

  private boolean inBranch;
  private boolean inFor;

  /** Whether nothing of the body comes after the current statement. */
  private boolean last;

  /**
   * @param names takes what is wrong with names
   * @param places takes what is wrong with the places of statements among each other
   * @param blocks takes which statements the blocks may not have
   */
  record Sinks(Diagnostics names, Diagnostics places, Diagnostics blocks) {}

  BodyStructure(Frame.Sort sort, NameUses uses, Sinks sinks) {
    this.sort = sort;
    this.uses = uses;
    this.sink = sinks.names;
    this.places = sinks.places;
    this.blocks = sinks.blocks;
  }

  void parameters(List<Declaration.Parameter> parameters) {
    Set<String> seen = new HashSet<>();
    for (Declaration.Parameter parameter : parameters) {
      Identifier name = parameter.name();
      parameter.defaultValue().ifPresent(value -> uses.check(value, scope));
      if (!seen.add(name.text())) {
        sink.report(Code.DUPLICATE_PARAMETER, name.span(), name.text());
      }
      scope.bindParameter(name.text(), name.span());
    }
  }

  /**
   * @param name of the declaration
   */
  void body(Identifier name, List<Statement> statements) {
    all(statements, true);
    boolean returns = sort == Frame.Sort.LAYER || sort == Frame.Sort.FUNCTION;
    if (returns && !returns(statements)) {
      places.report(Code.MISSING_RETURN, name.span(), name.text());
    }
  }

  /**
   * Whether a body ends with a return, however its conditions turn out; of a broken one we believe
   * it.
   */
  private static boolean returns(List<Statement> statements) {
    if (statements.stream().anyMatch(statement -> statement instanceof Statement.Broken)) {
      return true;
    }
    Statement end = statements.isEmpty() ? null : statements.get(statements.size() - 1);
    return end instanceof Statement.Return
        || end instanceof Statement.If branches
            && returns(branches.thenBranch())
            && returns(branches.elseBranch());
  }

  private void all(List<Statement> statements, boolean lastOfBody) {
    for (int i = 0; i < statements.size(); i++) {
      last = lastOfBody && i == statements.size() - 1;
      statements.get(i).accept(this);
    }
  }

  private void networkOnly(String what, Span span) {
    if (sort != Frame.Sort.NETWORK) {
      misplaced(what, sort == Frame.Sort.LAYER ? "a layer" : "a function", span);
    } else if (loop.isPresent()) {
      misplaced(what, loop.get(), span);
    }
  }

  private void misplaced(String what, String where, Span span) {
    blocks.report(Code.MISPLACED_STATEMENT, span, what, where);
  }

  /** The place of the word that a statement begins with. */
  private static Span word(Span span, String word) {
    return new Span(span.file(), span.start(), Math.min(span.end(), span.start() + word.length()));
  }

  private void declare(Identifier name) {
    Optional<Span> before = scope.find(name.text());
    if (before.isPresent()) {
      sink.report(Code.DUPLICATE_NAME, name.span(), name.text(), before.get().line());
    }
    scope.bind(name.text(), name.span());
  }

  private void sizes(List<Expression> sizes) {
    sizes.forEach(size -> uses.check(size, scope));
  }

  @Override
  public Void visitData(Statement.Data statement) {
    String what = statement.target() ? "target" : "input";
    networkOnly(what, word(statement.span(), what));
    sizes(statement.shape());
    statement.classes().ifPresent(classes -> uses.check(classes, scope));
    declare(statement.name());
    return null;
  }

  @Override
  public Void visitKept(Statement.Kept statement) {
    if (sort == Frame.Sort.FUNCTION) {
      String what =
          switch (statement.role()) {
            case PARAMETER -> "param";
            case FROZEN -> "frozen";
            case STATE -> "state";
          };
      misplaced(what, "a function; a layer may have it", word(statement.span(), what));
    }
    sizes(statement.shape());
    statement.initializer().ifPresent(value -> uses.check(value, scope));
    declare(statement.name());
    return null;
  }

  @Override
  public Void visitUpdate(Statement.Update statement) {
    Span word = word(statement.span(), "update");
    if (sort == Frame.Sort.FUNCTION) {
      misplaced("update", "a function", word);
    } else if (inFor) {
      misplaced("update", UPDATE_IN_FOR, word);
    }
    uses.checkValue(statement.name(), scope);
    uses.check(statement.value(), scope);
    return null;
  }

  @Override
  public Void visitAssignment(Statement.Assignment statement) {
    uses.check(statement.value(), scope);
    scope.bind(statement.name().text(), statement.name().span());
    return null;
  }

  @Override
  public Void visitOutput(Statement.Output statement) {
    networkOnly("output", word(statement.span(), "output"));
    if (statement.value().isPresent()) {
      uses.check(statement.value().get(), scope);
      scope.bind(statement.name().text(), statement.name().span());
    } else {
      uses.checkValue(statement.name(), scope);
    }
    return null;
  }

  @Override
  public Void visitLoss(Statement.Loss statement) {
    networkOnly("loss", word(statement.span(), "loss"));
    uses.check(statement.value(), scope);
    return null;
  }

  @Override
  public Void visitMetric(Statement.Metric statement) {
    networkOnly("metric", word(statement.span(), "metric"));
    uses.check(statement.value(), scope);
    return null;
  }

  @Override
  public Void visitTrain(Statement.Train statement) {
    networkOnly("train", word(statement.span(), "train"));
    for (Statement.Train.Entry entry : statement.entries()) {
      if (TrainCalls.BY_SETTING.containsKey(entry.name().text())) {
        uses.checkArguments(entry.value(), scope);
      } else if (TrainCalls.SETTINGS.contains(entry.name().text())) {
        uses.check(entry.value(), scope);
      }
    }
    return null;
  }

  @Override
  public Void visitFor(Statement.For statement) {
    uses.check(statement.from(), scope);
    uses.check(statement.to(), scope);
    List<Statement> body = statement.body();
    boolean yields = !body.isEmpty() && body.get(body.size() - 1) instanceof Statement.Yield;
    boolean broken = body.stream().anyMatch(s -> s instanceof Statement.Broken);
    if (statement.result().isPresent() && !yields && !broken) {
      places.report(Code.MISSING_YIELD, statement.result().get().span());
    }
    if (statement.result().isEmpty() && yields) {
      Span yield = body.get(body.size() - 1).span();
      places.reportWithHint("write 'ys = for …'", Code.UNUSED_YIELD, word(yield, "yield"));
    }
    boolean wasInFor = inFor;
    inFor = true;
    block("'for'", Optional.of(statement.index()), body);
    inFor = wasInFor;
    statement.result().ifPresent(result -> scope.bind(result.text(), result.span()));
    return null;
  }

  @Override
  public Void visitRepeat(Statement.Repeat statement) {
    statement.range().ifPresent(range -> uses.check(range.from(), scope));
    uses.check(statement.count(), scope);
    block("'repeat'", statement.range().map(Statement.Repeat.Range::index), statement.body());
    return null;
  }

  private void block(String name, Optional<Identifier> index, List<Statement> body) {
    NameScope outer = scope;
    Optional<String> outerLoop = loop;
    boolean wasInBranch = inBranch;
    scope = outer.block();
    loop = Optional.of(name);
    inBranch = false;
    index.ifPresent(i -> scope.bindHere(i.text(), i.span()));
    all(body, true);
    scope = outer;
    loop = outerLoop;
    inBranch = wasInBranch;
  }

  @Override
  public Void visitIf(Statement.If statement) {
    uses.check(statement.condition(), scope);
    boolean lastOfBody = last;
    boolean wasInBranch = inBranch;
    inBranch = true;
    Map<String, Span> before = scope.own();
    all(statement.thenBranch(), lastOfBody);
    Map<String, Span> afterThen = scope.own();
    scope.restore(before);
    all(statement.elseBranch(), lastOfBody);
    scope.merge(afterThen);
    inBranch = wasInBranch;
    return null;
  }

  @Override
  public Void visitYield(Statement.Yield statement) {
    Span word = word(statement.span(), "yield");
    if (!loop.equals(Optional.of("'for'"))) {
      misplaced("yield", loop.orElse("a body without 'for'"), word);
    } else if (inBranch) {
      misplaced("yield", "'if'", word);
    } else if (!last) {
      places.report(Code.STATEMENT_NOT_LAST, word, "yield");
    }
    uses.check(statement.value(), scope);
    return null;
  }

  @Override
  public Void visitReturn(Statement.Return statement) {
    boolean written = statement.span().text().startsWith("return");
    Span word = written ? word(statement.span(), "return") : statement.span();
    if (sort == Frame.Sort.NETWORK) {
      misplaced("return", "a network", word);
    } else if (loop.isPresent()) {
      misplaced("return", loop.get(), word);
    } else if (!last) {
      places.report(Code.STATEMENT_NOT_LAST, word, "return");
    }
    uses.check(statement.value(), scope);
    return null;
  }

  @Override
  public Void visitBroken(Statement.Broken statement) {
    statement.defines().forEach(name -> scope.bind(name.text(), name.span()));
    return null;
  }
}
