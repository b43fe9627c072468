package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One pass over examples in straight-line form. What an example needs of the parameters is computed
 * in the head, what belongs to an example in the body of a loop, the rest in the tail. A pass over
 * one example has no loop, and nothing to sum.
 */
final class ScalarPass {
  private static final Expr ONE = new Expr.Real(1);

  private final Layout layout;
  private final boolean single;
  private final Expr firstOfBatch;
  private final Block head;
  private final Block tail;
  private final List<ScalarRows> stretches = new ArrayList<>();
  private final Map<Node, Expr[]> done = new IdentityHashMap<>();
  private final Map<Node, Integer> readers = new IdentityHashMap<>();
  private final Map<Expr, Local> sums = new HashMap<>();
  private final Map<Node, String> sumNames = new LinkedHashMap<>();
  private final List<Loop> loops = new ArrayList<>();
  private Expr count = Index.of(Program.COUNT);
  private Optional<ScalarRows> few = Optional.empty();
  private Optional<LaneSums> laneSums = Optional.empty();
  private boolean late;

  /** A loop over examples whose body is a stretch. */
  private record Loop(Local first, Expr from, Expr to, int step, ScalarRows body) {
    Stmt statement() {
      return new Stmt.For(first, from, to, step, body.statements());
    }
  }

  private ScalarPass(Layout layout, boolean single, Expr firstOfBatch) {
    this.layout = layout;
    this.single = single;
    this.firstOfBatch = firstOfBatch;
    this.head = Block.top();
    this.tail = single ? head : head.inner();
  }

  /** A pass over this example alone, which is a whole batch. */
  static ScalarPass ofOne(Layout layout, Expr example) {
    ScalarPass pass = new ScalarPass(layout, true, example);
    pass.stretches.add(new ScalarRows(layout, pass.head, List.of(example)));
    return pass;
  }

  /**
   * A pass over examples, one after another.
   *
   * @param firstOfBatch the example that counts as number 0 for random values
   */
  static ScalarPass over(Layout layout, Expr from, Expr to, Expr firstOfBatch) {
    ScalarPass pass = new ScalarPass(layout, false, firstOfBatch);
    pass.loop(from, to, 1);
    return pass;
  }

  /**
   * A pass over the batch.
   *
   * @param sideBySide how many examples are computed at a time, as long as there are so many left
   */
  static ScalarPass overBatch(Layout layout, int sideBySide) {
    Expr first = Index.of(Program.FIRST);
    Expr count = Index.of(Program.COUNT);
    Expr end = Index.add(first, count);
    ScalarPass pass = new ScalarPass(layout, false, first);
    if (sideBySide == 1) {
      pass.loop(first, end, 1);
      return pass;
    }
    Expr left = Expr.apply(Function.REMAINDER, count, Index.of(sideBySide));
    Expr rest = pass.head.let(Expr.apply(Function.SUBTRACT, end, left), "rest", true);
    pass.loop(first, rest, sideBySide);
    pass.loop(rest, end, 1);
    return pass;
  }

  /**
   * A pass over the batch with an example in each lane; it ends with {@link #storeLanes}, and what
   * comes after the sums belongs to a pass {@link #afterLanes}.
   */
  static ScalarPass inLanes(Layout layout, int lanes) {
    Expr first = Index.of(Program.FIRST);
    Expr end = Index.add(first, Index.of(Program.COUNT));
    ScalarPass pass = new ScalarPass(layout, false, first);
    Local e = Local.named("e", Type.INT);
    Block body = pass.head.innerOfLanes();
    Expr rest = Expr.apply(Function.SUBTRACT, end, Index.of(e));
    Expr left = body.let(Expr.apply(Function.MIN, rest, Index.of(lanes)), "left", true);
    ScalarRows rows = new LaneRows(layout, body, Index.of(e), left);
    pass.stretches.add(rows);
    pass.loops.add(new Loop(e, first, end, lanes, rows));
    return pass;
  }

