package dev.bpnet.compiler.loop;

import java.util.List;
import java.util.function.Function;

/** Replaces locals in expressions and in the expressions that statements hold directly. */
public final class Substitution extends StmtMapper {
  private final Function<Local, Expr> replacement;

  /**
   * @param replacement what to write for a local; a reference to it where it stays
   */
  public Substitution(Function<Local, Expr> replacement) {
    this.replacement = replacement;
  }

  public Expr in(Expr expr) {
    if (expr instanceof Expr.Ref ref) {
      return replacement.apply(ref.local());
    }
    if (expr instanceof Expr.Load load) {
      return new Expr.Load(in(load.array()), in(load.index()));
    }
    if (expr instanceof Expr.Apply apply) {
      return new Expr.Apply(apply.function(), apply.operands().stream().map(this::in).toList());
    }
    return expr;
  }

  private ArrayRef in(ArrayRef array) {
    return new ArrayRef(array.buffer(), array.row().map(this::in));
  }

  @Override
  public Stmt visitDeclare(Stmt.Declare stmt) {
    return new Stmt.Declare(stmt.local(), in(stmt.value()), stmt.mutable());
  }

  @Override
  public Stmt visitAssign(Stmt.Assign stmt) {
    return new Stmt.Assign(stmt.local(), in(stmt.value()));
  }

  @Override
  public Stmt visitStore(Stmt.Store stmt) {
    return new Stmt.Store(in(stmt.array()), in(stmt.index()), in(stmt.value()));
  }

  @Override
  public Stmt visitFor(Stmt.For stmt) {
    return new Stmt.For(
        stmt.index(), in(stmt.from()), in(stmt.to()), stmt.step(), mapAll(stmt.body()));
  }

  @Override
  public Stmt visitCopy(Stmt.Copy stmt) {
    return new Stmt.Copy(
        in(stmt.from()), in(stmt.fromIndex()), in(stmt.to()), in(stmt.toIndex()), stmt.length());
  }

  @Override
  public Stmt visitFill(Stmt.Fill stmt) {
    return new Stmt.Fill(in(stmt.array()), in(stmt.from()), stmt.length(), stmt.value());
  }

  @Override
  public Stmt visitInvoke(Stmt.Invoke stmt) {
    List<Expr> arguments = stmt.arguments().stream().map(this::in).toList();
    return new Stmt.Invoke(stmt.routine(), arguments);
  }

  @Override
  public Stmt visitReturn(Stmt.Return stmt) {
    return new Stmt.Return(in(stmt.value()));
  }

  @Override
  public Stmt visitSetLoss(Stmt.SetLoss stmt) {
    return new Stmt.SetLoss(in(stmt.value()));
  }

  @Override
  public Stmt visitBind(Stmt.Bind stmt) {
    return new Stmt.Bind(in(stmt.array()), stmt.hint());
  }
}
