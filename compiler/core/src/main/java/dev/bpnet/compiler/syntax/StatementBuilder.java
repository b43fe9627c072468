package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.grammar.BpNetBaseListener;
import dev.bpnet.grammar.BpNetParser;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;

/**
 * Builds statements and blocks while the parser runs, from what {@link ExpressionBuilder} built
 * before. A statement whose rule failed becomes {@link Statement.Broken}.
 */
final class StatementBuilder extends BpNetBaseListener {
  private final ExpressionBuilder expressions;
  private final TokenSpans spans;
  private final Reading reading;

  /** Blocks that are still open, the innermost last. */
  private final List<Block> open = new ArrayList<>();

  /** Blocks that their statement or declaration has not taken yet. */
  private final List<List<Statement>> finished = new ArrayList<>();

  /** The heights of the stacks where each statement that is being parsed began. */
  private final List<Mark> marks = new ArrayList<>();

  private final List<Statement.Train.Entry> entries = new ArrayList<>();

  /** Where the values of the head that is being read begin; heads do not nest. */
  private int headHeight;

  /** The statement that was built last and that its enclosing rule has not taken yet. */
  private Optional<Statement> built = Optional.empty();

  StatementBuilder(ExpressionBuilder expressions, Reading reading) {
    this.expressions = expressions;
    this.spans = reading.spans();
    this.reading = reading;
  }

  /** A block that is being read. */
  private static final class Block {
    private final List<Statement> statements = new ArrayList<>();

    /** Where the last statement begins. */
    private Optional<Token> lastStart = Optional.empty();

    void add(Statement statement, Token start) {
      statements.add(statement);
      lastStart = Optional.of(start);
    }
  }

  private record Mark(int expressions, int open, int finished) {}

  /** Takes the block that was finished last. */
  List<Statement> popBlock() {
    return finished.remove(finished.size() - 1);
  }

  /**
   * Records that what stands between two tokens could not be parsed at the end of the open block.
   */
  void addBroken(Token first, Token last) {
    Block block = open.get(open.size() - 1);
    breakNeighbour(block, first);
    if (first.getTokenIndex() <= last.getTokenIndex()) {
      block.add(broken(first, last), first);
    }
  }

  /** Forgets all; a declaration begins. */
  void clear() {
    open.clear();
    finished.clear();
    marks.clear();
    entries.clear();
    built = Optional.empty();
    expressions.truncate(0);
  }

  @Override
  public void enterStatements(BpNetParser.StatementsContext context) {
    open.add(new Block());
  }

  @Override
  public void exitStatements(BpNetParser.StatementsContext context) {
    finished.add(open.remove(open.size() - 1).statements);
  }

  @Override
  public void enterStatement(BpNetParser.StatementContext context) {
    marks.add(new Mark(expressions.height(), open.size(), finished.size()));
    built = Optional.empty();
  }

  @Override
  public void exitStatement(BpNetParser.StatementContext context) {
    Mark mark = marks.remove(marks.size() - 1);
    expressions.truncate(mark.expressions());
    open.subList(mark.open(), open.size()).clear();
    finished.subList(mark.finished(), finished.size()).clear();
    Statement statement = built.filter(s -> context.exception == null).orElse(null);
    built = Optional.empty();
    if (statement == null) {
      addBroken(context.start, context.stop);
    } else {
      open.get(open.size() - 1).add(statement, context.start);
    }
  }

  /**
   * Two statements may share a line, but where the second is broken the first is most likely its
   * beginning: {@code h = x dense(3)}. Then neither is believed.
   */
  private void breakNeighbour(Block block, Token first) {
    Token previous = reading.outline().before(first);
    boolean close = previous.getLine() == first.getLine() || previous.getType() == BpNetParser.ID;
    if (block.statements.isEmpty() || !close) {
      return;
    }
    int last = block.statements.size() - 1;
    Statement neighbour = block.statements.get(last);
    if (neighbour.span().end() == spans.of(previous).end()) {
      block.statements.set(last, broken(block.lastStart.orElseThrow(), previous));
    }
  }

  private Statement broken(Token first, Token last) {
    List<Identifier> names =
        reading.outline().definitions(first, last).stream().map(spans::identifier).toList();
    return new Statement.Broken(names, spans.between(first, last));
  }

  private void build(Statement statement) {
    built = Optional.of(statement);
  }

  private Optional<CompilationUnit.Documentation> documentation(ParserRuleContext context) {
    return reading.comments().before(context.start);
  }

  @Override
  public void exitData(BpNetParser.DataContext context) {
    if (context.exception != null) {
      return;
    }
    Optional<Expression> classes = Optional.empty();
    if (context.ofKind != null) {
      classes = Optional.of(expressions.pop());
      Token word = context.ofKind.word;
      if (!word.getText().equals("class")) {
        String found = "name '" + word.getText() + "'";
        reading.sink().report(Code.UNEXPECTED_TOKEN, spans.of(word), found, "'class(n)'");
        return;
      }
    }
    build(
        new Statement.Data(
            context.role.getType() == BpNetParser.TARGET,
            spans.identifier(context.name),
            sizes(context.shaped),
            classes,
            documentation(context),
            spans.of(context)));
  }

  private List<Expression> sizes(BpNetParser.ShapeContext shape) {
    return shape == null ? List.of() : expressions.pop(shape.sizes.size());
  }

  @Override
  public void exitKept(BpNetParser.KeptContext context) {
    if (context.exception != null) {
      return;
    }
    Optional<Expression> initializer =
        context.initializer == null ? Optional.empty() : Optional.of(expressions.pop());
    Statement.Role role =
        switch (context.start.getType()) {
          case BpNetParser.FROZEN -> Statement.Role.FROZEN;
          case BpNetParser.STATE -> Statement.Role.STATE;
          default -> Statement.Role.PARAMETER;
        };
    build(
        new Statement.Kept(
            role,
            spans.identifier(context.name),
            sizes(context.shaped),
            initializer,
            documentation(context),
            spans.of(context)));
  }

