package dev.bpnet.compiler.lower.loops;

import dev.bpnet.compiler.graph.Dependence;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Topology;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Demand;
import dev.bpnet.compiler.lower.analysis.Pass;
import dev.bpnet.compiler.lower.analysis.Stages;
import dev.bpnet.compiler.lower.code.LaneContents;
import dev.bpnet.compiler.lower.kernel.KernelWriter;
import dev.bpnet.compiler.lower.kernel.RowCopies;
import dev.bpnet.compiler.lower.storage.Layout;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * The plan for every network: values in arrays, loop nests over their elements. What depends on
 * parameters alone is computed when they change; forward and backward run layer by layer over the
 * examples, or example by example; gradients are summed over the batch afterwards, parameter by
 * parameter.
 */
public final class LoopPlan {
  private final Model model;
  private final OptionalInt lanes;
  private final LaneContents contents;
  private final Layout layout;
  private final Storage storage;
  private final RowCopies rows;
  private final KernelWriter kernels;
  private final Stages stages;
  private final Demand demand;
  private final Region region;
  private final Optional<Buffer> newStates;
  private final Map<Variable, Node> copied = new LinkedHashMap<>();

  /**
   * @param lanes of a vector; absent for code without vectors
   * @param contents what vectors are filled with
   * @param panels the width of the panels that parameters' matrices lie in; others lie row by row
   */
  public LoopPlan(
      Model model, OptionalInt lanes, LaneContents contents, Map<Variable, Integer> panels) {
    this.lanes = lanes;
    this.contents = contents;
    this.model = model;
    this.layout = new Layout(model, panels);
    this.storage = new Storage(layout, lanes.isPresent());
    this.rows = new RowCopies(storage);
    this.kernels = new KernelWriter(storage, rows);
    List<Node> roots = new ArrayList<>(model.prediction().roots());
    roots.addAll(model.training().roots());
    this.stages = new Stages(roots);
    this.demand = new Demand(model, stages);
    Set<Node> redirected = redirectGradients();
    this.region = new Region(Topology.sort(roots), roots, redirected, storage, kernels);
    region.allocate(false);
    this.newStates = newStates();
  }

  /** Gradients are computed where they belong; those that cannot be are copied there. */
  private Set<Node> redirectGradients() {
    Set<Node> redirected = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Map.Entry<Variable, Node> entry : model.training().gradients().entrySet()) {
      Node node = entry.getValue();
      if (entry.getKey().dependence() == Dependence.EXAMPLE) {
        continue;
      }
      boolean computed =
          node.op().group() != Op.Group.LEAF
              && node.op() != Op.RESULT
              && node.op() != Op.RESHAPE
              && node.kind().isReal()
              && demand.of(node).equals(Set.of(Pass.TRAIN));
      if (computed && redirected.add(node)) {
        storage.redirect(node, entry.getKey());
      } else {
        copied.put(entry.getKey(), node);
        storage.readAcross(entry.getKey());
      }
    }
    return redirected;
  }

  private Optional<Buffer> newStates() {
    int size = model.training().updates().keySet().stream().mapToInt(v -> v.shape().size()).sum();
    return size == 0
        ? Optional.empty()
        : Optional.of(
            storage.add(
                new Buffer(
                    storage.unique("newStates"),
                    Buffer.Role.FLAT,
                    Type.REAL,
                    0,
                    size,
                    "States to come")));
  }

  /** Matrices that the program reads as if they did not lie in panels: it must not be used. */
  public Set<Variable> readAcross() {
    return storage.readAcross();
  }

  /**
   * @param why this plan and not the other
   */
  public Program program(String why) {
    PassWriter.Parts parts =
        new PassWriter.Parts(
            model, layout, storage, rows, kernels, stages, demand, region, newStates, lanes,
            contents);
    return new PassWriter(parts)
        .write((lanes.isPresent() ? "loops and vectors: " : "loops: ") + why, copied);
  }
}
