package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Affine;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.analysis.Contraction;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Elementwise;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.Share;
import dev.bpnet.compiler.lower.storage.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The loop nest that fills a value's array: one rule per operation, in the order of {@code Op}. */
public final class KernelWriter {
  private final Storage storage;
  private final RowCopies rows;

  public KernelWriter(Storage storage, RowCopies rows) {
    this.storage = storage;
    this.rows = rows;
  }

  /**
   * @param fusion of the region that the node belongs to
   */
  public void write(Node node, Place target, Frame frame, Block block, Fusion fusion) {
    switch (node.op()) {
      case VARIABLE,
          CONSTANT,
          RANDOM,
          INDEX,
          CARRIED,
          NEGATE,
          EXP,
          EXPM1,
          LOG,
          LOG1P,
          SQRT,
          ABS,
          SIGN,
          SIN,
          COS,
          TAN,
          TANH,
          ATAN,
          ERF,
          FLOOR,
          SIGMOID,
          SOFTPLUS,
          NOT,
          TO_REAL ->
          fused(node, target, frame, block);
      case ADD -> {
        if (Fusion.isSumOf(node, fusion)) {
          sumFromStart(node, target, frame, block, fusion);
        } else {
          fused(node, target, frame, block);
        }
      }
      case SUBTRACT,
          MULTIPLY,
          DIVIDE,
          POWER,
          MAXIMUM,
          MINIMUM,
          EQUAL,
          NOT_EQUAL,
          LESS,
          LESS_EQUAL,
          AND,
          OR,
          SELECT ->
          fused(node, target, frame, block);
      case SUM,
          PRODUCT,
          MAX,
          MIN,
          ARGMAX,
          ARGMIN,
          LOG_SUM_EXP,
          SOFTMAX,
          LOG_SOFTMAX,
          PRODUCT_OF_OTHERS ->
          new ReductionKernel(storage, frame, node, target).write(block);
      case CONTRACT -> contract(node, target, frame, block);
      case RESHAPE, TRANSPOSE, EXPAND, SLICE, PICK, ONE_HOT, GATHER, RESULT ->
          fused(node, target, frame, block);
      case PAD -> pad(node, target, frame, block);
      case CONCAT -> concat(node, target, frame, block);
      case SCATTER -> scatter(node, target, frame, block);
      case BATCH_MEAN -> batchMean(node, target, frame, block, fusion);
      case LOOP -> throw new IllegalArgumentException("a loop fills several arrays");
    }
  }

  /** Element by element, with everything fused in that has no array of its own. */
  public void fused(Node node, Place target, Frame frame, Block block) {
    boolean own = storage.isPlaced(node) && !isElsewhere(node, target, frame);
    int size = node.shape().size();
    if (node.op() == Op.CONSTANT && node.kind().isReal()) {
      block.add(new Stmt.Fill(target.array(), target.base(), size, node.value()));
      return;
    }
    if (!own && storage.isPlaced(node)) {
      Place from = storage.place(node, frame).orElseThrow();
      if (target.array().buffer().type() == from.array().buffer().type() && size > 1) {
        from.copyTo(target, size, block);
        return;
      }
    }
    boolean flat =
        own ? isFlatOwn(node, frame) : new Elements(storage, frame, Block.top()).isFlat(node, size);
    if (flat) {
      Nest.over(
          block,
          new int[] {size},
          (inner, at) -> {
            Elements elements = new Elements(storage, frame, inner);
            Expr value =
                own ? elements.flatComputed(node, at.get(0)) : elements.flat(node, at.get(0));
            inner.store(target.array(), target.index(at.get(0)), typed(value, target));
          });
      return;
    }
    Nest.over(
        block,
        node.shape().dims(),
        (inner, at) -> {
          Elements elements = new Elements(storage, frame, inner);
          Expr value = own ? elements.computed(node, at) : elements.element(node, at);
          Expr linear = Place.linear(node.shape(), at);
          inner.store(target.array(), target.index(linear), typed(value, target));
        });
  }

  /** Where the value already lies is another place than the one to fill. */
  private boolean isElsewhere(Node node, Place target, Frame frame) {
    return !storage.place(node, frame).orElseThrow().equals(target);
  }

