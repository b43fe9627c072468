package dev.bpnet.compiler.loop;

/** Integer arithmetic for indices, folded as it is built. */
public final class Index {
  public static final Expr ZERO = new Expr.Int(0);

  private Index() {}

  public static Expr of(int value) {
    return value == 0 ? ZERO : new Expr.Int(value);
  }

  public static Expr of(Local local) {
    return new Expr.Ref(local);
  }

  /** Constants gather on the right: (i + 2) + 3 is i + 5. */
  public static Expr add(Expr a, Expr b) {
    if (a instanceof Expr.Int x) {
      return b instanceof Expr.Int y ? of(x.value() + y.value()) : add(b, a);
    }
    if (b instanceof Expr.Int y && y.value() == 0) {
      return a;
    }
    if (a instanceof Expr.Apply sum
        && sum.function() == Function.ADD
        && sum.operands().get(1) instanceof Expr.Int constant) {
      return b instanceof Expr.Int y
          ? add(sum.operands().get(0), of(constant.value() + y.value()))
          : add(add(sum.operands().get(0), b), constant);
    }
    if (b instanceof Expr.Apply sum
        && sum.function() == Function.ADD
        && sum.operands().get(1) instanceof Expr.Int constant) {
      return add(add(a, sum.operands().get(0)), constant);
    }
    return Expr.apply(Function.ADD, a, b);
  }

  /** Distributes over a sum, so that constants come out. */
  public static Expr multiply(Expr a, int factor) {
    if (factor == 0) {
      return ZERO;
    }
    if (factor == 1) {
      return a;
    }
    if (a instanceof Expr.Int x) {
      return of(x.value() * factor);
    }
    if (a instanceof Expr.Apply apply && apply.operands().size() == 2) {
      Expr first = apply.operands().get(0);
      Expr second = apply.operands().get(1);
      if (apply.function() == Function.ADD) {
        return add(multiply(first, factor), multiply(second, factor));
      }
      if (apply.function() == Function.MULTIPLY && second instanceof Expr.Int inner) {
        return multiply(first, inner.value() * factor);
      }
    }
    return Expr.apply(Function.MULTIPLY, a, of(factor));
  }
}
