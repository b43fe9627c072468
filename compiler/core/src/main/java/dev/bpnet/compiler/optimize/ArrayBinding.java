package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Holds each array in a local from where its row is known: HotSpot then sees loops over plain
 * arrays, and so does the reader.
 */
final class ArrayBinding {
  private ArrayBinding() {}

  static List<Stmt> apply(List<Stmt> body) {
    return bind(body, new LinkedHashSet<>());
  }

  /**
   * @param bound the arrays that enclosing blocks bound
   */
  private static List<Stmt> bind(List<Stmt> body, Set<ArrayRef> bound) {
    Set<Local> declaredHere = Collections.newSetFromMap(new IdentityHashMap<>());
    declared(body, declaredHere);
    Set<ArrayRef> arrays = new LinkedHashSet<>();
    mentioned(body, arrays);
    List<Stmt> result = new ArrayList<>();
    Set<ArrayRef> nowBound = new LinkedHashSet<>(bound);
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Bind known) {
        nowBound.add(known.array());
      }
    }
    for (ArrayRef array : arrays) {
      if (!nowBound.contains(array) && !reads(array, declaredHere)) {
        nowBound.add(array);
        result.add(new Stmt.Bind(array, hint(array)));
      }
    }
    for (Stmt stmt : body) {
      result.add(
          stmt instanceof Stmt.For loop
              ? new Stmt.For(
                  loop.index(), loop.from(), loop.to(), loop.step(), bind(loop.body(), nowBound))
              : stmt);
    }
    return result;
  }

  private static void declared(List<Stmt> body, Set<Local> locals) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare) {
        locals.add(declare.local());
      } else if (stmt instanceof Stmt.For loop) {
        locals.add(loop.index());
        declared(loop.body(), locals);
      }
    }
  }

  private static void mentioned(List<Stmt> body, Set<ArrayRef> arrays) {
    for (Stmt stmt : body) {
      arrays.addAll(Uses.ownArrays(stmt));
      if (stmt instanceof Stmt.For loop) {
        mentioned(loop.body(), arrays);
      }
    }
  }

  private static boolean reads(ArrayRef array, Set<Local> locals) {
    boolean[] found = {false};
    array.row().ifPresent(row -> Uses.locals(row, local -> found[0] |= locals.contains(local)));
    return found[0];
  }

  /** Rows that lie a constant apart are numbered: {@code w0}, {@code w1}. */
  private static String hint(ArrayRef array) {
    if (array.row().isEmpty()) {
      return array.buffer().name();
    }
    Expr row = array.row().get();
    if (row instanceof Expr.Int constant) {
      return array.buffer().name() + (constant.equals(Index.ZERO) ? "" : constant.value());
    }
    boolean apart = row instanceof Expr.Apply sum && sum.operands().get(1) instanceof Expr.Int;
    return array.buffer().name()
        + (apart ? ((Expr.Int) ((Expr.Apply) row).operands().get(1)).value() : "");
  }
}