  /** As {@link #inLanes}, over these examples, at most one for each lane, and without a loop. */
  static ScalarPass inLanesOnce(Layout layout, Expr first, Expr left) {
    ScalarPass pass = new ScalarPass(layout, false, first);
    return pass.once(new LaneRows(layout, pass.head.innerOfLanes(), first, left));
  }

  /** As {@link #inLanes}, over so many examples, at most one for each lane, and without a loop. */
  static ScalarPass inFewLanes(Layout layout, int examples) {
    Expr first = Index.of(Program.FIRST);
    ScalarPass pass = new ScalarPass(layout, false, first);
    return pass.once(new FewLaneRows(layout, pass.head.innerOfLanes(), first, examples));
  }

  private ScalarPass once(ScalarRows rows) {
    stretches.add(rows);
    few = Optional.of(rows);
    return this;
  }

  /** As {@link #afterLanes(Layout, LaneSums)}, where it is known how many examples there were. */
  static ScalarPass afterLanes(Layout layout, LaneSums sums, int examples) {
    ScalarPass pass = afterLanes(layout, sums);
    pass.count = Index.of(examples);
    return pass;
  }

  /** What is left to do when the sums are known lane by lane. */
  static ScalarPass afterLanes(Layout layout, LaneSums sums) {
    ScalarPass pass = new ScalarPass(layout, false, Index.of(Program.FIRST));
    pass.laneSums = Optional.of(sums);
    return pass;
  }

  private void loop(Expr from, Expr to, int step) {
    Local first = Local.named("e", Type.INT);
    List<Expr> examples = new ArrayList<>();
    for (int i = 0; i < step; i++) {
      examples.add(Index.add(Index.of(first), Index.of(i)));
    }
    ScalarRows body = new ScalarRows(layout, head.inner(), examples);
    stretches.add(body);
    loops.add(new Loop(first, from, to, step, body));
  }

  List<ScalarRows> stretches() {
    return stretches;
  }

  Block head() {
    return head;
  }

  Block tail() {
    return tail;
  }

  /** 1 / the number of examples in the batch, known from the given block on. */
  Expr scale(Block block) {
    if (single) {
      return ONE;
    }
    if (count instanceof Expr.Int known) {
      return new Expr.Real(1.0 / known.value());
    }
    Expr real = Expr.apply(Function.INT_TO_REAL, count);
    return block.let(Expr.apply(Function.DIVIDE, ONE, real), "scale", true);
  }

  /** Reads what the roots need of the parameters, in the order of the flat array. */
  void read(Collection<Node> roots) {
    List<Node> nodes = Topology.sort(roots);
    for (Node node : nodes) {
      node.inputs().forEach(input -> readers.merge(input, 1, Integer::sum));
    }
    // Roots are read by whoever asks for them.
    roots.forEach(root -> readers.merge(root, 1, Integer::sum));
    nodes.stream()
        .filter(node -> node.op() == Op.VARIABLE && !node.perExample())
        .sorted(Comparator.comparingInt(node -> layout.offset(node.variable())))
        .forEach(this::elements);
  }

  /** What the rules may know when they compute a value of one of the examples of a stretch. */
  FusedRules.Values values(ScalarRows stretch, int row) {
    return new Known(node -> node.perExample() ? stretch.elements(node, row) : done.get(node));
  }

  /** The values known so far, by their nodes. */
  private final class Known implements FusedRules.Values {
    private final java.util.function.Function<Node, Expr[]> known;

    Known(java.util.function.Function<Node, Expr[]> known) {
      this.known = known;
    }

    @Override
    public Expr[] of(Node node) {
      return known.apply(node);
    }

    @Override
    public boolean isReadOnce(Node node) {
      return readers.getOrDefault(node, 0) == 1;
    }
  }

