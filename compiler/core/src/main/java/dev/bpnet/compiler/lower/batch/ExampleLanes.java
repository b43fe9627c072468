package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.LaneContents;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which kernels of single examples can run for as many examples at once as a vector has lanes, and
 * which of their values are read by others.
 */
final class ExampleLanes {
  /** Lanes of floats, as many as of the integers that are classes. */
  static final int LANES = 8;

  /** A layer of so many units or more fills vectors itself. */
  private static final int MOST_UNITS = 8;

  private final Storage storage;
  private final Fusion fusion;
  private final LaneContents contents;
  private final Map<Node, List<Node>> consumers = new IdentityHashMap<>();
  private final List<Node> roots;
  private final Set<Node> all = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * @param contents whether wide layers are among them
   */
  ExampleLanes(Graph training, Fusion fusion, Storage storage, LaneContents contents) {
    this.contents = contents;
    this.storage = storage;
    this.fusion = fusion;
    this.roots = training.roots();
    for (Node node : Topology.sort(roots)) {
      all.add(node);
      for (Node input : node.inputs()) {
        consumers.computeIfAbsent(input, n -> new ArrayList<>()).add(node);
      }
    }
  }

  Fusion fusion() {
    return fusion;
  }

  /** Whether a training step computes the node. */
  boolean isOfStep(Node node) {
    return all.contains(node);
  }

  /** Whether examples fill lanes even where it does not pay. */
  boolean isAskedFor() {
    return contents == LaneContents.EXAMPLES;
  }

  /** Whether a kernel of the node can run so. */
  boolean fits(Node node) {
    boolean stored =
        node.perExample() && node.kind().isReal() && storage.isPlaced(node) && isFlat(node);
    if (!stored || node.op() == Op.LOOP) {
      return false;
    }
    if (isProduct(node)) {
      return MatrixTimesVector.of(node, fusion).stream()
          .allMatch(
              product ->
                  product.contract().inputs().stream().allMatch(i -> isReadable(i))
                      && product.start().map(this::isReadable).orElse(true));
    }
    return isReduction(node) ? isReadable(node.input(0)) : isComputable(node);
  }

  private boolean isFlat(Node node) {
    Buffer.Role role = storage.place(node, Frame.ofStep()).orElseThrow().array().buffer().role();
    return role == Buffer.Role.FLAT_PER_EXAMPLE || role == Buffer.Role.SCALAR_PER_EXAMPLE;
  }

  /** Whether the kernel is a layer, of few units unless wide ones are asked for. */
  boolean isProduct(Node node) {
    return (isAskedFor() || node.shape().size() < MOST_UNITS)
        && MatrixTimesVector.of(node, fusion).isPresent();
  }

  /** Whether the kernel reduces a whole value to one number. */
  static boolean isReduction(Node node) {
    return (node.op() == Op.SUM || node.op() == Op.MAX) && node.shape().size() == 1;
  }

  /** Whether elements can be read, or else computed where they are wanted. */
  private boolean isReadable(Node node) {
    if (storage.isPlaced(node)) {
      return node.kind().isReal() && (!node.perExample() || isFlat(node) || isInput(node));
    }
    return !fusion.isBuffered(node) && isComputable(node);
  }

  private static boolean isInput(Node node) {
    return node.op() == Op.VARIABLE && node.perExample();
  }

  private boolean isComputable(Node node) {
    return switch (node.op()) {
      case CONSTANT -> node.kind().isReal();
      case EXPAND -> node.input(0).shape().size() == 1 && isReadable(node.input(0));
      case RESHAPE -> isReadable(node.input(0));
      case PICK ->
          node.shape().size() == 1
              && node.input(0).shape().rank() == 1
              && isReadable(node.input(0))
              && isClassOfExample(node.input(1));
      case ONE_HOT -> isClassOfExample(node.input(0));
      default ->
          LaneElements.fits(node, LANES) && node.inputs().stream().allMatch(this::isReadable);
    };
  }

  /** A class per example and nothing between them in the array. */
  private boolean isClassOfExample(Node node) {
    return isInput(node)
        && node.kind().isClass()
        && node.shape().size() == 1
        && storage
            .place(node, LaneBlock.FRAME)
            .orElseThrow()
            .index(dev.bpnet.compiler.loop.Index.ZERO)
            .equals(LaneBlock.FRAME.example());
  }

  /** How many elementary functions the kernel is made of. */
  int functions(Node node) {
    return LaneElements.functions(node, storage::isPlaced);
  }

  /** Whether something but the kernels of the nodes reads the value. */
  boolean isReadBeyond(Node node, Set<Node> kernels) {
    return roots.contains(node)
        || consumers.getOrDefault(node, List.of()).stream()
            .anyMatch(
                reader ->
                    !kernels.contains(reader)
                        && (fusion.isBuffered(reader)
                            || reader.op() == Op.LOOP
                            || isReadBeyond(reader, kernels)));
  }
}
