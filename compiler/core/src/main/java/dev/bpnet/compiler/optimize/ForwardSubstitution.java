package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Substitution;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Writes a temporary that is read once where it is read, so that the Java has expressions instead
 * of a list of operations. Values never move into a loop or past a write of what they read.
 */
final class ForwardSubstitution {
  /** Operations in one expression, so that lines stay readable and javac's stack small. */
  private static final int MOST_OPERATIONS = 24;

  private final Map<Local, Integer> uses;
  private final Map<Local, Expr> pending = new LinkedHashMap<>();
  private final List<Stmt> result = new ArrayList<>();

  private ForwardSubstitution(Map<Local, Integer> uses) {
    this.uses = uses;
  }

  static List<Stmt> apply(List<Stmt> body) {
    Map<Local, Integer> uses = new IdentityHashMap<>();
    Uses.locals(body, local -> uses.merge(local, 1, Integer::sum));
    return new ForwardSubstitution(uses).block(body);
  }

  private List<Stmt> block(List<Stmt> body) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare && mayVanish(declare)) {
        Expr value = substitution().in(declare.value());
        if (operations(value) <= MOST_OPERATIONS) {
          pending.put(declare.local(), value);
          continue;
        }
        result.add(new Stmt.Declare(declare.local(), value, false));
        continue;
      }
      statement(stmt);
    }
    flushAll();
    return result;
  }

  private void statement(Stmt stmt) {
    if (stmt instanceof Stmt.For loop) {
      flushReadIn(loop.body());
      flushReadersOfWritten(loop.body());
      Stmt.For own =
          (Stmt.For)
              substitution()
                  .visitFor(
                      new Stmt.For(loop.index(), loop.from(), loop.to(), loop.step(), List.of()));
      List<Stmt> inner = new ForwardSubstitution(uses).block(loop.body());
      result.add(new Stmt.For(loop.index(), own.from(), own.to(), loop.step(), inner));
      return;
    }
    Stmt substituted = stmt.accept(substitution());
    flushReadersOfWritten(List.of(stmt));
    result.add(substituted);
  }

  private boolean mayVanish(Stmt.Declare declare) {
    return !declare.mutable()
        && !declare.local().isNamed()
        && uses.getOrDefault(declare.local(), 0) == 1;
  }

  private Substitution substitution() {
    return new Substitution(
        local -> {
          Expr value = pending.remove(local);
          return value == null ? Expr.ref(local) : value;
        });
  }

  private void flush(Local local) {
    Expr value = pending.remove(local);
    if (value != null) {
      result.add(new Stmt.Declare(local, value, false));
    }
  }

  /** In the order of their declarations, so that a second run finds nothing to move. */
  private void flushReadIn(List<Stmt> body) {
    Set<Local> read = Collections.newSetFromMap(new IdentityHashMap<>());
    Uses.locals(body, read::add);
    List.copyOf(pending.keySet()).stream().filter(read::contains).forEach(this::flush);
  }

  private void flushAll() {
    List.copyOf(pending.keySet()).forEach(this::flush);
  }

  /** Temporaries must be computed before something that they read is written. */
  private void flushReadersOfWritten(List<Stmt> body) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Assign assign) {
        flushIf(expr -> expr instanceof Expr.Ref ref && ref.local() == assign.local());
      } else if (stmt instanceof Stmt.Store store) {
        flushReaders(store.array().buffer());
      } else if (stmt instanceof Stmt.Copy copy) {
        flushReaders(copy.to().buffer());
      } else if (stmt instanceof Stmt.Fill fill) {
        flushReaders(fill.array().buffer());
      } else if (stmt instanceof Stmt.Invoke) {
        flushIf(expr -> expr instanceof Expr.Load);
      } else if (stmt instanceof Stmt.For loop) {
        flushReadersOfWritten(loop.body());
      }
    }
  }

  private void flushReaders(Buffer buffer) {
    flushIf(expr -> expr instanceof Expr.Load load && load.array().buffer() == buffer);
  }

  private void flushIf(java.util.function.Predicate<Expr> reads) {
    for (Map.Entry<Local, Expr> entry : List.copyOf(pending.entrySet())) {
      boolean[] found = {false};
      Uses.walk(entry.getValue(), part -> found[0] |= reads.test(part));
      if (found[0]) {
        flush(entry.getKey());
      }
    }
  }

  private static int operations(Expr expr) {
    int[] count = {0};
    Uses.walk(expr, part -> count[0] += part instanceof Expr.Apply ? 1 : 0);
    return count[0];
  }
}
