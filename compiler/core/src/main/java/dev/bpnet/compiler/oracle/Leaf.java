package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import java.util.Arrays;
import java.util.Optional;

/** Operations whose value comes from outside the graph. */
final class Leaf {
  private Leaf() {}

  static final class OfVariable implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      Bindings bindings = scope.run.bindings();
      return Field.exactly(node, bindings.batch(), bindings.get(node.variable()));
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      return tangents.variable(node);
    }
  }

  static final class OfConstant implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      double[] numbers = new double[node.shape().size()];
      Arrays.fill(numbers, node.value());
      return Field.exactly(node, scope.run.batch(), numbers);
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      return Optional.empty();
    }
  }

  /** See {@link RandomValues} for the order of the key. */
  static final class OfRandom implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      Bindings bindings = scope.run.bindings();
      int site = ((Attribute.Site) node.attribute()).number();
      long common = RandomValues.hash(bindings.seed(), bindings.step(), site);
      int size = node.shape().size();
      double[] numbers = new double[Math.multiplyExact(size, bindings.batch())];
      for (int example = 0; example < bindings.batch(); example++) {
        long hash = RandomValues.absorb(common, example);
        for (Node index : node.inputs()) {
          hash = RandomValues.absorb(hash, (long) scope.get(index).value[0]);
        }
        for (int element = 0; element < size; element++) {
          numbers[example * size + element] =
              RandomValues.uniform(RandomValues.absorb(hash, element));
        }
      }
      return Field.exactly(node, bindings.batch(), numbers);
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      return Optional.empty();
    }
  }

  static final class OfIndex implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      int position = scope.position(((Attribute.Index) node.attribute()).index());
      return Field.exactly(node, scope.run.batch(), new double[] {position});
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      return Optional.empty();
    }
  }

  static final class OfCarried implements Rule {
    @Override
    public Field value(Node node, Scope scope) {
      Attribute.Slot slot = (Attribute.Slot) node.attribute();
      return scope.carried(slot.index(), slot.number());
    }

    @Override
    public Optional<Field> tangent(Node node, Tangents tangents) {
      Attribute.Slot slot = (Attribute.Slot) node.attribute();
      return tangents.carried(slot.index(), slot.number());
    }
  }
}
