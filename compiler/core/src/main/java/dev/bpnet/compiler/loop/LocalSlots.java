package dev.bpnet.compiler.loop;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Places of locals in a method's frame, as javac gives them out: one after another, those of a
 * block free again behind it. HotSpot notes which of the first 63 a loop changes, and takes all
 * others for changed ({@code ciTypeFlow::LocalSet}). Of a changed vector it does not know the class
 * while it reads the loop, and what that leaves behind can keep an object of the vector alive for
 * ever.
 */
public final class LocalSlots {
  private static final int NOTED = 63;

  private final Map<Local, Integer> slots = new LinkedHashMap<>();
  private final Set<Local> found = new LinkedHashSet<>();

  private LocalSlots() {}

  /** The vectors that loops of the routine leave as they are, but are taken to change. */
  public static List<Local> unnoted(Routine routine) {
    LocalSlots slots = new LocalSlots();
    Set<Buffer> arrays = new HashSet<>();
    arrays(routine.body(), arrays);
    int parameters = routine.parameters().stream().mapToInt(local -> size(local.type())).sum();
    slots.block(routine.body(), arrays.size() + parameters, noLocals());
    return new ArrayList<>(slots.found);
  }

  private static Set<Local> noLocals() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  private static void arrays(List<Stmt> body, Set<Buffer> arrays) {
    for (Stmt stmt : body) {
      Uses.ownArrays(stmt).forEach(array -> arrays.add(array.buffer()));
      if (stmt instanceof Stmt.For loop) {
        arrays(loop.body(), arrays);
      }
    }
  }

  /** A real may be a double. */
  private static int size(Type type) {
    return type == Type.REAL || type == Type.DOUBLE ? 2 : 1;
  }

  /**
   * @param free the first place that is
   * @param readLater locals that are read after the block, or in the next round of it
   */
  private void block(List<Stmt> body, int free, Set<Local> readLater) {
    int next = free;
    for (int i = 0; i < body.size(); i++) {
      if (body.get(i) instanceof Stmt.Declare declare) {
        slots.put(declare.local(), next);
        next += size(declare.local().type());
      } else if (body.get(i) instanceof Stmt.For loop) {
        Set<Local> live = noLocals();
        live.addAll(readLater);
        Uses.locals(body.subList(i + 1, body.size()), live::add);
        Uses.locals(loop.body(), live::add);
        note(live, loop);
        block(loop.body(), next + 1, live);
      }
    }
  }

  private void note(Set<Local> live, Stmt.For loop) {
    Set<Local> changed = noLocals();
    assigned(loop.body(), changed);
    slots.forEach(
        (local, slot) -> {
          boolean unchanged = live.contains(local) && !changed.contains(local);
          if (slot >= NOTED && local.type().isVector() && unchanged) {
            found.add(local);
          }
        });
  }

  private static void assigned(List<Stmt> body, Set<Local> changed) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Assign assign) {
        changed.add(assign.local());
      } else if (stmt instanceof Stmt.For loop) {
        assigned(loop.body(), changed);
      }
    }
  }
}
