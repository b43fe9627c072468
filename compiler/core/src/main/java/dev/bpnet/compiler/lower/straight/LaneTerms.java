package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.lower.code.Block;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What sums over a batch are made of, where one routine would be too long for all: values of as
 * many examples as there are lanes lie in an array between the routine that computes them and those
 * that add them up.
 */
final class LaneTerms {
  private final int lanes;
  private final List<Term> terms = new ArrayList<>();
  private final Map<Expr, Integer> places = new LinkedHashMap<>();
  private final Map<Integer, String> names = new HashMap<>();

  /**
   * A value, or the product of two, that is added to a sum.
   *
   * @param place of the sum
   */
  private record Term(int place, List<Integer> factors) {}

  LaneTerms(int lanes) {
    this.lanes = lanes;
  }

  /**
   * Notes what is to be added to the sum at a place.
   *
   * @param factors vectors, one or two
   */
  void add(int place, List<Expr> factors) {
    List<Integer> stored = new ArrayList<>();
    for (Expr factor : factors) {
      Integer at = places.computeIfAbsent(factor, f -> places.size() * lanes);
      names.put(at, factor instanceof Expr.Ref ref ? ref.local().hint() : "t");
      stored.add(at);
    }
    terms.add(new Term(place, stored));
  }

  Buffer buffer() {
    return new Buffer(
        "laneTerms",
        Buffer.Role.FLAT,
        Type.REAL,
        0,
        places.size() * lanes,
        "Values of examples in lanes, of which sums are made");
  }

  /** Stores the values noted. */
  void store(Block block, Buffer buffer) {
    places.forEach((value, place) -> block.store(ArrayRef.flat(buffer), Index.of(place), value));
  }

  /** Statements that add to so many sums at a time. */
  List<List<Stmt>> additions(Buffer buffer, Buffer sums, int most) {
    int parts = (terms.size() + most - 1) / most;
    return IntStream.range(0, parts)
        .mapToObj(
            part ->
                additions(
                    buffer,
                    sums,
                    terms.subList(part * terms.size() / parts, (part + 1) * terms.size() / parts)))
        .toList();
  }

  private List<Stmt> additions(Buffer buffer, Buffer sums, List<Term> terms) {
    Block block = Block.top();
    for (Term term : terms) {
      List<Expr> operands = new ArrayList<>();
      term.factors()
          .forEach(place -> operands.add(block.let(lanes(buffer, place), names.get(place), true)));
      operands.add(lanes(sums, term.place()));
      Expr sum = new Expr.Apply(operands.size() == 3 ? Function.FMA : Function.ADD, operands);
      block.store(ArrayRef.flat(sums), Index.of(term.place()), sum);
    }
    return block.statements();
  }

  private static Expr lanes(Buffer buffer, int place) {
    return Expr.apply(Function.LANES, new Expr.Load(ArrayRef.flat(buffer), Index.of(place)));
  }
}
