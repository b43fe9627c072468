package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** A part of the graph that is computed together: the top level, or the body of one loop. */
final class Region {
  private final List<Node> order;
  private final Fusion fusion;
  private final Storage storage;
  private final KernelWriter kernels;
  private final Map<Node, LoopKernel> loops = new IdentityHashMap<>();

  /**
   * @param order the nodes of the region, operands first
   * @param roots what is read from outside, once per reader
   * @param forced what needs an array whoever reads it
   */
  Region(
      List<Node> order, List<Node> roots, Set<Node> forced, Storage storage, KernelWriter kernels) {
    this.order = order;
    this.fusion = new Fusion(order, roots, forced);
    this.storage = storage;
    this.kernels = kernels;
  }

  /**
   * Gives every value that needs one its array.
   *
   * @param perExample whether even values per step exist once per example, as in a loop's body
   */
  void allocate(boolean perExample) {
    Predicate<Node> owns = node -> fusion.isBuffered(node) && !storage.isRedirected(node);
    SharedArrays shared = new SharedArrays(storage, order.stream().filter(owns).toList());
    shared.allocate(node -> perExample || node.perExample());
    for (Node node : order) {
      if (node.op() == Op.LOOP) {
        LoopKernel loop = new LoopKernel(node, storage, kernels);
        loops.put(node, loop);
        loop.allocate();
      } else if (owns.test(node) && !shared.contains(node)) {
        storage.own(node, perExample || node.perExample());
      }
    }
  }

  /** The nodes that are computed in loop nests of their own, operands first. */
  List<Node> kernels() {
    return order.stream().filter(n -> fusion.isBuffered(n) || n.op() == Op.LOOP).toList();
  }

  Fusion fusion() {
    return fusion;
  }

  boolean isBuffered(Node node) {
    return fusion.isBuffered(node);
  }

  void write(Node node, Frame frame, Block block) {
    if (node.op() == Op.LOOP) {
      loops.get(node).write(frame, block);
    } else {
      Place target = storage.place(node, frame).orElseThrow();
      kernels.write(node, target, frame, block, fusion);
    }
  }
}
