package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Type;

/**
 * What a function is from some numbers on. Single numbers are compared first: a branch that is
 * never taken is not waited for. With vectors the value is computed of any x, and the choice comes
 * last, so that only it is waited for, not the comparisons; until then nothing harms that an x
 * beyond the limits leaves nothing sensible in its lane. Both ways give the same bits.
 *
 * @param least below it the function is {@code first}; 0 for arguments that are not negative
 * @param most above it the function is {@code last}
 */
record Limits(double least, double first, double most, double last) {
  /** The argument of what is computed: the nearer limit where a single number is beyond it. */
  Expr before(FloatCode code, Expr x) {
    if (code.type() == Type.VECTOR) {
      return x;
    }
    Expr above = least == 0 ? x : code.let("bounded", code.atLeast(least, x));
    return code.let("within", code.atMost(most, above));
  }

  /** The function, given what was computed; NaN stays. */
  Expr after(FloatCode code, Expr x, Expr value) {
    if (code.type() != Type.VECTOR) {
      return value;
    }
    Expr known = code.let("value", value);
    Expr below = least == 0 ? known : code.choose(code.less(x, least), code.real(first), known);
    return code.choose(code.greater(x, most), code.real(last), below);
  }
}