  /** Names the sums over the batch after the variables whose gradients they are. */
  void name(Map<Variable, Node> gradients) {
    gradients.forEach(
        (variable, gradient) -> {
          List<Node> candidates = new ArrayList<>(gradient.inputs());
          candidates.add(gradient);
          for (Node node : candidates) {
            if (node.op() == Op.BATCH_MEAN && node.shape().equals(variable.shape())) {
              sumNames.putIfAbsent(node, Hints.camel("sum." + variable.name()));
            }
          }
        });
  }

  /** The elements of a value per step, computed where it belongs. */
  Expr[] elements(Node root) {
    compute(root);
    return done.get(root);
  }

  /** Computes a value and what it is made of. */
  void compute(Node root) {
    for (Node node : Topology.sort(List.of(root), done::containsKey)) {
      boolean known = node.perExample() ? isKnown(node) : done.containsKey(node);
      if (known) {
        continue;
      }
      if (node.perExample()) {
        stretches.forEach(stretch -> stretch.compute(node, this, firstOfBatch));
      } else {
        done.put(node, step(node, late ? tail : head));
      }
    }
  }

  private boolean isKnown(Node node) {
    return stretches.get(0).elements(node, 0) != null;
  }

  private Expr[] step(Node node, Block block) {
    return switch (node.op()) {
      case VARIABLE -> load(node, block);
      case CONSTANT -> {
        Expr[] elements = new Expr[node.shape().size()];
        Arrays.fill(elements, Elementwise.constant(node.value(), node.kind()));
        yield elements;
      }
      case BATCH_MEAN -> batchMean(node);
      default -> {
        ScalarRules rules = new ScalarRules(block, "");
        yield new FusedRules(rules, new Known(done::get)).elements(node);
      }
    };
  }

  private Expr[] load(Node node, Block block) {
    Expr[] elements = new Expr[node.shape().size()];
    ArrayRef array = ArrayRef.flat(layout.array(node.variable()));
    for (int i = 0; i < elements.length; i++) {
      Expr value = new Expr.Load(array, Index.of(layout.offset(node.variable()) + i));
      elements[i] = block.let(value, Hints.element(node, i), true);
    }
    return elements;
  }

  private Expr[] batchMean(Node node) {
    Node operand = node.input(0);
    if (single) {
      return stretches.get(0).elements(operand, 0);
    }
    Expr[] elements = new Expr[operand.shape().size()];
    for (int i = 0; i < elements.length; i++) {
      String name = sumNames.getOrDefault(node, Hints.camel("sum." + Hints.of(node)));
      String hint = name + Hints.suffix(node.shape(), i);
      int element = i;
      Expr sum =
          laneSums
              .map(lanes -> tail.let(lanes.sum(operand, element), hint, true))
              .orElseGet(() -> Expr.ref(sum(operand, element, hint, Type.REAL)));
      elements[i] = tail.apply(Function.MULTIPLY, sum, scale(tail));
    }
    return elements;
  }

  /** A variable that adds an element of a value up over the examples; one for equal values. */
  private Local sum(Node operand, int element, String hint, Type type) {
    Expr value = stretches.get(0).elements(operand, 0)[element];
    if (type == Type.REAL && sums.containsKey(value)) {
      return sums.get(value);
    }
    Local sum = head.variable(hint, type, new Expr.Real(0));
    if (type == Type.REAL) {
      sums.put(value, sum);
    }
    for (ScalarRows stretch : stretches) {
      List<Expr> values = new ArrayList<>();
      for (int row = 0; row < stretch.count(); row++) {
        values.add(stretch.elements(operand, row)[element]);
      }
      stretch.add(sum, values);
    }
    return sum;
  }

  /** The mean over the batch of a scalar, in double; of a value per step the value itself. */
  Expr mean(String hint, Node scalar) {
    return mean(hint, scalar, count);
  }

