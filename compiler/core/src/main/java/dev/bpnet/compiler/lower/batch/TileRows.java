package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.lower.code.Block;
import dev.bpnet.compiler.lower.code.Nest;

/**
 * A range of rows, divided into tiles: of six rows, then of four, then what is left. Instead of six
 * and two or three left over it takes four and four.
 *
 * @param from the first row
 * @param sixes where the tiles of six end
 * @param fours where those of four end
 * @param to the end of the range; at most three rows before it are left
 */
record TileRows(Expr from, Expr sixes, Expr fours, Expr to) {
  /**
   * Rows of a tall tile: with two vectors each they need 12 registers for sums, and 3 to feed them.
   */
  static final int TALL = 6;

  private static final int LOW = 4;

  /** Writes the code for a range of tiles. */
  interface Tile {
    /**
     * @param height how many rows
     * @param row the first one
     */
    void write(int height, Block block, Expr row);
  }

  /** A range known only when the code runs. */
  static TileRows of(Expr from, Expr to, Block block) {
    Expr count = from.equals(Index.ZERO) ? to : Expr.apply(Function.SUBTRACT, to, from);
    Expr rest = block.let(remainder(count, TALL), "rest", true);
    Expr half = Expr.apply(Function.DIVIDE, rest, Index.of(2));
    Expr back = Index.add(rest, Index.multiply(remainder(half, 2), TALL));
    Expr end = Expr.apply(Function.MAX, from, Expr.apply(Function.SUBTRACT, to, back));
    Expr sixes = block.let(end, "sixes", true);
    Expr left = remainder(Expr.apply(Function.SUBTRACT, to, sixes), LOW);
    return new TileRows(
        from, sixes, block.let(Expr.apply(Function.SUBTRACT, to, left), "fours", true), to);
  }

  private static Expr remainder(Expr a, int b) {
    return Expr.apply(Function.REMAINDER, a, Index.of(b));
  }

  /** Rows from 0. */
  static TileRows of(int count) {
    int rest = count % TALL;
    int sixes = Math.max(0, count - rest - rest / 2 % 2 * TALL);
    int fours = count - (count - sixes) % LOW;
    return new TileRows(Index.ZERO, Index.of(sixes), Index.of(fours), Index.of(count));
  }

  /** The tiles of six and four rows. */
  void tiles(Block block, String name, Tile tile) {
    tiles(block, name, from, sixes, TALL, tile);
    tiles(block, name, sixes, fours, LOW, tile);
  }

  /** The rows that are left: one by one, or in one tile if it is known how many they are. */
  void rest(Block block, String name, Tile tile) {
    if (fours instanceof Expr.Int first && to instanceof Expr.Int last) {
      if (first.value() < last.value()) {
        tile.write(last.value() - first.value(), block, fours);
      }
    } else {
      tiles(block, name, fours, to, 1, tile);
    }
  }

  private static void tiles(Block block, String name, Expr start, Expr end, int height, Tile tile) {
    if (start instanceof Expr.Int first && end instanceof Expr.Int last) {
      if (first.value() + height == last.value()) {
        tile.write(height, block, start);
      }
      if (first.value() + height >= last.value()) {
        return;
      }
    }
    Nest.counted(block, name, start, end, height, (inner, row) -> tile.write(height, inner, row));
  }
}