  private boolean isFlatOwn(Node node, Frame frame) {
    Elements elements = new Elements(storage, frame, Block.top());
    return node.op().isElementwise()
        && node.inputs().stream().allMatch(i -> elements.isFlat(i, node.shape().size()));
  }

  /** Bools and classes as numbers where an array of reals is to be filled. */
  private static Expr typed(Expr value, Place target) {
    boolean converts =
        target.array().buffer().type() == Type.REAL
            && value.type() != Type.REAL
            && value.type() != Type.DOUBLE;
    return converts ? Elementwise.toReal(value) : value;
  }

  private void contract(Node node, Place target, Frame frame, Block block) {
    if (Contraction.of(node).summed().isEmpty()) {
      fused(node, target, frame, block);
      return;
    }
    accumulate(node, node, Optional.empty(), target, frame, block);
  }

  /** start + a contraction. */
  private void sumFromStart(Node node, Place target, Frame frame, Block block, Fusion fusion) {
    int number = fusion.isAbsorbed(node.input(0)) ? 0 : 1;
    accumulate(node, node.input(number), Optional.of(node.input(1 - number)), target, frame, block);
  }

  private void accumulate(
      Node node, Node contract, Optional<Node> start, Place target, Frame frame, Block block) {
    Accumulation.Term term = new ContractionTerm(contract, storage, rows, false);
    new Accumulation(
            node.shape(),
            Contraction.of(contract).summedShape().dims(),
            false,
            term,
            start.map(this::elementTerm),
            frame,
            target,
            scratch(node, target, frame))
        .write(block);
  }

  private ArrayRef scratch(Node node, Place target, Frame frame) {
    if (!Accumulation.needsScratch(node.shape(), target)) {
      return target.array();
    }
    int length = node.shape().dim(node.shape().rank() - 1);
    Buffer.Role own = target.array().buffer().role();
    boolean perExample = own == Buffer.Role.PER_EXAMPLE || own == Buffer.Role.FLAT_PER_EXAMPLE;
    Buffer.Role role = perExample ? Buffer.Role.PER_EXAMPLE : Buffer.Role.FLAT;
    Buffer row =
        new Buffer(storage.unique("row"), role, Type.REAL, 0, length, "A row of a sum on its way");
    return storage.of(storage.add(row), frame).array();
  }

  /** The value itself as the only term. */
  private Accumulation.Term elementTerm(Node node) {
    return (outer, frame, leading, summed) ->
        (sum, block, last) -> {
          List<Expr> at = new ArrayList<>(leading);
          if (at.size() < node.shape().rank()) {
            at.add(last);
          }
          Expr element = new Elements(storage, frame, block).element(node, at);
          return block.apply(Function.ADD, sum, element);
        };
  }

  private void batchMean(Node node, Place target, Frame frame, Block block, Fusion fusion) {
    Node operand = node.input(0);
    if (fusion.isAbsorbed(operand) && operand.op() == Op.SCATTER) {
      batchScatter(operand, target, frame, block);
      return;
    }
    batchSum(node, target, frame, scratch(node, target, frame), fusion).write(block);
  }

  /**
   * Writes a share of the first axis of a mean over the batch, other than one of scattered rows.
   */
  public void shareOfMean(Node node, Share share, Block block, Fusion fusion) {
    Place target = storage.place(node, Frame.ofStep()).orElseThrow();
    ArrayRef scratch = target.array();
    if (Accumulation.needsScratch(node.shape(), target)) {
      int length = node.shape().dim(node.shape().rank() - 1);
      String comment = "Rows of a sum on their way";
      Buffer rows =
          new Buffer(
              storage.unique("rows"), Buffer.Role.ROWS, Type.REAL, share.parts(), length, comment);
      scratch = ArrayRef.row(storage.add(rows), Index.of(Share.SCRATCH));
    }
    batchSum(node, target, Frame.ofStep(), scratch, fusion).write(Optional.of(share), block);
  }

