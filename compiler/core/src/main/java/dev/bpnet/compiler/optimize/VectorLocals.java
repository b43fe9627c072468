package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.LocalSlots;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Substitution;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Keeps vectors that live through loops among a method's first locals, where HotSpot sees that the
 * loops leave them alone (see {@link LocalSlots}). Reals that are read to fill lanes alone need no
 * local; and of numbers in all lanes those that come too late are made where they are used. HotSpot
 * moves them out of the loop again.
 */
final class VectorLocals {
  private final Map<Local, Integer> uses = new IdentityHashMap<>();
  private final Set<Buffer> written = new HashSet<>();
  private final Set<Local> mutable = new HashSet<>();
  private final Map<Local, Expr> reals = new IdentityHashMap<>();
  private final Map<Local, Expr> late = new IdentityHashMap<>();

  private VectorLocals(Routine routine) {
    Uses.locals(routine.body(), local -> uses.merge(local, 1, Integer::sum));
    written(routine.body());
  }

  static Routine arrange(Routine routine) {
    if (!routine.hasVectors()) {
      return routine;
    }
    VectorLocals locals = new VectorLocals(routine);
    Routine folded = routine.withBody(locals.withoutReals(routine.body()));
    Set<Local> unnoted = new HashSet<>(LocalSlots.unnoted(folded));
    locals.choose(folded.body(), unnoted);
    return folded.withBody(locals.moved(folded.body()));
  }

  private void written(List<Stmt> body) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare && declare.mutable()) {
        mutable.add(declare.local());
      } else if (stmt instanceof Stmt.Store store) {
        written.add(store.array().buffer());
      } else if (stmt instanceof Stmt.Copy copy) {
        written.add(copy.to().buffer());
      } else if (stmt instanceof Stmt.Fill fill) {
        written.add(fill.array().buffer());
      } else if (stmt instanceof Stmt.Invoke invoke) {
        written(invoke.routine().body());
      } else if (stmt instanceof Stmt.For loop) {
        written(loop.body());
      }
    }
  }

  /**
   * Fills lanes with elements of arrays themselves, where no local is needed for something else.
   */
  private List<Stmt> withoutReals(List<Stmt> body) {
    Set<Local> filling = new HashSet<>();
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare
          && !declare.mutable()
          && declare.value() instanceof Expr.Apply apply
          && apply.function() == Function.BROADCAST
          && apply.operands().get(0) instanceof Expr.Ref real
          && uses.get(real.local()) == 1) {
        filling.add(real.local());
      }
    }
    Substitution substitution =
        new Substitution(local -> reals.getOrDefault(local, Expr.ref(local)));
    List<Stmt> result = new ArrayList<>();
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare
          && filling.contains(declare.local())
          && !declare.mutable()
          && declare.value() instanceof Expr.Load load
          && stays(load)) {
        reals.put(declare.local(), load);
      } else {
        result.add(stmt.accept(substitution));
      }
    }
    return result;
  }

  private void choose(List<Stmt> body, Set<Local> unnoted) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare
          && unnoted.contains(declare.local())
          && canMove(declare)) {
        late.put(declare.local(), declare.value());
      } else if (stmt instanceof Stmt.For loop) {
        choose(loop.body(), unnoted);
      }
    }
  }

  /** Whether it is a number in all lanes that is the same wherever it is made. */
  private boolean canMove(Stmt.Declare declare) {
    return !declare.mutable()
        && declare.value() instanceof Expr.Apply apply
        && apply.function() == Function.BROADCAST
        && stays(apply.operands().get(0));
  }

  /** Whether the value is the same if it is read later. */
  private boolean stays(Expr real) {
    if (real instanceof Expr.Load load) {
      return load.index() instanceof Expr.Int
          && load.array().row().isEmpty()
          && !written.contains(load.array().buffer());
    }
    return real instanceof Expr.Ref ref
        ? !mutable.contains(ref.local())
        : !(real instanceof Expr.Apply);
  }

  /** Each block makes what it reads, and makes it anew behind a loop. */
  private List<Stmt> moved(List<Stmt> body) {
    List<Stmt> result = new ArrayList<>();
    Map<Local, Expr> here = new IdentityHashMap<>();
    Substitution substitution =
        new Substitution(local -> here.getOrDefault(local, Expr.ref(local)));
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.For loop) {
        List<Stmt> inner = moved(loop.body());
        result.add(new Stmt.For(loop.index(), loop.from(), loop.to(), loop.step(), inner));
        here.clear();
      } else if (!(stmt instanceof Stmt.Declare declare) || !late.containsKey(declare.local())) {
        Uses.ownExpressions(stmt)
            .forEach(expr -> Uses.locals(expr, local -> make(local, here, result)));
        result.add(stmt.accept(substitution));
      }
    }
    return result;
  }

  private void make(Local local, Map<Local, Expr> here, List<Stmt> result) {
    if (late.containsKey(local) && !here.containsKey(local)) {
      Local copy = Local.named(local.hint(), local.type());
      result.add(new Stmt.Declare(copy, late.get(local), false));
      here.put(local, Expr.ref(copy));
    }
  }
}
