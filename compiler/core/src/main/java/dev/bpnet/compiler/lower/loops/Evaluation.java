package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Hints;
import dev.bpnet.compiler.lower.kernel.Elements;
import dev.bpnet.compiler.lower.storage.Layout;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The evaluate pass: means of the loss and the metrics over the examples, summed in double. */
final class Evaluation {
  /** So many metrics have a local each for their sum; more are summed in the caller's array. */
  private static final int MOST_LOCALS = 16;

  private static final Local FROM = Local.named("from", Type.INT);
  private static final Local TO = Local.named("to", Type.INT);

  private final Graph graph;
  private final Storage storage;
  private final Expr count;
  private final ArrayRef metrics;
  private final Block head = Block.top();
  private final Block tail = Block.top();

  Evaluation(Graph graph, Layout layout, Storage storage) {
    this.graph = graph;
    this.storage = storage;
    this.count = Expr.apply(Function.SUBTRACT, Index.of(TO), Index.of(FROM));
    this.metrics = ArrayRef.flat(layout.array(Buffer.Role.METRICS));
  }

  /**
   * @param step computes what is the same for all examples
   * @param each computes what belongs to an example
   */
  Routine routine(List<Stmt> step, List<Routine> each, ExampleLoops loops) {
    head.addAll(step);
    Block examples = head.inner();
    loops.all(each, Index.of(FROM), Index.of(TO), this::means, examples);
    List<Stmt> whole = new ArrayList<>(head.statements());
    whole.addAll(examples.statements());
    whole.addAll(tail.statements());
    return new Routine("evaluate", "", List.of(FROM, TO), whole, loops.inChunks(each));
  }

  /** Sums before the loop over the examples, additions in it, means behind it. */
  private void means(Block body, Frame frame) {
    Node lossNode = graph.loss().orElseThrow();
    Expr loss = mean(storage, lossNode, "lossSum", head, body, frame, count);
    boolean inLocals = graph.metrics().size() <= MOST_LOCALS;
    int number = 0;
    for (Map.Entry<String, Node> metric : graph.metrics().entrySet()) {
      if (inLocals || !metric.getValue().perExample()) {
        String name = Hints.camel(metric.getKey()) + "Sum";
        Expr mean = mean(storage, metric.getValue(), name, head, body, frame, count);
        tail.store(metrics, Index.of(number), mean);
      } else {
        meanInPlace(metric.getValue(), Index.of(number), body, frame);
      }
      number++;
    }
    tail.add(new Stmt.Return(loss));
  }

  private void meanInPlace(Node metric, Expr number, Block body, Frame frame) {
    head.store(metrics, number, new Expr.Real(0));
    Expr sum = new Expr.Load(metrics, number);
    Expr value = new Elements(storage, frame, body).element(metric, List.of());
    body.store(metrics, number, Expr.apply(Function.ADD, sum, value));
    tail.store(metrics, number, Expr.apply(Function.DIVIDE, sum, count));
  }

  /** The mean of a scalar over the examples, in double; of a value per step the value itself. */
  static Expr mean(
      Storage storage, Node scalar, String name, Block head, Block body, Frame frame, Expr count) {
    if (!scalar.perExample()) {
      return new Elements(storage, frame, head).element(scalar, List.of());
    }
    Local sum = head.variable(name, Type.DOUBLE, new Expr.Real(0));
    Expr value = new Elements(storage, frame, body).element(scalar, List.of());
    body.add(new Stmt.Assign(sum, Expr.apply(Function.ADD, Expr.ref(sum), value)));
    return Expr.apply(Function.DIVIDE, Expr.ref(sum), count);
  }
}
