package dev.bpnet.compiler.lower.straight;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Uses;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What HotSpot's first compiler makes of a routine of vectors. It writes the JDK's methods for them
 * out in place, and gives up where that needs more virtual registers than it has; such a routine is
 * never optimised. 4-6-2 took 350 ns an example so, instead of 32 with scalars.
 */
final class LaneCode {
  /**
   * JDK 17 compiled routines of 162,000 with a loop and of 139,000 without, and gave up ones of
   * 172,000 and of 141,000; one of 123,000 without left objects behind. What is given up is forty
   * times as slow, what is divided a tenth.
   */
  private static final long MOST = 150_000;

  private static final long MOST_WITHOUT_LOOP = 120_000;

  /** Bytes of bytecode written out, about. */
  private static final long OPERATION = 400;

  private static final long CHOICE = 150;
  private static final long COMPARISON = 250;
  private static final long GATHER = 2_300;
  private static final long EXPONENTIAL = 8_500;
  private static final long FUNCTION = 10_500;
  private static final long STORE = 150;

  /** A vector that lives long is several values to the compiler: numbers in all lanes, sums. */
  private static final long LASTING = 1_000;

  /** What nobody reads will vanish. */
  private final Set<Local> read = new HashSet<>();

  private long bytes;

  private LaneCode() {}

  /** Whether a method of the statements will be optimised. */
  static boolean isCompiled(List<Stmt> body) {
    LaneCode code = new LaneCode();
    Uses.locals(body, code.read::add);
    code.statements(body);
    boolean loops = body.stream().anyMatch(Stmt.For.class::isInstance);
    return code.bytes <= (loops ? MOST : MOST_WITHOUT_LOOP);
  }

  private void statements(List<Stmt> body) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Declare declare && !read.contains(declare.local())) {
        continue;
      }
      if (stmt instanceof Stmt.Store) {
        bytes += STORE;
      } else if (stmt instanceof Stmt.Declare declare && declare.mutable()) {
        bytes += LASTING;
      } else if (stmt instanceof Stmt.For loop) {
        statements(loop.body());
      }
      Uses.ownExpressions(stmt).forEach(expr -> Uses.walk(expr, this::add));
    }
  }

  private void add(Expr expr) {
    if (expr instanceof Expr.Apply apply) {
      bytes +=
          switch (apply.function()) {
            case EXP, SIGMOID -> EXPONENTIAL;
            case EXPM1, LOG, LOG1P, TANH, ERF, SOFTPLUS -> FUNCTION;
            case GATHER -> GATHER;
            case BROADCAST -> LASTING;
            case CHOOSE -> CHOICE;
            case LESS, LESS_EQUAL, GREATER, EQUAL, NOT_EQUAL -> COMPARISON;
            default -> OPERATION;
          };
    }
  }
}