  /** The mean over the examples of a scalar, in double; of a value per step the value itself. */
  Expr mean(String hint, Node scalar, Expr count) {
    if (laneSums.isPresent() && scalar.perExample()) {
      Local sum = tail.variable(hint, Type.DOUBLE, new Expr.Real(0));
      laneSums.get().parts(scalar, 0).forEach(part -> add(sum, part));
      return Expr.apply(Function.DIVIDE, Expr.ref(sum), count);
    }
    compute(scalar);
    if (!scalar.perExample()) {
      return done.get(scalar)[0];
    }
    if (single) {
      return stretches.get(0).elements(scalar, 0)[0];
    }
    Local sum = sum(scalar, 0, hint, Type.DOUBLE);
    return Expr.apply(Function.DIVIDE, Expr.ref(sum), count);
  }

  private void add(Local sum, Expr part) {
    tail.add(new Stmt.Assign(sum, Expr.apply(Function.ADD, Expr.ref(sum), part)));
  }

  /**
   * Adds these values up over the batch, lane by lane, and stores the sums.
   *
   * @param values what an example has of them
   * @param places for the sums
   */
  void storeLanes(List<Node> values, LaneSums places) {
    ArrayRef array = ArrayRef.flat(places.buffer());
    for (Node value : values) {
      compute(value);
      for (int i = 0; i < value.shape().size(); i++) {
        Expr addend = stretches.get(0).elements(value, 0)[i];
        String hint = nameOfSum(value) + Hints.suffix(value.shape(), i);
        Expr sum = few.isPresent() ? inLanes(addend) : sumOfLanes(hint, addend);
        tail.store(array, Index.of(places.place(value, i)), sum);
      }
    }
  }

  /**
   * What lane by lane is to be added up over the batch, 0 where there is no example.
   *
   * @param values what an example has of them
   * @param places of the sums
   */
  LaneTerms terms(List<Node> values, LaneSums places) {
    LaneTerms terms = new LaneTerms(places.lanes());
    LaneRows rows = (LaneRows) stretches.get(0);
    for (Node value : values) {
      compute(value);
      for (int i = 0; i < value.shape().size(); i++) {
        terms.add(places.place(value, i), rows.factors(rows.elements(value, 0)[i]));
      }
    }
    return terms;
  }

  private Expr inLanes(Expr value) {
    return value.type().isVector() ? value : Expr.apply(Function.BROADCAST, value);
  }

  private Expr sumOfLanes(String hint, Expr addend) {
    Expr none = Expr.apply(Function.BROADCAST, new Expr.Real(0));
    Local sum = head.variable(hint, Type.VECTOR, none);
    stretches.get(0).add(sum, List.of(addend));
    return Expr.ref(sum);
  }

  private String nameOfSum(Node value) {
    return sumNames.entrySet().stream()
        .filter(entry -> entry.getKey().input(0) == value)
        .map(Map.Entry::getValue)
        .findFirst()
        .orElseGet(() -> Hints.camel("sum." + Hints.of(value)));
  }

  /** Computes what the roots' batch means are of; what comes after belongs to the tail. */
  void batchMeans(List<Node> roots) {
    for (Node node : Topology.sort(roots)) {
      if (node.op() == Op.BATCH_MEAN && laneSums.isEmpty()) {
        compute(node.input(0));
      }
    }
    late = true;
    if (laneSums.isPresent()) {
      // From here on nothing leads to the examples.
      Topology.sort(roots).stream()
          .filter(node -> node.op() == Op.BATCH_MEAN)
          .forEach(node -> done.put(node, batchMean(node)));
    }
  }

  /** Stores the elements of a value per step in the tail. */
  void storeAll(Node node, ArrayRef target, int offset) {
    Expr[] elements = elements(node);
    for (int i = 0; i < elements.length; i++) {
      tail.store(target, Index.of(offset + i), elements[i]);
    }
  }

  /** The whole routine. */
  List<Stmt> finish() {
    List<Stmt> statements = new ArrayList<>(head.statements());
    if (single) {
      return statements;
    }
    for (Loop loop : loops) {
      if (!loop.body().statements().isEmpty()) {
        statements.add(loop.statement());
      }
    }
    few.ifPresent(rows -> statements.addAll(rows.statements()));
    statements.addAll(tail.statements());
    return statements;
  }
}
