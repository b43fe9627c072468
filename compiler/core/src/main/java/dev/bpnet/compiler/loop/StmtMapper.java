package dev.bpnet.compiler.loop;

import java.util.List;

/** A statement visitor that changes nothing; passes override what they change. */
public abstract class StmtMapper implements Stmt.Visitor<Stmt> {
  /** The statement list with each statement mapped. */
  public List<Stmt> mapAll(List<Stmt> body) {
    return body.stream().map(stmt -> stmt.accept(this)).toList();
  }

  @Override
  public Stmt visitDeclare(Stmt.Declare stmt) {
    return stmt;
  }

  @Override
  public Stmt visitAssign(Stmt.Assign stmt) {
    return stmt;
  }

  @Override
  public Stmt visitStore(Stmt.Store stmt) {
    return stmt;
  }

  @Override
  public Stmt visitFor(Stmt.For stmt) {
    return new Stmt.For(stmt.index(), stmt.from(), stmt.to(), stmt.step(), mapAll(stmt.body()));
  }

  @Override
  public Stmt visitCopy(Stmt.Copy stmt) {
    return stmt;
  }

  @Override
  public Stmt visitFill(Stmt.Fill stmt) {
    return stmt;
  }

  @Override
  public Stmt visitComment(Stmt.Comment stmt) {
    return stmt;
  }

  @Override
  public Stmt visitInvoke(Stmt.Invoke stmt) {
    return stmt;
  }

  @Override
  public Stmt visitReturn(Stmt.Return stmt) {
    return stmt;
  }

  @Override
  public Stmt visitSetLoss(Stmt.SetLoss stmt) {
    return stmt;
  }

  @Override
  public Stmt visitBind(Stmt.Bind stmt) {
    return stmt;
  }
}
