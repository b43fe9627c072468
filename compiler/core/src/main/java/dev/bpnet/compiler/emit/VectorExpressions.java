package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Type;
import java.util.List;

/** Expressions of vectors as Java: operations are methods of the first operand. */
final class VectorExpressions {
  private final boolean single;
  private final ExpressionWriter expressions;

  VectorExpressions(boolean single, ExpressionWriter expressions) {
    this.single = single;
    this.expressions = expressions;
  }

  CodeBlock write(Function function, List<Expr> operands) {
    if (function == Function.LANE_NUMBERS) {
      return CodeBlock.of(
          "$T.fromArray(SPECIES, $L, 0)", VectorTypes.vector(single), LaneTables.NUMBERS);
    }
    Expr first = operands.get(0);
    return switch (function) {
      case LANES -> lanes((Expr.Load) first);
      case GATHER -> gather((Expr.Load) first, operands.get(1), operands.get(2));
      case BROADCAST ->
          CodeBlock.of(
              "$T.broadcast(SPECIES, $L)", VectorTypes.vector(single), expressions.write(first));
      case PAIR_SUMS -> pairSums(first, operands.get(1), ((Expr.Int) operands.get(2)).value());
      case CHOOSE -> call(operands.get(2), "blend", List.of(operands.get(1), first));
      case EQUAL -> compare("EQ", operands);
      case NOT_EQUAL -> compare("NE", operands);
      case LESS -> compare("LT", operands);
      case LESS_EQUAL -> compare("LE", operands);
      case GREATER -> compare("GT", operands);
      case SHIFT_LEFT -> lanewise("LSHL", operands);
      case SHIFT_RIGHT -> lanewise("ASHR", operands);
      default -> call(first, method(function), operands.subList(1, operands.size()));
    };
  }

  private CodeBlock lanes(Expr.Load load) {
    if (load.type() == Type.INT) {
      return CodeBlock.of(
          "$T.fromArray($T.SPECIES_256, $L, $L)",
          VectorTypes.INTEGERS,
          VectorTypes.INTEGERS,
          expressions.array(load.array()),
          expressions.write(load.index()));
    }
    return CodeBlock.of(
        "$T.fromArray(SPECIES, $L, $L)",
        VectorTypes.vector(single),
        expressions.array(load.array()),
        expressions.write(load.index()));
  }

  private CodeBlock gather(Expr.Load first, Expr width, Expr count) {
    boolean integers = first.type() == Type.INT;
    return CodeBlock.of(
        "$T.fromArray($L, $L, $L,$W$L, $L * $L)",
        integers ? VectorTypes.INTEGERS : VectorTypes.vector(single),
        integers ? CodeBlock.of("$T.SPECIES_256", VectorTypes.INTEGERS) : "SPECIES",
        expressions.array(first.array()),
        expressions.write(first.index()),
        LaneTables.rows(((Expr.Int) width).value()),
        expressions.write(count),
        VectorTypes.lanes(single));
  }

  private CodeBlock pairSums(Expr first, Expr second, int distance) {
    String upper = LaneTables.upper(distance);
    return CodeBlock.of(
        "$L.add($L$Z.rearrange($L))",
        call(first, "blend", second, upper),
        call(second, "blend", first, upper),
        LaneTables.swapped(distance));
  }

  private CodeBlock call(Expr first, String method, Expr second, String mask) {
    return CodeBlock.of(
        "$L$Z.$L($L, $L)", expressions.write(first), method, expressions.write(second), mask);
  }

  /** The name of the method that does it. */
  static String method(Function function) {
    return switch (function) {
      case ADD -> "add";
      case SUBTRACT -> "sub";
      case MULTIPLY -> "mul";
      case DIVIDE -> "div";
      case NEGATE -> "neg";
      case FMA -> "fma";
      case ABS -> "abs";
      case SQRT -> "sqrt";
      case MAX -> "max";
      case MIN -> "min";
      case BIT_AND -> "and";
      case BIT_OR -> "or";
      case TO_BITS -> "reinterpretAsInts";
      case OF_BITS -> "reinterpretAsFloats";
      default -> throw new IllegalArgumentException(function + " of vectors");
    };
  }

  private CodeBlock call(Expr first, String method, List<Expr> others) {
    return CodeBlock.of("$L$Z.$L($L)", expressions.write(first), method, expressions.list(others));
  }

  private CodeBlock compare(String operator, List<Expr> operands) {
    return CodeBlock.of(
        "$L$Z.compare($T.$L,$W$L)",
        expressions.write(operands.get(0)),
        VectorTypes.OPERATORS,
        operator,
        expressions.write(operands.get(1)));
  }

  private CodeBlock lanewise(String operator, List<Expr> operands) {
    return CodeBlock.of(
        "$L$Z.lanewise($T.$L,$W$L)",
        expressions.write(operands.get(0)),
        VectorTypes.OPERATORS,
        operator,
        expressions.write(operands.get(1)));
  }
}
