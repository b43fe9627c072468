package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;

/** Classes of several examples, one in each lane of floats. */
public final class LaneClasses {
  /** 1.5 · 2^23, whose last place is 1, and its bits. */
  private static final double ROUNDER = 0x1.8p23;

  private static final int BITS_OF_ROUNDER = 0x4b400000;

  private LaneClasses() {}

  /** The integers as reals: masks of integers are not masks of reals. */
  public static Expr asReals(Expr integers) {
    Expr bits = Expr.apply(Function.ADD, integers, new Expr.Int(BITS_OF_ROUNDER));
    Expr shifted = Expr.apply(Function.OF_BITS, bits);
    Expr rounder = Expr.apply(Function.BROADCAST, new Expr.Real(ROUNDER));
    return Expr.apply(Function.SUBTRACT, shifted, rounder);
  }
}