  private Accumulation batchSum(
      Node node, Place target, Frame frame, ArrayRef scratch, Fusion fusion) {
    Node operand = node.input(0);
    boolean contracts = fusion.isAbsorbed(operand);
    return new Accumulation(
        node.shape(),
        contracts ? Contraction.of(operand).summedShape().dims() : new int[0],
        true,
        contracts ? new ContractionTerm(operand, storage, rows, true) : elementTerm(operand),
        Optional.empty(),
        frame,
        target,
        scratch);
  }

  private void pad(Node node, Place target, Frame frame, Block block) {
    block.add(new Stmt.Fill(target.array(), target.base(), node.shape().size(), 0));
    intoBox(node, target, frame, block, false);
  }

  /** Stores the operand of a PAD where it belongs, or adds it to what is there. */
  public void intoBox(Node pad, Place target, Frame frame, Block block, boolean adds) {
    List<Affine> starts = ((Attribute.Box) pad.attribute()).starts();
    Node operand = pad.input(0);
    Nest.over(
        block,
        operand.shape().dims(),
        (inner, at) -> {
          List<Expr> there = new ArrayList<>();
          for (int axis = 0; axis < at.size(); axis++) {
            there.add(Index.add(at.get(axis), frame.affine(starts.get(axis))));
          }
          Expr index = target.index(Place.linear(pad.shape(), there));
          Expr value = new Elements(storage, frame, inner).element(operand, at);
          Expr before = new Expr.Load(target.array(), index);
          inner.store(
              target.array(), index, adds ? Expr.apply(Function.ADD, before, value) : value);
        });
  }

  private void concat(Node node, Place target, Frame frame, Block block) {
    int axis = node.axes().get(0);
    int start = 0;
    for (Node part : node.inputs()) {
      int from = start;
      Nest.over(
          block,
          part.shape().dims(),
          (inner, at) -> {
            List<Expr> there = new ArrayList<>(at);
            there.set(axis, Index.add(at.get(axis), Index.of(from)));
            Expr value = new Elements(storage, frame, inner).element(part, at);
            Expr index = target.index(Place.linear(node.shape(), there));
            inner.store(target.array(), index, value);
          });
      start += part.shape().dim(axis);
    }
  }

  private void scatter(Node node, Place target, Frame frame, Block block) {
    block.add(new Stmt.Fill(target.array(), target.base(), node.shape().size(), 0));
    addRows(node, target, frame, block);
  }

  private void addRows(Node scatter, Place target, Frame frame, Block block) {
    int rank = scatter.input(1).shape().rank();
    Shape shape = scatter.shape();
    Nest.over(
        block,
        scatter.input(0).shape().dims(),
        (inner, at) -> {
          Elements elements = new Elements(storage, frame, inner);
          List<Expr> there = new ArrayList<>();
          there.add(elements.element(scatter.input(1), at.subList(0, rank)));
          there.addAll(at.subList(rank, at.size()));
          Expr index = target.index(Place.linear(shape, there));
          Expr before = new Expr.Load(target.array(), index);
          Expr value = elements.element(scatter.input(0), at);
          inner.store(target.array(), index, Expr.apply(Function.ADD, before, value));
        });
  }

  private void batchScatter(Node scatter, Place target, Frame frame, Block block) {
    int size = scatter.shape().size();
    block.add(new Stmt.Fill(target.array(), target.base(), size, 0));
    Nest.counted(
        block,
        "b",
        Index.ZERO,
        Index.of(Program.COUNT),
        1,
        (inner, b) -> {
          Frame there = frame.at(Index.add(Index.of(Program.FIRST), b), b);
          addRows(scatter, target, there, inner);
        });
    Expr count = Expr.apply(Function.INT_TO_REAL, Index.of(Program.COUNT));
    Expr scale = block.let(Expr.apply(Function.DIVIDE, new Expr.Real(1), count), "scale", true);
    Nest.counted(
        block,
        "i",
        target.base(),
        Index.add(target.base(), Index.of(size)),
        1,
        (inner, i) -> {
          Expr sum = new Expr.Load(target.array(), i);
          inner.store(target.array(), i, Expr.apply(Function.MULTIPLY, sum, scale));
        });
  }
}
