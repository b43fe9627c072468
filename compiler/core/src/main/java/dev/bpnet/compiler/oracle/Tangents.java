package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tangents that belong to the values of a {@link Scope}. A node that the direction does not
 * move has none, which is not the same as a tangent that happens to be zero: it takes part in no
 * arithmetic.
 */
final class Tangents {
  final Scope values;
  final Kinks kinks;
  private final Map<Variable, double[]> direction;
  private final Tangents outer;
  private final LoopIndex index;
  private final Field[] carried;
  private final Map<Node, Field> fields = new IdentityHashMap<>();
  private final Map<Node, Field[]> loops = new IdentityHashMap<>();

  /** Outside all loops. */
  Tangents(Scope values, Direction direction) {
    this.values = values;
    this.kinks = new Kinks();
    this.direction = direction.components();
    this.outer = null;
    this.index = null;
    this.carried = new Field[0];
  }

  /**
   * For one iteration of a loop.
   *
   * @param carried tangents of the carried values at its start; null where there is none
   */
  Tangents(Tangents outer, Scope values, LoopIndex index, Field[] carried) {
    this.values = values;
    this.kinks = outer.kinks;
    this.direction = outer.direction;
    this.outer = outer;
    this.index = index;
    this.carried = Arrays.copyOf(carried, carried.length);
  }

  /**
   * Evaluates nodes whose operands are known, or stand earlier in the list. What is not real passes
   * kinks, but has no tangent.
   */
  void evaluate(List<Node> nodes) {
    for (Node node : nodes) {
      Optional<Field> tangent = Rules.of(node.op()).tangent(node, this);
      if (tangent.isPresent() && node.kind().isReal()) {
        fields.put(node, tangent.get());
      }
    }
  }

  /** The tangent of a node; empty if the direction does not move it. */
  Optional<Field> get(Node node) {
    Field field = null;
    for (Tangents scope = this; scope != null && field == null; scope = scope.outer) {
      field = scope.fields.get(node);
    }
    return Optional.ofNullable(field);
  }

  /** Whether the direction moves an operand. */
  boolean moves(Node node) {
    return node.inputs().stream().anyMatch(input -> get(input).isPresent());
  }

  Optional<Field> variable(Node node) {
    return Optional.ofNullable(direction.get(node.variable()))
        .map(component -> Field.exactly(node, values.run.batch(), component));
  }

  Optional<Field> carried(LoopIndex loop, int number) {
    Tangents scope = this;
    while (scope.index != loop) {
      scope = scope.outer;
    }
    return Optional.ofNullable(scope.carried[number]);
  }

  void put(Node loop, Field[] results) {
    loops.put(loop, results);
  }

  Optional<Field> result(Node loop, int number) {
    Field[] results = null;
    for (Tangents scope = this; scope != null && results == null; scope = scope.outer) {
      results = scope.loops.get(loop);
    }
    return results == null ? Optional.empty() : Optional.ofNullable(results[number]);
  }
}