  @Override
  public void exitUpdate(BpNetParser.UpdateContext context) {
    if (context.exception == null) {
      Identifier name = spans.identifier(context.name);
      build(new Statement.Update(name, expressions.pop(), spans.of(context)));
    }
  }

  @Override
  public void exitAssignment(BpNetParser.AssignmentContext context) {
    if (context.exception != null) {
      return;
    }
    Identifier name = spans.identifier(context.name);
    if (context.loop == null) {
      build(
          new Statement.Assignment(
              name, expressions.pop(), documentation(context), spans.of(context)));
    } else if (built.orElse(null) instanceof Statement.For loop) {
      build(
          new Statement.For(
              Optional.of(name),
              loop.index(),
              loop.from(),
              loop.to(),
              loop.body(),
              documentation(context),
              spans.of(context)));
    }
  }

  @Override
  public void exitOutput(BpNetParser.OutputContext context) {
    if (context.exception == null) {
      Optional<Expression> value =
          context.value == null ? Optional.empty() : Optional.of(expressions.pop());
      Identifier name = spans.identifier(context.name);
      build(new Statement.Output(name, value, documentation(context), spans.of(context)));
    }
  }

  @Override
  public void exitLoss(BpNetParser.LossContext context) {
    if (context.exception == null) {
      build(new Statement.Loss(expressions.pop(), spans.of(context)));
    }
  }

  @Override
  public void exitMetric(BpNetParser.MetricContext context) {
    if (context.exception == null) {
      Identifier name = spans.identifier(context.name);
      build(
          new Statement.Metric(name, expressions.pop(), documentation(context), spans.of(context)));
    }
  }

  @Override
  public void enterTrain(BpNetParser.TrainContext context) {
    entries.clear();
  }

  @Override
  public void exitEntry(BpNetParser.EntryContext context) {
    if (context.exception == null) {
      Identifier name = spans.identifier(context.name);
      entries.add(new Statement.Train.Entry(name, expressions.pop(), spans.of(context)));
    }
  }

  @Override
  public void exitTrain(BpNetParser.TrainContext context) {
    if (context.exception == null) {
      build(new Statement.Train(entries, spans.of(context)));
    }
  }

  @Override
  public void enterLoopHead(BpNetParser.LoopHeadContext context) {
    headHeight = expressions.height();
  }

  @Override
  public void exitLoopHead(BpNetParser.LoopHeadContext context) {
    replaceBrokenHead(context, 2);
  }

  /** A head that could not be read leaves as many values as it should have, all of them unknown. */
  private void replaceBrokenHead(ParserRuleContext context, int values) {
    if (context.exception != null) {
      expressions.truncate(headHeight);
      for (int i = 0; i < values; i++) {
        expressions.push(new Expression.Broken(spans.of(context)));
      }
    }
  }

  /**
   * Something stands between the head that was read last and its block: what it says is unknown.
   */
  void breakHead() {
    int values = Math.max(0, expressions.height() - headHeight);
    for (Expression value : expressions.pop(values)) {
      expressions.push(new Expression.Broken(value.span()));
    }
  }

  @Override
  public void exitForLoop(BpNetParser.ForLoopContext context) {
    if (context.exception != null || context.head.index == null) {
      return;
    }
    List<Statement> body = popBlock();
    Expression to = expressions.pop();
    Expression from = expressions.pop();
    build(
        new Statement.For(
            Optional.empty(),
            spans.identifier(context.head.index),
            from,
            to,
            body,
            documentation(context),
            spans.of(context)));
  }

  @Override
  public void exitYielded(BpNetParser.YieldedContext context) {
    if (context.exception == null) {
      build(new Statement.Yield(expressions.pop(), spans.of(context)));
    }
  }

  @Override
  public void enterRepeatHead(BpNetParser.RepeatHeadContext context) {
    headHeight = expressions.height();
  }

  @Override
  public void exitRepeatHead(BpNetParser.RepeatHeadContext context) {
    replaceBrokenHead(context, context.index == null ? 1 : 2);
  }

  @Override
  public void exitRepeat(BpNetParser.RepeatContext context) {
    if (context.exception != null) {
      return;
    }
    List<Statement> body = popBlock();
    Expression count = expressions.pop();
    Optional<Statement.Repeat.Range> range = Optional.empty();
    if (context.head.index != null) {
      Identifier index = spans.identifier(context.head.index);
      range = Optional.of(new Statement.Repeat.Range(index, expressions.pop()));
    }
    build(new Statement.Repeat(range, count, body, spans.of(context)));
  }

  @Override
  public void enterCondition(BpNetParser.ConditionContext context) {
    headHeight = expressions.height();
  }

  @Override
  public void exitCondition(BpNetParser.ConditionContext context) {
    replaceBrokenHead(context, 1);
  }

  @Override
  public void exitConditionalStatement(BpNetParser.ConditionalStatementContext context) {
    if (context.exception != null) {
      return;
    }
    List<Statement> otherwise = List.of();
    if (context.next != null) {
      otherwise = List.of(built.orElseThrow());
    } else if (context.otherwise != null) {
      otherwise = popBlock();
    }
    List<Statement> body = popBlock();
    build(new Statement.If(expressions.pop(), body, otherwise, spans.of(context)));
  }

  @Override
  public void exitReturned(BpNetParser.ReturnedContext context) {
    if (context.exception == null) {
      build(new Statement.Return(expressions.pop(), spans.of(context)));
    }
  }
}
