package dev.bpnet.compiler.check;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.List;
import java.util.Optional;

/** What an expression is worth while a network is elaborated. */
sealed interface Value {
  Value UNKNOWN = new Unknown();
  Value ALL_AXES = new AllAxes();

  /** In a message: {@code the integer 3}, {@code real [3, 2]}, {@code a function}. */
  String describe();

  /** As a node; empty for what is no tensor. */
  default Optional<Node> tensor(NodeBuilder at) {
    return Optional.empty();
  }

  /** As a compile-time number (bool as 0 or 1); empty for everything else. */
  default Optional<Double> number() {
    return Optional.empty();
  }

  default boolean isUnknown() {
    return this instanceof Unknown;
  }

  /** Whether it is known while compiling: a number, a bool or a list of such. */
  default boolean isConstant() {
    return number().isPresent();
  }

  /** A value that exists at run time. */
  record Tensor(Node node) implements Value {
    @Override
    public String describe() {
      return node.kind() + " " + node.shape();
    }

    @Override
    public Optional<Node> tensor(NodeBuilder at) {
      return Optional.of(node);
    }
  }

  /** An exact compile-time integer. */
  record Int(long value) implements Value {
    @Override
    public String describe() {
      return "the integer " + value;
    }

    @Override
    public Optional<Node> tensor(NodeBuilder at) {
      return Optional.of(at.constant(value));
    }

    @Override
    public Optional<Double> number() {
      return Optional.of((double) value);
    }
  }

  /** A compile-time number that is no integer or not written as one. */
  record Real(double value) implements Value {
    @Override
    public String describe() {
      return "the number " + value;
    }

    @Override
    public Optional<Node> tensor(NodeBuilder at) {
      return Optional.of(at.constant(value));
    }

    @Override
    public Optional<Double> number() {
      return Optional.of(value);
    }
  }

  /** A compile-time truth. */
  record Bool(boolean value) implements Value {
    @Override
    public String describe() {
      return value ? "'true'" : "'false'";
    }

    @Override
    public Optional<Node> tensor(NodeBuilder at) {
      return Optional.of(at.constant(value ? 1 : 0, Shape.SCALAR, Kind.BOOL));
    }

    @Override
    public Optional<Double> number() {
      return Optional.of(value ? 1.0 : 0.0);
    }
  }

  /**
   * A list of compile-time numbers or of equally long lists of them; a shape, or a constant tensor.
   *
   * @param shape as a tensor; of the empty list, which is the shape of a scalar and no tensor, a
   *     scalar's
   */
  record Sequence(List<Value> elements, Shape shape) implements Value {
    public Sequence {
      elements = List.copyOf(elements);
    }

    @Override
    public String describe() {
      return "a list of " + elements.size();
    }

    @Override
    public Optional<Node> tensor(NodeBuilder at) {
      if (elements.isEmpty()) {
        return Optional.empty();
      }
      int[] row = shape.dims();
      row[0] = 1;
      List<Node> parts =
          elements.stream()
              .map(element -> at.toReal(element.tensor(at).orElseThrow()))
              .map(node -> at.reshape(node, Shape.of(row)))
              .toList();
      return Optional.of(at.concat(parts, 0));
    }

    @Override
    public boolean isConstant() {
      return true;
    }
  }

  /** An affine function of the indices of enclosing {@code for}s. */
  record Index(Affine affine) implements Value {
    @Override
    public String describe() {
      return "a loop index";
    }

    @Override
    public Optional<Node> tensor(NodeBuilder at) {
      Node sum = null;
      for (Affine.Term term : affine.terms()) {
        Node index = at.unary(Op.TO_REAL, at.index(term.index()));
        int factor = term.coefficient();
        Node product = factor == 1 ? index : at.multiply(at.constant(factor), index);
        sum = sum == null ? product : at.add(sum, product);
      }
      if (sum == null) {
        return Optional.of(at.constant(affine.offset()));
      }
      return Optional.of(affine.offset() == 0 ? sum : at.add(sum, at.constant(affine.offset())));
    }
  }

  /** A function or layer, passed by name. */
  record Function(Callee callee) implements Value {
    @Override
    public String describe() {
      return callee.describe();
    }
  }

  /** How a parameter starts. */
  record Initial(Initializer initializer) implements Value {
    @Override
    public String describe() {
      return "an initialiser";
    }
  }

  /** The default of {@code axis}: reduce over everything. Only the prelude can name it. */
  record AllAxes() implements Value {
    @Override
    public String describe() {
      return "all axes";
    }
  }

  /** Of something that was reported already: every use of it is silent. */
  record Unknown() implements Value {
    @Override
    public String describe() {
      return "unknown";
    }
  }
}
