package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The backward pass of a layer of few inputs that another layer of few units follows. In letters: δ
 * = (Vᵀ γ) ⊙ slope, with V and γ the next layer's matrix and derivative; ∂L/∂W = mean of δ xᵀ,
 * ∂L/∂b = mean of δ, and ∂L/∂V = mean of γ hᵀ. Nothing else reads δ and Vᵀ γ, so that for each
 * example they can be computed where they are added to the sums, and need no arrays.
 *
 * @param delta δ, elementwise
 * @param product Vᵀ γ
 * @param weights ∂L/∂W, whose rows are multiples of δ
 * @param bias ∂L/∂b, if there is one
 * @param next ∂L/∂V, if its rows are multiples of h
 */
public record LayerGradients(
    Node delta, Layer product, OuterMean weights, Optional<Node> bias, Optional<OuterMean> next) {
  /** The layers of a step, of the kernels in order. */
  static List<LayerGradients> of(List<Node> kernels, Finder finder) {
    return kernels.stream()
        .flatMap(node -> OuterMean.of(node, finder.fusion()).stream())
        .flatMap(weights -> finder.layer(weights, kernels).stream())
        .toList();
  }

  /** The sums over the batch. */
  public List<Node> means() {
    List<Node> all = new ArrayList<>();
    all.add(weights.node());
    bias.ifPresent(all::add);
    next.ifPresent(mean -> all.add(mean.node()));
    return all;
  }

  /** What is computed within them. */
  public List<Node> inner() {
    return List.of(product.node(), delta);
  }

  /**
   * How many vectors the loop holds for a vector of units: sums of W and b, and for every row of V
   * the row itself or its sum.
   */
  int held() {
    return weights.rows() + bias.map(b -> 1).orElse(0) + product.terms();
  }

  /**
   * Looks for such layers.
   *
   * @param elementwise knows what can be computed on vectors
   * @param readers knows who reads a value
   */
  record Finder(Tiles tiles, Fusion fusion, BatchElementwise elementwise, ExampleLanes readers) {
    Optional<LayerGradients> layer(OuterMean weights, List<Node> kernels) {
      Node delta = weights.row();
      Optional<Node> bias =
          kernels.stream().filter(n -> n.op() == Op.BATCH_MEAN && n.input(0) == delta).findFirst();
      Set<Node> sums = identitySet(weights.node());
      bias.ifPresent(sums::add);
      boolean fits =
          isInPlace(weights)
              && elementwise.isOnVectors(delta)
              && !readers.isReadBeyond(delta, sums)
              && bias.map(this::isRowMean).orElse(true);
      return fits
          ? product(delta)
              .map(
                  product ->
                      new LayerGradients(
                          delta, product, weights, bias, next(product, delta, kernels)))
          : Optional.empty();
    }

    private boolean isRowMean(Node mean) {
      return mean.shape().rank() == 1 && storage().isPlaced(mean);
    }

    /** Whether rows lie one behind the other and fill vectors. */
    private boolean isInPlace(OuterMean mean) {
      return mean.columns() >= tiles.lanes()
          && mean.column() != mean.row()
          && storage().isPlaced(mean.node())
          && mean.contract().inputs().stream().allMatch(i -> i.perExample() && tiles.isRow(i));
    }

    private Storage storage() {
      return tiles.storage();
    }

    /** The one product that is read for nothing but δ. */
    private Optional<Layer> product(Node delta) {
      List<Layer> found = new ArrayList<>();
      Set<Node> operands = identitySet();
      collect(delta, operands);
      for (Node operand : operands) {
        MatrixTimesVector.of(operand, fusion)
            .filter(product -> !readers.isReadBeyond(operand, identitySet(delta)))
            .flatMap(product -> Layer.of(product, tiles))
            .filter(layer -> layer.along() && layer.start().isEmpty())
            .ifPresent(found::add);
      }
      return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** What lies in arrays and is read where the node is computed. */
    private void collect(Node node, Set<Node> operands) {
      for (Node input : node.inputs()) {
        if (storage().isPlaced(input)) {
          operands.add(input);
        } else {
          collect(input, operands);
        }
      }
    }

    private Optional<OuterMean> next(Layer product, Node delta, List<Node> kernels) {
      return kernels.stream()
          .flatMap(node -> OuterMean.of(node, fusion).stream())
          .filter(mean -> mean.column() == product.vector() && mean.row() != delta)
          .filter(mean -> mean.columns() == product.columns() && isInPlace(mean))
          .findFirst();
    }

    private static Set<Node> identitySet(Node... nodes) {
      Set<Node> set = Collections.newSetFromMap(new IdentityHashMap<>());
      set.addAll(List.of(nodes));
      return set;
    }
  }
}
