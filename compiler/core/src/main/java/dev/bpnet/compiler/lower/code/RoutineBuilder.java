package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.loop.CodeSize;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Packs kernels into routines of a size that HotSpot likes: it compiles no method above 8,000
 * bytes, and small ones better.
 */
public final class RoutineBuilder {
  private static final int MOST_BYTES = 2_500;

  private static final int MOST_CALLS = 200;

  private final List<Routine> routines = new ArrayList<>();
  private final List<Local> parameters;

  /**
   * @param parameters what kernels may refer to from outside; a routine takes those that it uses
   */
  public RoutineBuilder(List<Local> parameters) {
    this.parameters = parameters;
  }

  /** A kernel with what it computes, for the comment. */
  public record Kernel(String purpose, List<Stmt> body) {}

  /** Routines that run the kernels in order. */
  public List<Routine> pack(String name, List<Kernel> kernels) {
    List<Routine> packed = new ArrayList<>();
    List<Stmt> body = new ArrayList<>();
    Set<String> purposes = new LinkedHashSet<>();
    for (Kernel kernel : kernels) {
      boolean full = CodeSize.of(body) + CodeSize.of(kernel.body()) > MOST_BYTES;
      if (full && !body.isEmpty()) {
        packed.add(routine(name, purposes, body));
        body = new ArrayList<>();
        purposes = new LinkedHashSet<>();
      }
      body.addAll(kernel.body());
      if (!kernel.purpose().isEmpty()) {
        purposes.add(kernel.purpose());
      }
    }
    if (!body.isEmpty()) {
      packed.add(routine(name, purposes, body));
    }
    return packed.size() <= MOST_CALLS ? packed : nested(name, packed);
  }

  /** Routines that call so many others that the passes need to call few. */
  private List<Routine> nested(String name, List<Routine> packed) {
    Map<Local, Expr> same = new IdentityHashMap<>();
    parameters.forEach(parameter -> same.put(parameter, Expr.ref(parameter)));
    List<Routine> outer = new ArrayList<>();
    for (int from = 0; from < packed.size(); from += MOST_CALLS) {
      List<Routine> part = packed.subList(from, Math.min(from + MOST_CALLS, packed.size()));
      outer.add(routine(name, Set.of(), calls(part, same)));
    }
    return outer;
  }

  private Routine routine(String name, Set<String> purposes, List<Stmt> body) {
    String comment = purposes.isEmpty() ? "" : "Computes " + String.join(", ", purposes) + ".";
    return single(name, comment, parameters, body);
  }

  /**
   * One routine of its own.
   *
   * @param offered what it may take as parameters; it takes those that it uses
   */
  public Routine single(String name, String comment, List<Local> offered, List<Stmt> body) {
    Set<Local> used = Collections.newSetFromMap(new IdentityHashMap<>());
    Uses.locals(body, used::add);
    List<Local> taken = offered.stream().filter(used::contains).toList();
    Routine routine = new Routine(name, comment, taken, body);
    routines.add(routine);
    return routine;
  }

  /** All routines that were packed, in order. */
  public List<Routine> routines() {
    return routines;
  }

  /** Calls of the routines with values for the parameters. */
  public static List<Stmt> calls(List<Routine> routines, Map<Local, Expr> values) {
    List<Stmt> calls = new ArrayList<>();
    for (Routine routine : routines) {
      calls.add(new Stmt.Invoke(routine, routine.parameters().stream().map(values::get).toList()));
    }
    return calls;
  }
}
