package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.lower.batch.Batches;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.storage.Layout;
import java.util.List;

/**
 * The caller's array of outputs, one example behind the other.
 *
 * @param from the first example that is predicted
 */
record PredictedOutputs(Graph graph, Layout layout, KernelWriter kernels, Expr from) {
  /** Writes what copies, or computes, the outputs of the example of the frame. */
  void copy(Block block, Frame frame) {
    int offset = 0;
    for (Node output : graph.outputs().values()) {
      Place place = new Place(array(), Index.add(start(frame.example()), Index.of(offset)));
      kernels.fused(output, place, frame, block);
      offset += output.shape().size();
    }
  }

  /** Where the outputs of an example begin. */
  Expr start(Expr example) {
    Expr number = Expr.apply(Function.SUBTRACT, example, from);
    return Index.multiply(number, layout.size(Buffer.Role.OUTPUTS));
  }

  Batches.Results results(List<Stmt> copies) {
    return new Batches.Results(List.copyOf(graph.outputs().values()), array(), copies);
  }

  private ArrayRef array() {
    return ArrayRef.flat(layout.array(Buffer.Role.OUTPUTS));
  }
}
