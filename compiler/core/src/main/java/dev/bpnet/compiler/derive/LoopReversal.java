package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The derivative of one loop: a loop in the other direction. It carries the adjoints of the carried
 * values backwards, and sums what the iterations contribute to captured values.
 *
 * <p>Which adjoints are carried, and whether per example, is known only after a sweep over the
 * body; so the sweep is repeated until it needs nothing new.
 */
final class LoopReversal {
  /** A carried adjoint: of which carried value, and whether the part of examples. */
  private record Slot(int number, boolean perExample) {}

  private final Derivation derivation;
  private final Sweep outer;
  private final Node node;
  private final Attribute.Loop loop;
  private final LoopBody body;
  private final Map<Integer, Adjoint> arrived;
  private final NodeBuilder b;

  private final Map<Slot, Node> initial = new LinkedHashMap<>();
  private LoopIndex index;
  private Sweep inner;

  /**
   * @param arrived the adjoints of the loop's results, by number
   */
  LoopReversal(Derivation derivation, Sweep outer, Node node, Map<Integer, Adjoint> arrived) {
    this.derivation = derivation;
    this.outer = outer;
    this.node = node;
    this.loop = node.loop();
    this.body = LoopBody.of(node);
    this.arrived = arrived;
    this.b = new NodeBuilder(node.origin().adjoint().unnamed());
  }

  void run() {
    for (int i = 0; i < loop.next().size(); i++) {
      if (arrived.containsKey(i)) {
        split(i, arrived.get(i)).forEach(initial::put);
      }
    }
    Map<Slot, Node> next = sweepBody();
    while (grow(next)) {
      next = sweepBody();
    }
    finish(next);
  }

  /** One sweep over the body: the new adjoints of the carried values. */
  private Map<Slot, Node> sweepBody() {
    index = new LoopIndex(loop.index().name(), loop.index().count());
    List<Node> roots = new ArrayList<>(loop.next());
    roots.addAll(loop.yields());
    inner = new Sweep(derivation, body.nodes(), roots, true);
    List<Slot> slots = List.copyOf(initial.keySet());
    for (int i = 0; i < slots.size(); i++) {
      Node root = loop.next().get(slots.get(i).number());
      inner.contribute(root, carried(i, root.shape(), slots.get(i).perExample()));
    }
    for (int i = 0; i < loop.yields().size(); i++) {
      Adjoint stacked = arrived.get(loop.next().size() + i);
      if (stacked != null) {
        Node root = loop.yields().get(i);
        stacked.parts(b).forEach(part -> inner.contribute(root, entry(part, index)));
      }
    }
    inner.run();
    Map<Slot, Node> next = new LinkedHashMap<>();
    carriedAdjoints().forEach((number, adjoint) -> next.putAll(split(number, adjoint)));
    return next;
  }

  private Map<Integer, Adjoint> carriedAdjoints() {
    Map<Integer, Adjoint> byNumber = new LinkedHashMap<>();
    inner
        .adjoints()
        .forEach(
            (leaf, adjoint) -> {
              if (leaf.op() == Op.CARRIED
                  && leaf.attribute() instanceof Attribute.Slot slot
                  && slot.index() == loop.index()) {
                Adjoint sum = byNumber.computeIfAbsent(slot.number(), key -> new Adjoint());
                adjoint.contributions().forEach(sum::add);
              }
            });
    return byNumber;
  }

  /** The adjoint of an EXAMPLE value as one part, of a STEP value as the parts that there are. */
  private Map<Slot, Node> split(int number, Adjoint adjoint) {
    Map<Slot, Node> parts = new LinkedHashMap<>();
    boolean perExample = node.input(number).perExample() || loop.next().get(number).perExample();
    List<Node> values = perExample ? List.of(adjoint.total(b)) : adjoint.parts(b);
    values.forEach(value -> parts.put(new Slot(number, value.perExample()), value));
    return parts;
  }

  /** Adds the slots that a sweep turned out to need; false if it had them all. */
  private boolean grow(Map<Slot, Node> next) {
    boolean grown = false;
    for (Slot slot : next.keySet()) {
      Slot other = new Slot(slot.number(), !slot.perExample());
      boolean single =
          node.input(slot.number()).perExample() || loop.next().get(slot.number()).perExample();
      if (initial.containsKey(slot)
          || (single && !slot.perExample() && initial.containsKey(other))) {
        continue;
      }
      Node start = single ? initial.remove(other) : null;
      Shape shape = loop.next().get(slot.number()).shape();
      initial.put(slot, start == null ? b.constant(0, shape) : start);
      grown = true;
    }
    return grown;
  }

