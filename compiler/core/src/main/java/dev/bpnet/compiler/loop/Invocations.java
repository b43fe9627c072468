package dev.bpnet.compiler.loop;

import java.util.List;
import java.util.Map;

/** Points invocations at the routines that replaced others. */
final class Invocations extends StmtMapper {
  private final Map<Routine, Routine> renewed;

  private Invocations(Map<Routine, Routine> renewed) {
    this.renewed = renewed;
  }

  static List<Stmt> redirect(List<Stmt> body, Map<Routine, Routine> renewed) {
    return new Invocations(renewed).mapAll(body);
  }

  @Override
  public Stmt visitInvoke(Stmt.Invoke stmt) {
    return new Stmt.Invoke(renewed.getOrDefault(stmt.routine(), stmt.routine()), stmt.arguments());
  }
}
