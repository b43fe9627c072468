package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.loop.Uses;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The operations that vector code uses, each once, for when its class is initialised; comparisons,
 * choices between lanes and moves of lanes are not looked up and not here.
 *
 * <p>The vector module looks an operation up when it is first used. Where HotSpot has compiled the
 * look-up by then, its guess of a class fails, and it takes note. It adds the notes up for all
 * operations of a method that it compiles; from a hundred on it guesses no classes there, so that
 * vectors remain objects for as long as the JVM runs. An operation of the loss comes late: the
 * first layer of a large network before it runs a million others.
 */
final class FirstUses {
  private final boolean single;
  private final Set<Function> ofReals = EnumSet.noneOf(Function.class);
  private final Set<Function> ofIntegers = EnumSet.noneOf(Function.class);

  FirstUses(boolean single, List<Routine> routines) {
    this.single = single;
    routines.forEach(routine -> Uses.walkAll(routine.body(), this::collect));
  }

  private void collect(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      Function function = apply.function() == Function.PAIR_SUMS ? Function.ADD : apply.function();
      if (isLookedUp(function) && apply.type() == Type.VECTOR) {
        ofReals.add(function);
      } else if (isLookedUp(function) && apply.type() == Type.INT_VECTOR) {
        ofIntegers.add(function);
      }
    }
  }

  private static boolean isLookedUp(Function function) {
    return switch (function) {
      case ADD,
          SUBTRACT,
          MULTIPLY,
          DIVIDE,
          NEGATE,
          FMA,
          ABS,
          SQRT,
          MAX,
          MIN,
          BIT_AND,
          BIT_OR,
          SHIFT_LEFT,
          SHIFT_RIGHT ->
          true;
      default -> false;
    };
  }

  boolean isEmpty() {
    return ofReals.isEmpty() && ofIntegers.isEmpty();
  }

  /** What the static initialiser does. */
  CodeBlock write() {
    CodeBlock.Builder code =
        CodeBlock.builder()
            .add(
                "// Looks every operation up once. First uses after HotSpot has compiled the look-up\n")
            .add("// would keep it from making instructions of long methods.\n")
            .addStatement("final $1T x = $1T.zero(SPECIES)", VectorTypes.vector(single));
    if (!ofReals.isEmpty()) {
      code.addStatement("x$L", chain("x", ofReals));
    }
    if (!ofIntegers.isEmpty()) {
      code.addStatement("final $T n = x.reinterpretAsInts()", VectorTypes.INTEGERS)
          .addStatement("n$L", chain("n", ofIntegers));
    }
    return code.build();
  }

  private static CodeBlock chain(String vector, Set<Function> functions) {
    return functions.stream().map(f -> call(vector, f)).collect(CodeBlock.joining(""));
  }

  private static CodeBlock call(String vector, Function function) {
    return switch (function) {
      case NEGATE, ABS, SQRT -> CodeBlock.of(".$L()", VectorExpressions.method(function));
      case FMA -> CodeBlock.of(".fma($1L, $1L)", vector);
      case SHIFT_LEFT -> CodeBlock.of(".lanewise($T.LSHL, 1)", VectorTypes.OPERATORS);
      case SHIFT_RIGHT -> CodeBlock.of(".lanewise($T.ASHR, 1)", VectorTypes.OPERATORS);
      default -> CodeBlock.of(".$L($L)", VectorExpressions.method(function), vector);
    };
  }
}