  private void finish(Map<Slot, Node> next) {
    List<Node> starts = new ArrayList<>();
    List<Node> ends = new ArrayList<>();
    List<Node> targets = new ArrayList<>();
    initial.forEach(
        (slot, start) -> {
          Node end = next.get(slot);
          end = end == null ? next.get(new Slot(slot.number(), !slot.perExample())) : end;
          starts.add(start);
          ends.add(end == null ? b.constant(0, start.shape()) : end);
          targets.add(node.input(slot.number()));
        });
    StackedContributions stacked = new StackedContributions(inner.primal(), loop.index(), index);
    Map<Node, Adjoint> captured = new LinkedHashMap<>(inner.adjoints());
    captured.keySet().removeAll(inner.primal());
    captured.forEach((value, adjoint) -> adjoint.release(term -> stacked.take(value, term)));
    captured.forEach((value, adjoint) -> adjoint.release(term -> stacked.takeSum(value, term)));
    captured.forEach(
        (value, adjoint) -> {
          accumulate(value, adjoint, ends);
          while (starts.size() < ends.size()) {
            starts.add(b.constant(0, value.shape()));
            targets.add(value);
          }
        });
    reverse(starts, ends, targets, stacked);
  }

  private void reverse(
      List<Node> starts, List<Node> ends, List<Node> targets, StackedContributions stacked) {
    List<Node> roots = new ArrayList<>(ends);
    roots.addAll(stacked.yields());
    if (roots.isEmpty() && stacked.stored().isEmpty()) {
      return;
    }
    BodyTranslation translation = new BodyTranslation(inner.primal(), loop.index(), index);
    Set<Node> stored = new LinkedHashSet<>(translation.stored(roots));
    stored.addAll(stacked.stored());
    Map<Node, Node> stacks = store(stored);
    Map<Node, Node> entries = new LinkedHashMap<>();
    stacks.forEach((value, stack) -> entries.put(value, entry(stack, index)));
    translation.replacing(entries);
    List<Node> made = roots.stream().map(translation::translate).toList();
    Node reversed =
        b.loop(
            starts,
            new Attribute.Loop(
                index,
                !loop.descending(),
                made.subList(0, ends.size()),
                made.subList(ends.size(), made.size())));
    for (int i = 0; i < targets.size(); i++) {
      outer.contribute(targets.get(i), b.result(reversed, i));
    }
    for (int i = ends.size(); i < roots.size(); i++) {
      stacks.put(roots.get(i), b.result(reversed, i));
    }
    stacked.contribute(b, outer, stacks);
  }

  /** Adds to {@code ends} the sums that gather the contributions to a captured value. */
  private void accumulate(Node value, Adjoint adjoint, List<Node> ends) {
    List<Node> all = adjoint.contributions();
    List<Node> ofExamples = all.stream().filter(Node::perExample).toList();
    List<Node> ofStep = all.stream().filter(term -> !term.perExample()).toList();
    boolean together = value.perExample() && !ofExamples.isEmpty();
    List<List<Node>> groups = together ? List.of(all) : List.of(ofExamples, ofStep);
    for (List<Node> group : groups) {
      if (!group.isEmpty()) {
        boolean perExample = group.stream().anyMatch(Node::perExample);
        Node sum = carried(ends.size(), value.shape(), perExample);
        for (Node term : group) {
          sum = b.add(sum, term);
        }
        ends.add(sum);
      }
    }
  }

  /** Extends the loop by what the derivative reads; the stack of each value. */
  private Map<Node, Node> store(Set<Node> stored) {
    List<Node> yields = new ArrayList<>(loop.yields());
    stored.stream().filter(value -> !yields.contains(value)).forEach(yields::add);
    Node source = node;
    if (yields.size() > loop.yields().size()) {
      source =
          new NodeBuilder(node.origin())
              .loop(
                  node.inputs().subList(0, loop.next().size()),
                  new Attribute.Loop(loop.index(), loop.descending(), loop.next(), yields));
      derivation.extend(source);
      outer.primal().add(source);
    }
    Map<Node, Node> stacks = new LinkedHashMap<>();
    for (Node value : stored) {
      int number = loop.next().size() + yields.indexOf(value);
      Node stack = new NodeBuilder(value.origin().unnamed()).result(source, number);
      outer.primal().add(stack);
      stacks.put(value, stack);
    }
    return stacks;
  }

  /** One entry of a stack. */
  private Node entry(Node stack, LoopIndex at) {
    int[] dims = stack.shape().dims();
    Shape shape = stack.shape().without(List.of(0));
    List<Affine> starts = new ArrayList<>(Collections.nCopies(dims.length, Affine.constant(0)));
    starts.set(0, new Affine(0, List.of(new Affine.Term(1, at))));
    return b.reshape(b.slice(stack, starts, shape.prepend(1)), shape);
  }

  private Node carried(int number, Shape shape, boolean perExample) {
    Dependence dependence = perExample ? Dependence.EXAMPLE : Dependence.STEP;
    return b.carried(index, number, shape, Kind.REAL, dependence);
  }
}
