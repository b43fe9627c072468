package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One element of a value at symbolic indices: a load where the value lies in an array, else the
 * expression that computes it. The rules of the loop plan for everything that can be fused.
 */
public final class Elements {
  private final Storage storage;
  private final Frame frame;
  private final Block block;

  /**
   * @param block where common parts of expressions become locals
   */
  public Elements(Storage storage, Frame frame, Block block) {
    this.storage = storage;
    this.frame = frame;
    this.block = block;
  }

  public Expr element(Node node, List<Expr> at) {
    Optional<Place> place = storage.place(node, frame);
    if (place.isPresent()) {
      Expr load = place.get().load(Place.linear(node.shape(), at));
      return block.let(load, Hints.of(node), false);
    }
    return computed(node, at);
  }

  /** The element as computed, even where the value has a place: for the nest that fills it. */
  Expr computed(Node node, List<Expr> at) {
    return switch (node.op()) {
      case CONSTANT -> Elementwise.constant(node.value(), node.kind());
      case INDEX -> frame.index(((Attribute.Index) node.attribute()).index());
      case RANDOM -> random(node, at);
      case EXPAND -> element(node.input(0), narrowed(node, at));
      case TRANSPOSE -> element(node.input(0), permuted(node, at));
      case SLICE -> element(node.input(0), shifted(node, at));
      case RESHAPE -> element(node.input(0), reshaped(node, at));
      case PICK -> {
        List<Expr> more = new ArrayList<>(at);
        more.add(element(node.input(1), at));
        yield element(node.input(0), more);
      }
      case ONE_HOT -> {
        int last = at.size() - 1;
        Expr here =
            block.apply(Function.EQUAL, element(node.input(0), at.subList(0, last)), at.get(last));
        yield block.apply(Function.CHOOSE, here, new Expr.Real(1), new Expr.Real(0));
      }
      case GATHER -> {
        int rank = node.input(1).shape().rank();
        List<Expr> row = new ArrayList<>();
        row.add(element(node.input(1), at.subList(0, rank)));
        row.addAll(at.subList(rank, at.size()));
        yield element(node.input(0), row);
      }
      case CONTRACT -> product(node, at);
      default -> elementwise(node, at);
    };
  }

  private Expr elementwise(Node node, List<Expr> at) {
    if (!node.op().isElementwise()) {
      throw new IllegalStateException(node + " has no place");
    }
    List<Expr> operands = node.inputs().stream().map(input -> element(input, at)).toList();
    return block.let(Elementwise.of(node.op(), operands), Hints.of(node), false);
  }

  /** An outer product's element. */
  private Expr product(Node node, List<Expr> at) {
    Contraction contraction = Contraction.of(node);
    Expr[] factors = new Expr[2];
    for (int i = 0; i < 2; i++) {
      List<Expr> place =
          contraction.operand(i).stream()
              .map(label -> at.get(contraction.kept().indexOf(label)))
              .toList();
      factors[i] = element(node.input(i), place);
    }
    return block.apply(Function.MULTIPLY, factors);
  }

  private Expr random(Node node, List<Expr> at) {
    List<Expr> key = new ArrayList<>();
    key.add(new Expr.Int(((Attribute.Site) node.attribute()).number()));
    key.add(frame.slot());
    for (Node loop : node.inputs()) {
      key.add(frame.index(((Attribute.Index) loop.attribute()).index()));
    }
    key.add(Place.linear(node.shape(), at));
    return block.let(new Expr.Apply(Function.RANDOM, key));
  }

  private static List<Expr> narrowed(Node node, List<Expr> at) {
    Shape from = node.input(0).shape();
    int skipped = at.size() - from.rank();
    List<Expr> result = new ArrayList<>();
    for (int axis = 0; axis < from.rank(); axis++) {
      result.add(from.dim(axis) == 1 ? Index.ZERO : at.get(axis + skipped));
    }
    return result;
  }

  private static List<Expr> permuted(Node node, List<Expr> at) {
    Expr[] result = new Expr[at.size()];
    for (int axis = 0; axis < result.length; axis++) {
      result[node.axes().get(axis)] = at.get(axis);
    }
    return List.of(result);
  }

  private List<Expr> shifted(Node node, List<Expr> at) {
    List<Affine> starts = ((Attribute.Box) node.attribute()).starts();
    List<Expr> result = new ArrayList<>();
    for (int axis = 0; axis < at.size(); axis++) {
      result.add(Index.add(at.get(axis), frame.affine(starts.get(axis))));
    }
    return result;
  }

  /** Whether a reshape only adds or drops axes of length 1. */
  static boolean isUnitReshape(Node node) {
    return long1(node.shape()).equals(long1(node.input(0).shape()));
  }

  private static List<Integer> long1(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int dim : shape.dims()) {
      if (dim != 1) {
        dims.add(dim);
      }
    }
    return dims;
  }

  private static List<Expr> reshaped(Node node, List<Expr> at) {
    List<Expr> used = new ArrayList<>();
    for (int axis = 0; axis < at.size(); axis++) {
      if (node.shape().dim(axis) != 1) {
        used.add(at.get(axis));
      }
    }
    List<Expr> result = new ArrayList<>();
    int next = 0;
    for (int dim : node.input(0).shape().dims()) {
      result.add(dim == 1 ? Index.ZERO : used.get(next++));
    }
    return result;
  }

  /** Whether the value's element number i depends on elements number i (or the only one) alone. */
  boolean isFlat(Node node, int size) {
    if (node.shape().size() == 1 && storage.isPlaced(node)) {
      return true;
    }
    if (node.shape().size() != size && node.op() != Op.CONSTANT) {
      return node.shape().size() == 1 && isFlatWithin(node, 1);
    }
    return storage.isPlaced(node) || isFlatWithin(node, size);
  }

  private boolean isFlatWithin(Node node, int size) {
    return switch (node.op()) {
      case CONSTANT, INDEX -> true;
      case EXPAND -> node.input(0).shape().size() == 1 && isFlat(node.input(0), 1);
      case RESHAPE -> isFlat(node.input(0), size);
      default -> node.op().isElementwise() && node.inputs().stream().allMatch(i -> isFlat(i, size));
    };
  }

  /** Element number {@code linear} of a flat value. */
  Expr flat(Node node, Expr linear) {
    Optional<Place> place = storage.place(node, frame);
    if (place.isPresent()) {
      Expr number = node.shape().size() == 1 ? Index.ZERO : linear;
      return block.let(place.get().load(number), Hints.of(node), false);
    }
    return flatComputed(node, linear);
  }

  /** As {@link #flat}, for the nest that fills the value's place. */
  public Expr flatComputed(Node node, Expr linear) {
    return switch (node.op()) {
      case CONSTANT, INDEX -> computed(node, List.of());
      case EXPAND, RESHAPE -> flat(node.input(0), linear);
      default -> {
        List<Expr> operands = node.inputs().stream().map(i -> flat(i, linear)).toList();
        yield block.let(Elementwise.of(node.op(), operands), Hints.of(node), false);
      }
    };
  }
}
