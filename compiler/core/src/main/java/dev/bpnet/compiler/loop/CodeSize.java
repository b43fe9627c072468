package dev.bpnet.compiler.loop;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** An upper estimate of the bytecode that statements become. */
public final class CodeSize {
  private static final int PER_STATEMENT = 6;
  private static final int PER_LOOP = 18;
  private static final int PER_ARRAY = 9;

  private CodeSize() {}

  /** Of a whole routine: its statements, and a local for each of its arrays. */
  public static int ofRoutine(List<Stmt> body) {
    Set<ArrayRef> arrays = new HashSet<>();
    collect(body, arrays);
    return of(body) + PER_ARRAY * arrays.size();
  }

  private static void collect(List<Stmt> body, Set<ArrayRef> arrays) {
    for (Stmt stmt : body) {
      arrays.addAll(Uses.ownArrays(stmt));
      if (stmt instanceof Stmt.For loop) {
        collect(loop.body(), arrays);
      }
    }
  }

  public static int of(List<Stmt> body) {
    int size = 0;
    for (Stmt stmt : body) {
      size += stmt instanceof Stmt.For loop ? PER_LOOP + of(loop.body()) : PER_STATEMENT;
      for (Expr expr : Uses.ownExpressions(stmt)) {
        size += of(expr);
      }
    }
    return size;
  }

  private static int of(Expr expr) {
    int[] size = {0};
    Uses.walk(expr, part -> size[0] += own(part));
    return size[0];
  }

  private static int own(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      Function.Form form = apply.function().form();
      return switch (form) {
        case INFIX, PREFIX -> ofOperator(apply);
        case CONDITIONAL -> 6;
        case CAST -> 1;
        case MATH, ELEMENTARY, BITS -> 3;
        case RANDOM -> 12;
        case VECTOR -> 8;
      };
    }
    return 3;
  }

  private static int ofOperator(Expr.Apply apply) {
    boolean compares = apply.type() == Type.BOOL;
    return compares || apply.type().isVector() ? 8 : 1;
  }
}
