package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The values of the nodes outside all loops, or of one iteration of a loop's body. */
final class Scope {
  /** What all scopes of one evaluation share. */
  record Run(
      Bindings bindings,
      Kinks kinks,
      Map<Node, LoopBody> bodies,
      Map<Node, List<Offsets>> offsets) {
    int batch() {
      return bindings.batch();
    }

    /** The index tables of a node, which its rule makes once. */
    List<Offsets> offsets(Node node, Function<Node, List<Offsets>> maker) {
      return offsets.computeIfAbsent(node, maker);
    }

    LoopBody body(Node loop) {
      return bodies.computeIfAbsent(loop, node -> LoopBody.of(node));
    }
  }

  /**
   * Where a body scope stands.
   *
   * @param carried the carried values at the start of the iteration
   */
  private record Iteration(Scope outer, LoopIndex index, int position, List<Field> carried) {}

  /**
   * What a LOOP left behind.
   *
   * @param iterations in the order of their execution
   * @param results as RESULT numbers them
   */
  record LoopRun(List<Scope> iterations, List<Field> results) {}

  final Run run;
  private final Iteration iteration;
  private final Map<Node, Field> fields = new IdentityHashMap<>();
  private final Map<Node, LoopRun> loops = new IdentityHashMap<>();

  /** The outermost scope. */
  Scope(Run run) {
    this.run = run;
    this.iteration = null;
  }

  /** One iteration of a loop inside another scope. */
  Scope(Scope outer, LoopIndex index, int position, List<Field> carried) {
    this.run = outer.run;
    this.iteration = new Iteration(outer, index, position, carried);
  }

  /** Evaluates nodes whose operands are known, or stand earlier in the list. */
  void evaluate(List<Node> nodes) {
    for (Node node : nodes) {
      fields.put(node, Rules.of(node.op()).value(node, this));
    }
  }

  Field get(Node node) {
    for (Scope scope = this; scope != null; scope = scope.outer()) {
      Field field = scope.fields.get(node);
      if (field != null) {
        return field;
      }
    }
    throw new IllegalArgumentException(node + " was not evaluated");
  }

  void put(Node loop, LoopRun loopRun) {
    loops.put(loop, loopRun);
  }

  LoopRun loop(Node loop) {
    for (Scope scope = this; scope != null; scope = scope.outer()) {
      LoopRun loopRun = scope.loops.get(loop);
      if (loopRun != null) {
        return loopRun;
      }
    }
    throw new IllegalArgumentException(loop + " was not evaluated");
  }

  int position(LoopIndex index) {
    return iteration(index).position;
  }

  Field carried(LoopIndex index, int number) {
    return iteration(index).carried.get(number);
  }

  int at(Affine affine) {
    int value = affine.offset();
    for (Affine.Term term : affine.terms()) {
      value += term.coefficient() * position(term.index());
    }
    return value;
  }

  private Iteration iteration(LoopIndex index) {
    for (Scope scope = this; scope != null; scope = scope.outer()) {
      if (scope.iteration != null && scope.iteration.index == index) {
        return scope.iteration;
      }
    }
    throw new IllegalArgumentException("not inside the loop of " + index);
  }

  private Scope outer() {
    return iteration == null ? null : iteration.outer;
  }
}
