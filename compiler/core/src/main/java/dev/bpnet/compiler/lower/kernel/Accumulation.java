package dev.bpnet.compiler.lower.kernel;

import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Frame;
import dev.bpnet.compiler.lower.code.Nest;
import dev.bpnet.compiler.lower.code.Place;
import dev.bpnet.compiler.lower.code.Share;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;

/**
 * Sums of many terms into a tensor: contractions, and means over the batch.
 *
 * <p>Two forms. Where the last axis of the result is long, a multiple of a row is added to the
 * result's row, four terms for each visit, in a loop with one store and bare indices, which HotSpot
 * vectorises. Where it is short, one row of the result is held in locals while the terms pass by.
 */
public final class Accumulation {
  /** Result rows up to this length are held in locals. */
  public static final int MOST_LOCALS = 12;

  public static final int TERMS = 4;

  /** The terms of a sum at one place of the result's leading axes and of the summed ones. */
  public interface Term {
    /**
     * @param outer where what does not depend on the last axis is computed
     */
    AddedTerm at(Block outer, Frame frame, List<Expr> leading, List<Expr> summed);
  }

  /** One term along the last axis of the result. */
  public interface AddedTerm {
    Expr addedTo(Expr sum, Block block, Expr last);
  }

  private final Shape result;
  private final int[] summed;
  private final boolean overBatch;
  private final Term term;
  private final Optional<Term> start;
  private final Frame frame;
  private final Place target;
  private final ArrayRef scratch;

  /**
   * @param summed lengths of the summed axes
   * @param overBatch whether the sum runs over the examples of the batch as well, and becomes their
   *     mean
   * @param start what the sum starts from; zero if absent
   * @param scratch a row for results that are not rows themselves
   */
  Accumulation(
      Shape result,
      int[] summed,
      boolean overBatch,
      Term term,
      Optional<Term> start,
      Frame frame,
      Place target,
      ArrayRef scratch) {
    this.result = result;
    this.summed = summed.clone();
    this.overBatch = overBatch;
    this.term = term;
    this.start = start;
    this.frame = frame;
    this.target = target;
    this.scratch = scratch;
  }

  /** Whether a result of this shape needs the scratch row. */
  static boolean needsScratch(Shape result, Place target) {
    return last(result) > MOST_LOCALS && !(result.rank() == 1 && target.base().equals(Index.ZERO));
  }

  /** Whether rows of the result are too long to be held in locals. */
  public static boolean isLong(Shape result) {
    return last(result) > MOST_LOCALS;
  }

  private static int last(Shape result) {
    return result.isScalar() ? 1 : result.dim(result.rank() - 1);
  }

  void write(Block block) {
    write(Optional.empty(), block);
  }

  /**
   * @param share of the first axis to compute; absent for all of it
   */
  void write(Optional<Share> share, Block block) {
    int[] leading =
        result.isScalar() ? new int[0] : Arrays.copyOf(result.dims(), result.rank() - 1);
    if (overBatch) {
      scale(block);
      if (last(result) > MOST_LOCALS) {
        tail(block);
      }
    }
    BiConsumer<Block, List<Expr>> body =
        (inner, at) -> {
          if (last(result) > MOST_LOCALS) {
            rowForm(inner, at);
          } else {
            localsForm(inner, at);
          }
        };
    share.ifPresentOrElse(
        part -> Nest.over(block, part, leading, body), () -> Nest.over(block, leading, body));
  }

  private Expr linear(List<Expr> leading, Expr last) {
    List<Expr> at = new ArrayList<>(leading);
    if (!result.isScalar()) {
      at.add(last);
    }
    return Place.linear(result, at);
  }

  /** 1 / count. */
  public static Expr scale(Block block) {
    Expr count = Expr.apply(Function.INT_TO_REAL, Index.of(Program.COUNT));
    return block.let(Expr.apply(Function.DIVIDE, new Expr.Real(1), count), "scale", true);
  }

  /** The first example after the groups of four. */
  public static Expr tail(Block block) {
    Expr count = Index.of(Program.COUNT);
    Expr rest = Expr.apply(Function.REMAINDER, count, Index.of(TERMS));
    return block.let(Expr.apply(Function.SUBTRACT, count, rest), "tail", true);
  }

  private void rowForm(Block block, List<Expr> at) {
    boolean direct = !needsScratch(result, target);
    ArrayRef row = direct ? target.array() : scratch;
    int length = last(result);
    begin(block, at, row, length);
    BiConsumer<Block, List<Expr>> terms =
        (inner, outerSummed) -> {
          if (overBatch) {
            batchTerms(inner, at, outerSummed, row);
          } else {
            staticTerms(inner, at, outerSummed, row);
          }
        };
    int outer = overBatch ? summed.length : Math.max(0, summed.length - 1);
    Nest.over(block, Arrays.copyOf(summed, outer), terms);
    if (overBatch) {
      Nest.counted(
          block,
          "j",
          Index.ZERO,
          Index.of(length),
          1,
          (inner, j) -> {
            Expr sum = new Expr.Load(row, j);
            inner.store(row, j, Expr.apply(Function.MULTIPLY, sum, scale(inner)));
          });
    }
    if (!direct) {
      Expr place = target.index(linear(at, Index.ZERO));
      block.add(new Stmt.Copy(row, Index.ZERO, target.array(), place, length));
    }
  }

