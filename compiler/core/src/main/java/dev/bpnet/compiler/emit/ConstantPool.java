package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** How many entries the class file of a network's class needs in its constant pool, roughly. */
final class ConstantPool {
  /** What a class file can count. */
  static final int MOST_ENTRIES = 65_535;

  /** A field or method: its name, its name with its type, the reference. */
  private static final int PER_MEMBER = 3;

  /** A parameter, input or output in the description: its name as text, and its number's. */
  private static final int PER_VARIABLE = 4;

  /** What every class has. */
  private static final int ALWAYS = 600;

  private final int entriesPerReal;
  private final Set<Double> reals = new HashSet<>();
  private final Set<Integer> integers = new HashSet<>();

  private ConstantPool(boolean single) {
    this.entriesPerReal = single ? 1 : 2;
  }

  /** An estimate that is rather too high than too low. */
  static long entries(EmissionInput input) {
    List<Routine> routines = input.program().allRoutines();
    List<Routine> companions = routines.stream().filter(Routine::hasVectors).toList();
    List<Routine> own = routines.stream().filter(routine -> !routine.hasVectors()).toList();
    // The network's class also names those of its companion that it calls.
    return Math.max(
        entries(input, own) + PER_MEMBER * (long) companions.size(), entries(input, companions));
  }

  private static long entries(EmissionInput input, List<Routine> routines) {
    ConstantPool pool = new ConstantPool(input.single());
    routines.forEach(routine -> pool.add(routine.body()));
    long members = input.program().buffers().size() + (long) routines.size();
    return ALWAYS
        + PER_MEMBER * members
        + PER_VARIABLE * (long) input.model().variables().size()
        + (long) pool.entriesPerReal * pool.reals.size()
        + pool.integers.size();
  }

  /**
   * How many entries the numbers of the graphs need, whatever else there will be. Signs do not
   * count: a difference may take the negative of what a sum adds.
   */
  static long ofNumbers(List<Graph> graphs, boolean single) {
    Set<Double> magnitudes = new HashSet<>();
    Set<Node> seen = new HashSet<>();
    Deque<Node> pending = new ArrayDeque<>();
    graphs.forEach(graph -> pending.addAll(graph.roots()));
    while (!pending.isEmpty()) {
      Node node = pending.pop();
      if (!seen.add(node)) {
        continue;
      }
      if (node.op() == Op.CONSTANT) {
        double magnitude = Math.abs(node.value());
        magnitudes.add(single ? (float) magnitude : magnitude);
      } else if (node.op() == Op.LOOP) {
        pending.addAll(node.loop().next());
        pending.addAll(node.loop().yields());
      }
      pending.addAll(node.inputs());
    }
    return (single ? 1L : 2L) * magnitudes.size();
  }

  private void add(List<Stmt> body) {
    for (Stmt stmt : body) {
      Uses.ownExpressions(stmt).forEach(expr -> Uses.walk(expr, this::add));
      if (stmt instanceof Stmt.For loop) {
        add(loop.body());
      }
    }
  }

  private void add(Expr expr) {
    if (expr instanceof Expr.Real real) {
      reals.add(real.value());
    } else if (expr instanceof Expr.Int number && (short) number.value() != number.value()) {
      integers.add(number.value());
    }
  }
}
