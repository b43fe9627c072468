package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Substitution;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Merges locals of a routine's outermost block that compute the same from parameters and constants:
 * the kernels packed into one routine each bring their own {@code scale}. A local that is but
 * another name of a vector vanishes too.
 */
final class CommonLocals {
  private CommonLocals() {}

  static List<Stmt> merge(List<Stmt> body) {
    Map<Expr, Local> first = new HashMap<>();
    Map<Local, Expr> replaced = new IdentityHashMap<>();
    Substitution substitution =
        new Substitution(local -> replaced.getOrDefault(local, Expr.ref(local)));
    List<Stmt> result = new ArrayList<>();
    for (Stmt stmt : body) {
      Stmt current = stmt.accept(substitution);
      if (current instanceof Stmt.Declare declare && !declare.mutable()) {
        if (declare.value() instanceof Expr.Ref other && first.containsValue(other.local())) {
          replaced.put(declare.local(), other);
          continue;
        }
        Local known = isPure(declare) ? first.putIfAbsent(declare.value(), declare.local()) : null;
        if (known != null) {
          replaced.put(declare.local(), Expr.ref(known));
          continue;
        }
      }
      result.add(current);
    }
    return result;
  }

  /** Reads neither memory nor anything that may change. */
  private static boolean isPure(Stmt.Declare declare) {
    boolean[] pure = {true};
    Uses.walk(declare.value(), part -> pure[0] &= !(part instanceof Expr.Load));
    return pure[0] && declare.local().isNamed();
  }
}