  private void begin(Block block, List<Expr> at, ArrayRef row, int length) {
    if (start.isEmpty()) {
      block.add(new Stmt.Fill(row, Index.ZERO, length, 0));
      return;
    }
    Nest.counted(
        block,
        "j",
        Index.ZERO,
        Index.of(length),
        1,
        (inner, j) -> {
          AddedTerm first = start.get().at(inner, frame, at, List.of());
          inner.store(row, j, first.addedTo(new Expr.Real(0), inner, j));
        });
  }

  private void staticTerms(Block block, List<Expr> at, List<Expr> outerSummed, ArrayRef row) {
    int count = summed.length == 0 ? 1 : summed[summed.length - 1];
    int whole = count / TERMS * TERMS;
    if (whole > 0) {
      String name = "k";
      Nest.counted(
          block,
          name,
          Index.ZERO,
          Index.of(whole),
          TERMS,
          (inner, k) -> addRow(inner, at, outerSummed, k, TERMS, row));
    }
    if (whole < count) {
      addRow(block, at, outerSummed, Index.of(whole), count - whole, row);
    }
  }

  private void addRow(
      Block block, List<Expr> at, List<Expr> outerSummed, Expr k, int terms, ArrayRef row) {
    List<AddedTerm> added = new ArrayList<>();
    for (int i = 0; i < terms; i++) {
      List<Expr> place = new ArrayList<>(outerSummed);
      if (summed.length > 0) {
        place.add(Index.add(k, Index.of(i)));
      }
      added.add(term.at(block, frame, at, place));
    }
    addAll(block, added, row);
  }

  private void batchTerms(Block block, List<Expr> at, List<Expr> outerSummed, ArrayRef row) {
    Expr tail = tail(block);
    Nest.counted(
        block,
        "b",
        Index.ZERO,
        tail,
        TERMS,
        (inner, b) -> {
          List<AddedTerm> added = new ArrayList<>();
          for (int i = 0; i < TERMS; i++) {
            Frame there = atSlot(Index.add(b, Index.of(i)));
            added.add(term.at(inner, there, at, outerSummed));
          }
          addAll(inner, added, row);
        });
    Nest.counted(
        block,
        "b",
        tail,
        Index.of(Program.COUNT),
        1,
        (inner, b) -> addAll(inner, List.of(term.at(inner, atSlot(b), at, outerSummed)), row));
  }

  private Frame atSlot(Expr slot) {
    return frame.at(Index.add(Index.of(Program.FIRST), slot), slot);
  }

  private void addAll(Block block, List<AddedTerm> added, ArrayRef row) {
    addAll(block, added, row, last(result));
  }

  /** Adds terms to every element of a row, with one store. */
  public static void addAll(Block block, List<AddedTerm> added, ArrayRef row, int length) {
    addAll(block, added, (inner, j) -> new Expr.Load(row, j), row, length);
  }

  /**
   * Fills a row with sums, with one store for each.
   *
   * @param start what the terms are added to, by the place in the row
   */
  public static void addAll(
      Block block,
      List<AddedTerm> added,
      BiFunction<Block, Expr, Expr> start,
      ArrayRef row,
      int length) {
    Nest.counted(
        block,
        "j",
        Index.ZERO,
        Index.of(length),
        1,
        (inner, j) -> {
          Expr sum = start.apply(inner, j);
          for (AddedTerm one : added) {
            sum = one.addedTo(sum, inner, j);
          }
          inner.store(row, j, sum);
        });
  }

  private void localsForm(Block block, List<Expr> at) {
    int length = last(result);
    List<Local> sums = new ArrayList<>();
    for (int j = 0; j < length; j++) {
      Expr first = new Expr.Real(0);
      if (start.isPresent()) {
        AddedTerm from = start.get().at(block, frame, at, List.of());
        first = from.addedTo(first, block, Index.of(j));
      }
      sums.add(block.variable(length == 1 ? "sum" : "sum" + j, Type.REAL, first));
    }
    BiConsumer<Block, List<Expr>> terms =
        (inner, place) -> {
          if (overBatch) {
            Nest.counted(
                inner,
                "b",
                Index.ZERO,
                Index.of(Program.COUNT),
                1,
                (body, b) -> addToLocals(body, term.at(body, atSlot(b), at, place), sums));
          } else {
            addToLocals(inner, term.at(inner, frame, at, place), sums);
          }
        };
    Nest.over(block, summed, terms);
    for (int j = 0; j < length; j++) {
      Expr sum = Expr.ref(sums.get(j));
      Expr value = overBatch ? Expr.apply(Function.MULTIPLY, sum, scale(block)) : sum;
      block.store(target.array(), target.index(linear(at, Index.of(j))), value);
    }
  }

  private static void addToLocals(Block block, AddedTerm added, List<Local> sums) {
    for (int j = 0; j < sums.size(); j++) {
      Expr sum = Expr.ref(sums.get(j));
      block.add(new Stmt.Assign(sums.get(j), added.addedTo(sum, block, Index.of(j))));
    }
  }
}
