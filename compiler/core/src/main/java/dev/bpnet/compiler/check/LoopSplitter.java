package dev.bpnet.compiler.check;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.GraphMapper;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Makes loops of a body so that everything that one loop carries and yields exists equally often.
 *
 * <p>Each value of the body has a stage: even ones hold what exists once per step, odd ones what
 * exists per example; it goes up by one where a per-example value enters, and again where a batch
 * mean leaves. A stage becomes a loop; what a later stage wants of an earlier one is yielded,
 * stacked, and read by index there. Of a value per step that is cheap to make, each stage makes its
 * own.
 */
final class LoopSplitter {
  private final NodeBuilder at;
  private final LoopIndex index;

  LoopSplitter(NodeBuilder at, LoopIndex index) {
    this.at = at;
    this.index = index;
  }

  /** The values after the loop: of the carried variables, and the stacked yields. */
  record Results(List<Node> carried, List<Node> yields) {}

  /** What the body does, with what it carries. */
  private record Body(List<Node> initial, List<Node> leaves, List<Node> next, List<Node> yields) {}

  /** Empty if a batch mean of a step enters a value that the batch mean needs in a later step. */
  Optional<Results> split(
      List<Node> initial, List<Node> leaves, List<Node> next, List<Node> yields) {
    Map<Node, Node> fixed = new IdentityHashMap<>();
    List<Integer> moving = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      if (next.get(i) == leaves.get(i)) {
        fixed.put(leaves.get(i), initial.get(i));
      } else {
        moving.add(i);
      }
    }
    GraphMapper mapper = new GraphMapper((old, node) -> fixed.getOrDefault(old, node));
    Body body =
        new Body(
            initial,
            leaves,
            next.stream().map(mapper::map).toList(),
            yields.stream().map(mapper::map).toList());
    return new Stages(body, moving).build();
  }

  /** The stage of a reader that is in no loop. */
  private static final int OUTSIDE = Integer.MAX_VALUE;

  /** One body on its way to loops. */
  private final class Stages {
    private final Body body;
    private final List<Integer> moving;
    private final Map<Node, Integer> leafNumbers = new IdentityHashMap<>();
    private final List<Node> order;
    private final Map<Node, Integer> stages = new IdentityHashMap<>();
    private final Set<Node> cheap = Collections.newSetFromMap(new IdentityHashMap<>());
    private final int[] carriedStages;
    private final Map<Node, Node> stacked = new IdentityHashMap<>();
    private final Node[] last;

    /**
     * @param moving the numbers of the carried values that a step changes
     */
    Stages(Body body, List<Integer> moving) {
      this.body = body;
      this.moving = moving;
      List<Node> next = moving.stream().map(body.next::get).toList();
      order = LoopBody.of(new Attribute.Loop(index, false, next, body.yields)).nodes();
      carriedStages = new int[body.leaves.size()];
      last = new Node[body.leaves.size()];
      for (int i = 0; i < body.leaves.size(); i++) {
        leafNumbers.put(body.leaves.get(i), i);
        carriedStages[i] = body.leaves.get(i).perExample() ? 1 : 0;
        last[i] = body.initial.get(i);
      }
    }

    Optional<Results> build() {
      long means = order.stream().filter(node -> node.op() == Op.BATCH_MEAN).count();
      boolean stable = false;
      for (long round = 0; !stable; round++) {
        if (round > 2 * (means + body.leaves.size()) + 2) {
          return Optional.empty();
        }
        assignStages();
        stable = settleCarried();
      }
      order.stream().filter(this::looksCheap).forEach(cheap::add);
      Map<Node, Integer> reads = lastReads();
      TreeSet<Integer> used = new TreeSet<>();
      moving.forEach(i -> used.add(carriedStages[i]));
      reads.keySet().forEach(node -> used.add(stages.get(node)));
      for (int stage : used) {
        batchMeans(stage);
        loop(stage, reads);
      }
      return Optional.of(
          new Results(List.of(last), body.yields.stream().map(this::stackedYield).toList()));
    }

    private Node stackedYield(Node yield) {
      return stages.containsKey(yield)
          ? stacked.get(yield)
          : at.expand(yield, yield.shape().prepend(index.count()));
    }

    /** A value from outside is there before every stage that may use it. */
    private int stage(Node node) {
      return stages.getOrDefault(node, node.perExample() ? 1 : 0);
    }

    private void assignStages() {
      for (Node node : order) {
        Integer leaf = leafNumbers.get(node);
        int stage = leaf == null ? 0 : carriedStages[leaf];
        for (Node input : node.inputs()) {
          stage = Math.max(stage, stage(input));
        }
        stages.put(node, fitting(stage, node));
      }
    }

    /** The stage or the next, whichever holds values that exist as often as the node. */
    private int fitting(int stage, Node node) {
      boolean perExample = stage % 2 == 1;
      return perExample == node.perExample() ? stage : stage + 1;
    }

    /** Whether each carried value has the stage of its successor; raises it if not. */
    private boolean settleCarried() {
      boolean stable = true;
      for (int i : moving) {
        int stage = Math.max(carriedStages[i], stage(body.next.get(i)));
        stage = fitting(stage, body.leaves.get(i));
        stable &= stage == carriedStages[i];
        carriedStages[i] = stage;
      }
      return stable;
    }

    /** Movement of outer values by the index, and numbers made of the index. */
    private boolean looksCheap(Node node) {
      boolean simple =
          switch (node.op().group()) {
            case MOVEMENT -> true;
            case LEAF -> !leafNumbers.containsKey(node);
            case UNARY, BINARY, TERNARY -> node.shape().isScalar();
            case REDUCTION, AXIS, CONTRACTION, BATCH, LOOP -> false;
          };
      return simple
          && node.inputs().stream().allMatch(i -> !stages.containsKey(i) || cheap.contains(i));
    }

    /** What has to be stacked, with the last stage that reads it. */
    private Map<Node, Integer> lastReads() {
      Map<Node, Integer> reads = new LinkedHashMap<>();
      for (Node node : order) {
        boolean mean = node.op() == Op.BATCH_MEAN;
        int stage = mean ? OUTSIDE : stages.get(node);
        node.inputs().forEach(input -> read(input, stage, reads));
        if (mean) {
          reads.put(node, stages.get(node));
        }
      }
      moving.forEach(i -> read(body.next.get(i), carriedStages[i], reads));
      body.yields.forEach(node -> read(node, OUTSIDE, reads));
      return reads;
    }

    private void read(Node node, int stage, Map<Node, Integer> reads) {
      boolean made = stages.containsKey(node) && (stage == OUTSIDE || !cheap.contains(node));
      if (made && stages.get(node) < stage) {
        reads.merge(node, stage, Math::max);
      }
    }

    /** The means of all iterations of a value at once, outside of any loop. */
    private void batchMeans(int stage) {
      order.stream()
          .filter(node -> node.op() == Op.BATCH_MEAN && stages.get(node) == stage)
          .forEach(
              node ->
                  stacked.put(
                      node, new NodeBuilder(node.origin()).batchMean(stacked.get(node.input(0)))));
    }

    /** Makes the loop of one stage. */
    private void loop(int stage, Map<Node, Integer> reads) {
      LoopIndex own = new LoopIndex(index.name(), index.count());
      List<Integer> numbers = moving.stream().filter(i -> carriedStages[i] == stage).toList();
      List<Node> wanted =
          reads.keySet().stream()
              .filter(node -> stages.get(node) == stage && !stacked.containsKey(node))
              .toList();
      if (numbers.isEmpty() && wanted.isEmpty()) {
        return;
      }
      Map<Node, Node> replacements = new IdentityHashMap<>();
      stacked.forEach((node, all) -> replacements.put(node, read(all, own)));
      List<Node> initial = new ArrayList<>();
      for (int i : numbers) {
        Node leaf = body.leaves.get(i);
        NodeBuilder same = new NodeBuilder(leaf.origin());
        replacements.put(
            leaf, same.carried(own, initial.size(), leaf.shape(), leaf.kind(), leaf.dependence()));
        initial.add(body.initial.get(i));
      }
      GraphMapper mapper =
          new GraphMapper(
              (old, node) -> {
                Node replacement = replacements.get(old);
                return replacement != null ? replacement : reindexed(node, own);
              });
      List<Node> next = numbers.stream().map(body.next::get).map(mapper::map).toList();
      List<Node> yields = wanted.stream().map(mapper::map).toList();
      Node loop = at.loop(initial, new Attribute.Loop(own, false, next, yields));
      for (int k = 0; k < numbers.size(); k++) {
        last[numbers.get(k)] = at.result(loop, k);
      }
      for (int k = 0; k < wanted.size(); k++) {
        Node node = wanted.get(k);
        NodeBuilder same = new NodeBuilder(node.origin());
        stacked.put(node, same.result(loop, numbers.size() + k));
      }
    }

    /** The entry of the index in a stack. */
    private Node read(Node all, LoopIndex own) {
      NodeBuilder same = new NodeBuilder(all.origin().unnamed());
      int[] dims = all.shape().dims();
      dims[0] = 1;
      List<Affine> starts = new ArrayList<>();
      starts.add(new Affine(0, List.of(new Affine.Term(1, own))));
      for (int axis = 1; axis < dims.length; axis++) {
        starts.add(Affine.constant(0));
      }
      Shape row = Shape.of(dims);
      return same.reshape(same.slice(all, starts, row), row.without(List.of(0)));
    }

    /** The node over another index. */
    private Node reindexed(Node node, LoopIndex own) {
      if (node.attribute() instanceof Attribute.Index leaf && leaf.index() == index) {
        return new NodeBuilder(node.origin()).index(own);
      }
      if (node.attribute() instanceof Attribute.Box box && mentions(box)) {
        List<Affine> starts = box.starts().stream().map(s -> reindexed(s, own)).toList();
        return new NodeBuilder(node.origin())
            .rebuild(node, node.inputs(), new Attribute.Box(starts));
      }
      return node;
    }

    private boolean mentions(Attribute.Box box) {
      return box.starts().stream()
          .anyMatch(start -> start.terms().stream().anyMatch(term -> term.index() == index));
    }

    private Affine reindexed(Affine start, LoopIndex own) {
      return new Affine(
          start.offset(),
          start.terms().stream()
              .map(
                  term ->
                      new Affine.Term(
                          term.coefficient(), term.index() == index ? own : term.index()))
              .toList());
    }
  }
}
