package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.kernel.Elements;
import dev.bpnet.compiler.lower.kernel.Fusion;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/**
 * A LOOP as a counted Java loop: carried values live in arrays that each iteration overwrites at
 * its end, yields are stored one behind the other. A carried value that the body only adds to is
 * added to in place.
 */
final class LoopKernel {
  private final Node node;
  private final Attribute.Loop loop;
  private final Storage storage;
  private final KernelWriter kernels;
  private final List<Buffer> arrays = new ArrayList<>();
  private final List<Buffer> temporaries = new ArrayList<>();
  private final Set<Integer> accumulated = new java.util.HashSet<>();
  private final Region region;

  LoopKernel(Node node, Storage storage, KernelWriter kernels) {
    this.node = node;
    this.loop = node.loop();
    this.storage = storage;
    this.kernels = kernels;
    LoopBody body = LoopBody.of(loop);
    List<Node> roots = new ArrayList<>(loop.yields());
    Set<Node> absorbed = Collections.newSetFromMap(new IdentityHashMap<>());
    for (int i = 0; i < loop.next().size(); i++) {
      Node next = loop.next().get(i);
      if (Fusion.accumulates(loop, i, body)) {
        accumulated.add(i);
        absorbed.add(next);
        Node added = next.input(1);
        if (isBoxOfItsOwn(added, body)) {
          absorbed.add(added);
          added = added.input(0);
        }
        roots.add(added);
      } else {
        roots.add(next);
      }
    }
    List<Node> order = body.nodes().stream().filter(n -> !absorbed.contains(n)).toList();
    this.region = new Region(order, roots, Set.of(), storage, kernels);
  }

  /** Zeros around a value that only this loop's addition reads. */
  private boolean isBoxOfItsOwn(Node added, LoopBody body) {
    long readers =
        body.nodes().stream().flatMap(n -> n.inputs().stream()).filter(n -> n == added).count();
    return added.op() == Op.PAD
        && readers == 1
        && body.nodes().contains(added)
        && !loop.yields().contains(added)
        && !loop.next().contains(added);
  }

  void allocate() {
    boolean perExample = node.perExample();
    for (Node next : loop.next()) {
      arrays.add(storage.buffer(Hints.of(next), next, perExample, next.shape().size()));
    }
    for (Node yield : loop.yields()) {
      int size = yield.shape().size() * loop.index().count();
      arrays.add(storage.buffer(Hints.of(yield) + "Steps", yield, perExample, size));
    }
    storage.loop(loop.index(), arrays);
    region.allocate(perExample);
    for (int i = 0; i < loop.next().size(); i++) {
      Node next = loop.next().get(i);
      boolean needsNone =
          accumulated.contains(i) || region.isBuffered(next) || isCarriedOn(next, i);
      temporaries.add(
          needsNone
              ? arrays.get(i)
              : storage.buffer(Hints.of(next) + "Next", next, perExample, next.shape().size()));
    }
  }

  private boolean isCarriedOn(Node next, int number) {
    return next.op() == Op.CARRIED
        && next.attribute().equals(new Attribute.Slot(loop.index(), number));
  }

  void write(Frame frame, Block block) {
    for (int i = 0; i < loop.next().size(); i++) {
      kernels.fused(node.input(i), storage.of(arrays.get(i), frame), frame, block);
    }
    Local index = Local.named(Hints.camel(loop.index().name()), Type.INT);
    Frame inside = frame.inside(loop.index(), index);
    Block body = block.inner();
    region.kernels().forEach(kernel -> region.write(kernel, inside, body));
    yields(inside, body);
    next(inside, body);
    int last = loop.index().count() - 1;
    block.add(
        loop.descending()
            ? new Stmt.For(index, Index.of(last), Index.ZERO, -1, body.statements())
            : new Stmt.For(index, Index.ZERO, Index.of(last + 1), 1, body.statements()));
  }

  private void yields(Frame frame, Block body) {
    int carried = loop.next().size();
    for (int i = 0; i < loop.yields().size(); i++) {
      Node yield = loop.yields().get(i);
      Place stack = storage.of(arrays.get(carried + i), frame);
      Expr start = Index.multiply(frame.index(loop.index()), yield.shape().size());
      kernels.fused(yield, new Place(stack.array(), stack.index(start)), frame, body);
    }
  }

  /** All next values are computed before the first carried one is overwritten. */
  private void next(Frame frame, Block body) {
    for (int i = 0; i < loop.next().size(); i++) {
      if (temporaries.get(i) != arrays.get(i)) {
        kernels.fused(loop.next().get(i), storage.of(temporaries.get(i), frame), frame, body);
      }
    }
    accumulated.forEach(i -> accumulate(i, frame, body));
    for (int i = 0; i < loop.next().size(); i++) {
      Node next = loop.next().get(i);
      Place carried = storage.of(arrays.get(i), frame);
      if (temporaries.get(i) != arrays.get(i)) {
        storage.of(temporaries.get(i), frame).copyTo(carried, next.shape().size(), body);
      } else if (!accumulated.contains(i) && !isCarriedOn(next, i)) {
        storage.place(next, frame).orElseThrow().copyTo(carried, next.shape().size(), body);
      }
    }
  }

  private void accumulate(int number, Frame frame, Block body) {
    Node added = loop.next().get(number).input(1);
    Place carried = storage.of(arrays.get(number), frame);
    if (isBoxOfItsOwn(added, LoopBody.of(loop))) {
      kernels.intoBox(added, carried, frame, body, true);
      return;
    }
    Nest.over(
        body,
        added.shape().dims(),
        (inner, at) -> {
          Expr value = new Elements(storage, frame, inner).element(added, at);
          Expr index = carried.index(Place.linear(added.shape(), at));
          Expr before = new Expr.Load(carried.array(), index);
          inner.store(carried.array(), index, Expr.apply(Function.ADD, before, value));
        });
  }
}
