package dev.bpnet.compiler.loop;

import java.util.List;
import java.util.stream.Collectors;

/** Prints a program as text, for {@code --dump loops} and golden files. */
public final class LoopPrinter implements Stmt.Visitor<Void> {
  private final StringBuilder out = new StringBuilder();
  private int depth;

  private LoopPrinter() {}

  public static String print(Program program) {
    LoopPrinter printer = new LoopPrinter();
    printer.line("plan " + program.plan());
    for (Buffer buffer : program.buffers()) {
      String rows = buffer.role() == Buffer.Role.ROWS ? buffer.rows() + " x " : "";
      printer.line(
          "buffer "
              + buffer.name()
              + " "
              + buffer.role().name().toLowerCase(java.util.Locale.ROOT)
              + " "
              + rows
              + buffer.size()
              + (buffer.type() == Type.REAL ? "" : " " + buffer.type()));
    }
    program.routines().forEach(routine -> printer.routine("routine", routine));
    program.prepare().ifPresent(routine -> printer.routine("prepare", routine));
    program.predict().ifPresent(routine -> printer.routine("predict", routine));
    program.evaluate().ifPresent(routine -> printer.routine("evaluate", routine));
    program.phases().forEach(phase -> printer.routine(head(phase), phase.routine()));
    program.updateStates().ifPresent(routine -> printer.routine("update states", routine));
    program.direct().ifPresent(printer::direct);
    return printer.out.toString();
  }

  private static String head(Program.Phase phase) {
    return switch (phase.over()) {
      case EXAMPLES -> "phase over examples";
      case PARTS -> "phase over " + phase.parts() + " parts";
      case UNITS -> "phase over " + phase.parts() + " parts of units";
      case NOTHING -> "phase";
    };
  }

  private void direct(Program.Direct passes) {
    passes.predictOne().ifPresent(routine -> routine("of one example", routine));
    routine("of one example", passes.gradientOfOne());
    passes
        .gradientOfFew()
        .ifPresent(few -> routine("of " + few.count() + " examples", few.routine()));
    routine("after the gradient", passes.descend());
  }

  private void routine(String head, Routine routine) {
    String parameters =
        routine.parameters().stream().map(Local::hint).collect(Collectors.joining(", "));
    line("");
    line(head + " " + routine.name() + "(" + parameters + ")");
    block(routine.body());
  }

  private void block(List<Stmt> body) {
    depth++;
    body.forEach(stmt -> stmt.accept(this));
    depth--;
  }

  private void line(String text) {
    out.append("  ".repeat(depth)).append(text).append('\n');
  }

  @Override
  public Void visitDeclare(Stmt.Declare stmt) {
    line((stmt.mutable() ? "var " : "let ") + stmt.local() + " = " + stmt.value());
    return null;
  }

  @Override
  public Void visitAssign(Stmt.Assign stmt) {
    line(stmt.local() + " = " + stmt.value());
    return null;
  }

  @Override
  public Void visitStore(Stmt.Store stmt) {
    line(stmt.array() + "[" + stmt.index() + "] = " + stmt.value());
    return null;
  }

  @Override
  public Void visitFor(Stmt.For stmt) {
    String step = stmt.step() == 1 ? "" : " step " + stmt.step();
    line("for " + stmt.index() + " in " + stmt.from() + ".." + stmt.to() + step);
    block(stmt.body());
    return null;
  }

  @Override
  public Void visitCopy(Stmt.Copy stmt) {
    line(
        "copy "
            + stmt.length()
            + " from "
            + stmt.from()
            + "["
            + stmt.fromIndex()
            + "] to "
            + stmt.to()
            + "["
            + stmt.toIndex()
            + "]");
    return null;
  }

  @Override
  public Void visitFill(Stmt.Fill stmt) {
    line("fill " + stmt.array() + "[" + stmt.from() + "] " + stmt.length() + " x " + stmt.value());
    return null;
  }

  @Override
  public Void visitComment(Stmt.Comment stmt) {
    line("// " + stmt.text());
    return null;
  }

  @Override
  public Void visitInvoke(Stmt.Invoke stmt) {
    line(
        stmt.routine().name()
            + stmt.arguments().stream()
                .map(Object::toString)
                .collect(Collectors.joining(", ", "(", ")")));
    return null;
  }

  @Override
  public Void visitReturn(Stmt.Return stmt) {
    line("return " + stmt.value());
    return null;
  }

  @Override
  public Void visitSetLoss(Stmt.SetLoss stmt) {
    line("loss = " + stmt.value());
    return null;
  }

  @Override
  public Void visitBind(Stmt.Bind stmt) {
    line("bind " + stmt.hint() + " = " + stmt.array());
    return null;
  }
}
