package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import java.util.ArrayList;
import java.util.List;

/**
 * The few operations that elementary functions are made of, on single floats or on vectors of them.
 */
final class FloatCode {
  private final Type type;
  private final List<Stmt> statements = new ArrayList<>();

  /**
   * @param type {@link Type#REAL} or {@link Type#VECTOR}
   */
  FloatCode(Type type) {
    this.type = type;
  }

  Type type() {
    return type;
  }

  List<Stmt> statements() {
    return statements;
  }

  /** The value under a name, computed once. */
  Expr let(String name, Expr value) {
    Local local = Local.named(name, value.type());
    statements.add(new Stmt.Declare(local, value, false));
    return Expr.ref(local);
  }

  Expr real(double value) {
    Expr real = new Expr.Real(value);
    return type == Type.VECTOR ? Expr.apply(Function.BROADCAST, real) : real;
  }

  /** a·b + c. */
  Expr fma(Expr a, Expr b, Expr c) {
    return Expr.apply(Function.FMA, a, b, c);
  }

  /** a·b + c. */
  Expr fma(double a, Expr b, Expr c) {
    return fma(real(a), b, c);
  }

  /** a·b + c. */
  Expr fma(double a, Expr b, double c) {
    return fma(real(a), b, real(c));
  }

  Expr plus(Expr a, Expr b) {
    return Expr.apply(Function.ADD, a, b);
  }

  Expr minus(Expr a, Expr b) {
    return Expr.apply(Function.SUBTRACT, a, b);
  }

  Expr times(Expr a, Expr b) {
    return Expr.apply(Function.MULTIPLY, a, b);
  }

  Expr over(Expr a, Expr b) {
    return Expr.apply(Function.DIVIDE, a, b);
  }

  Expr negative(Expr x) {
    return Expr.apply(Function.NEGATE, x);
  }

  Expr magnitude(Expr x) {
    return Expr.apply(Function.ABS, x);
  }

  Expr less(Expr a, double b) {
    return Expr.apply(Function.LESS, a, real(b));
  }

  Expr greater(Expr a, double b) {
    return Expr.apply(Function.GREATER, a, real(b));
  }

  Expr equal(Expr a, double b) {
    return Expr.apply(Function.EQUAL, a, real(b));
  }

  Expr choose(Expr condition, Expr yes, Expr no) {
    return Expr.apply(Function.CHOOSE, condition, yes, no);
  }

  /** The bound where x is below it; NaN stays. */
  Expr atLeast(double bound, Expr x) {
    return choose(less(x, bound), real(bound), x);
  }

  /** The bound where x is above it; NaN stays. */
  Expr atMost(double bound, Expr x) {
    return choose(greater(x, bound), real(bound), x);
  }

  Expr bits(Expr x) {
    return Expr.apply(Function.TO_BITS, x);
  }

  Expr ofBits(Expr bits) {
    return Expr.apply(Function.OF_BITS, bits);
  }

  /** The exponent's place in a float is from bit 23 on. */
  Expr toExponent(Expr integer) {
    return Expr.apply(Function.SHIFT_LEFT, integer, new Expr.Int(23));
  }

  Expr shiftRight(Expr integer, int places) {
    return Expr.apply(Function.SHIFT_RIGHT, integer, new Expr.Int(places));
  }

  Expr plusBits(Expr integer, int constant) {
    return Expr.apply(Function.ADD, integer, new Expr.Int(constant));
  }

  /** A value that is negative so far, or zero, with the sign of x. */
  Expr withSign(Expr negative, Expr x) {
    Expr sign = let("sign", Expr.apply(Function.BIT_OR, bits(x), new Expr.Int(Integer.MAX_VALUE)));
    return ofBits(Expr.apply(Function.BIT_AND, bits(negative), sign));
  }
}
