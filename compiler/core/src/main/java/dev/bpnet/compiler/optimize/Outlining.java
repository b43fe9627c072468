package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.loop.CodeSize;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Divides routines that would become methods above 8,000 bytes, which HotSpot never compiles:
 * stretches of statements move into routines of their own, which take the locals that they read as
 * parameters.
 */
final class Outlining {
  /** Estimated bytes that a method may have. */
  static final int MOST_BYTES = 6_500;

  /** Estimated bytes of a stretch. */
  private static final int PART_BYTES = 2_500;

  private static final int MOST_PARAMETERS = 100;

  private final String name;
  private final List<Routine> parts = new ArrayList<>();

  private Outlining(String name) {
    this.name = name;
  }

  static Program divide(Program program) {
    return program.divide(Outlining::divide);
  }

  /** The parts that the routine is divided into, then what is left of it. */
  private static List<Routine> divide(Routine routine) {
    if (routine.hasVectors()) {
      // Tiles are short, and a vector must not become a parameter.
      return List.of(routine);
    }
    Outlining outlining = new Outlining(routine.name());
    Routine rest = routine.withBody(outlining.shorten(routine.body(), MOST_BYTES));
    outlining.parts.add(rest);
    return outlining.parts;
  }

  private List<Stmt> shorten(List<Stmt> body, int most) {
    List<Stmt> current = body;
    int before = Integer.MAX_VALUE;
    int size = CodeSize.ofRoutine(current);
    // Calls of many parts are themselves divided in the next round.
    while (size > most && size < before) {
      List<Stmt> inner = current.stream().map(this::shortenLoop).toList();
      current = CodeSize.ofRoutine(inner) > most ? carve(inner) : inner;
      before = size;
      size = CodeSize.ofRoutine(current);
    }
    return current;
  }

  private Stmt shortenLoop(Stmt stmt) {
    return stmt instanceof Stmt.For loop
        ? new Stmt.For(
            loop.index(), loop.from(), loop.to(), loop.step(), shorten(loop.body(), PART_BYTES))
        : stmt;
  }

  /** The block with every stretch that can stand alone in a routine. */
  private List<Stmt> carve(List<Stmt> block) {
    Map<Local, Integer> lastMention = new IdentityHashMap<>();
    for (int i = 0; i < block.size(); i++) {
      int here = i;
      mentions(block.get(i), local -> lastMention.put(local, here));
    }
    List<Stmt> result = new ArrayList<>();
    int at = 0;
    while (at < block.size()) {
      Optional<Stretch> stretch = stretch(block, at, lastMention);
      if (stretch.isPresent()) {
        result.add(invoke(stretch.get(), block));
        at = stretch.get().to();
      } else {
        result.add(block.get(at));
        at++;
      }
    }
    return result;
  }

  /**
   * Statements {@code from} to {@code to}, exclusive.
   *
   * @param read locals of outside
   */
  private record Stretch(int from, int to, List<Local> read) {}

  /** The longest stretch from a statement on, if it is worth a call. */
  private static Optional<Stretch> stretch(
      List<Stmt> block, int from, Map<Local, Integer> lastMention) {
    Set<Local> declared = Collections.newSetFromMap(new IdentityHashMap<>());
    Set<Local> read = Collections.newSetFromMap(new IdentityHashMap<>());
    List<Local> parameters = new ArrayList<>();
    int needed = from;
    int size = 0;
    Optional<Stretch> longest = Optional.empty();
    for (int i = from; i < block.size(); i++) {
      Stmt stmt = block.get(i);
      size += CodeSize.ofRoutine(List.of(stmt));
      if (size > PART_BYTES || !canMove(stmt, declared)) {
        break;
      }
      if (stmt instanceof Stmt.Declare declare) {
        needed = Math.max(needed, lastMention.get(declare.local()));
      }
      Set<Local> own = new LinkedHashSet<>();
      Uses.locals(List.of(stmt), own::add);
      declarations(stmt, declared);
      own.stream().filter(l -> !declared.contains(l) && read.add(l)).forEach(parameters::add);
      parameters.removeIf(local -> local == Program.FIRST || local == Program.COUNT);
      boolean worth = size > 4 * (6 + 3 * parameters.size());
      if (needed <= i && worth && parameters.size() <= MOST_PARAMETERS) {
        longest = Optional.of(new Stretch(from, i + 1, List.copyOf(parameters)));
      }
    }
    return longest;
  }

  /** Whether the statement neither ends its routine nor assigns to a local of outside. */
  private static boolean canMove(Stmt stmt, Set<Local> declared) {
    if (stmt instanceof Stmt.Assign assign) {
      return declared.contains(assign.local());
    }
    if (stmt instanceof Stmt.For loop) {
      Set<Local> inside = Collections.newSetFromMap(new IdentityHashMap<>());
      inside.addAll(declared);
      return loop.body().stream()
          .allMatch(
              part -> {
                boolean can = canMove(part, inside);
                declarations(part, inside);
                return can;
              });
    }
    return !(stmt instanceof Stmt.Return || stmt instanceof Stmt.Bind);
  }

  private static void declarations(Stmt stmt, Set<Local> locals) {
    if (stmt instanceof Stmt.Declare declare) {
      locals.add(declare.local());
    } else if (stmt instanceof Stmt.For loop) {
      locals.add(loop.index());
      loop.body().forEach(part -> declarations(part, locals));
    }
  }

  private static void mentions(Stmt stmt, Consumer<Local> action) {
    Uses.locals(List.of(stmt), action);
    if (stmt instanceof Stmt.Assign assign) {
      action.accept(assign.local());
    } else if (stmt instanceof Stmt.Declare declare) {
      action.accept(declare.local());
    } else if (stmt instanceof Stmt.For loop) {
      loop.body().forEach(part -> mentions(part, action));
    }
  }

  private Stmt invoke(Stretch stretch, List<Stmt> block) {
    List<Stmt> body = block.subList(stretch.from(), stretch.to());
    Routine part = new Routine(name + "Part", "A part of " + name + ".", stretch.read(), body);
    parts.add(part);
    return new Stmt.Invoke(part, stretch.read().stream().map(Expr::ref).toList());
  }
}
