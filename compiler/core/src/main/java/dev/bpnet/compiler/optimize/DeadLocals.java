package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Drops locals that nothing reads, and loops that are left empty. */
final class DeadLocals {
  private DeadLocals() {}

  static List<Stmt> remove(List<Stmt> body) {
    List<Stmt> current = body;
    while (true) {
      Set<Local> read = Collections.newSetFromMap(new IdentityHashMap<>());
      collect(current, read);
      List<Stmt> next = sweep(current, read);
      if (next.equals(current)) {
        return current;
      }
      current = next;
    }
  }

  /** A local that only adds to itself counts as unread. */
  private static void collect(List<Stmt> body, Set<Local> read) {
    for (Stmt stmt : body) {
      for (var expr : Uses.ownExpressions(stmt)) {
        Uses.locals(
            expr,
            local -> {
              if (!(stmt instanceof Stmt.Assign assign && assign.local() == local)) {
                read.add(local);
              }
            });
      }
      if (stmt instanceof Stmt.For loop) {
        collect(loop.body(), read);
      }
    }
  }

  private static List<Stmt> sweep(List<Stmt> body, Set<Local> read) {
    List<Stmt> kept = new ArrayList<>();
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare && !read.contains(declare.local())) {
        continue;
      }
      if (stmt instanceof Stmt.Assign assign && !read.contains(assign.local())) {
        continue;
      }
      if (stmt instanceof Stmt.For loop) {
        List<Stmt> inner = sweep(loop.body(), read);
        if (!inner.isEmpty()) {
          kept.add(new Stmt.For(loop.index(), loop.from(), loop.to(), loop.step(), inner));
        }
        continue;
      }
      kept.add(stmt);
    }
    return kept;
  }
}
