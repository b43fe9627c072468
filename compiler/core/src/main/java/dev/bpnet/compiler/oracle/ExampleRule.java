package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.Optional;

/** An operation that never looks beyond one example. */
abstract class ExampleRule implements Rule {
  /**
   * The numbers of one example.
   *
   * @param out zeros at first
   */
  abstract void value(Node node, Scope scope, View[] in, View out);

  /**
   * The tangents of one example.
   *
   * @param in the operands, at least one of which moves
   * @param out its value is known, its tangent zeros at first
   */
  abstract void tangent(Node node, Tangents tangents, Dual[] in, Dual out);

  /** A value with its tangent; {@code tangent} is null for an operand that does not move. */
  record Dual(View value, View tangent) {
    double dot(int i) {
      return tangent == null ? 0 : tangent.value(i);
    }

    double dotMagnitude(int i) {
      return tangent == null ? 0 : tangent.magnitude(i);
    }
  }

  @Override
  public final Field value(Node node, Scope scope) {
    int batch = scope.run.batch();
    Field result = Field.of(node, batch);
    Field[] operands = node.inputs().stream().map(scope::get).toArray(Field[]::new);
    for (int example = 0; example < (result.perExample ? batch : 1); example++) {
      value(node, scope, views(operands, example), result.view(example));
    }
    return result;
  }

  @Override
  public final Optional<Field> tangent(Node node, Tangents tangents) {
    if (!tangents.moves(node)) {
      return Optional.empty();
    }
    int batch = tangents.values.run.batch();
    Field value = tangents.values.get(node);
    Field result = Field.of(node, batch);
    Field[] operands = node.inputs().stream().map(tangents.values::get).toArray(Field[]::new);
    Field[] dots =
        node.inputs().stream().map(n -> tangents.get(n).orElse(null)).toArray(Field[]::new);
    for (int example = 0; example < (result.perExample ? batch : 1); example++) {
      Dual[] in = new Dual[operands.length];
      for (int i = 0; i < in.length; i++) {
        View dot = dots[i] == null ? null : dots[i].view(example);
        in[i] = new Dual(operands[i].view(example), dot);
      }
      tangent(node, tangents, in, new Dual(value.view(example), result.view(example)));
    }
    return Optional.of(result);
  }

  private static View[] views(Field[] fields, int example) {
    View[] views = new View[fields.length];
    for (int i = 0; i < views.length; i++) {
      views[i] = fields[i].view(example);
    }
    return views;
  }

  /**
   * A factor times something that may be zero because it does not move: 0 then, whatever the
   * factor. So an infinite derivative of one element stays out of its neighbours'.
   */
  static double times(double factor, double moved) {
    return moved == 0 ? 0 : factor * moved;
  }
}
