package dev.bpnet.compiler.loop;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The verifier passes what is right and names what is wrong. */
class LoopVerifierTest {
  private static final Buffer WORK = buffer("work", Buffer.Role.FLAT, 8);
  private static final Buffer TABLE = new Buffer("table", Buffer.Role.ROWS, Type.REAL, 3, 8, "");
  private static final Buffer UNKNOWN = buffer("unknown", Buffer.Role.FLAT, 8);
  private static final Local A = Local.named("a", Type.REAL);
  private static final Local I = Local.named("i", Type.INT);
  private static final Local V = Local.named("v", Type.VECTOR);
  private static final Expr ONES = Expr.apply(Function.BROADCAST, new Expr.Real(1));
  private static final Expr ONE = new Expr.Real(1);
  private static final Routine LATER = new Routine("later", "", List.of(), List.of());

  private static Buffer buffer(String name, Buffer.Role role, int size) {
    return new Buffer(name, role, Type.REAL, 0, size, "");
  }

  private static Stmt store(Buffer buffer, int index, Expr value) {
    return new Stmt.Store(ArrayRef.flat(buffer), Index.of(index), value);
  }

  private static Stmt loop(Stmt... body) {
    return new Stmt.For(I, Index.ZERO, Index.of(8), 1, List.of(body));
  }

  private static void verify(Stmt... body) {
    Routine routine = new Routine("subject", "", List.of(), List.of(body));
    Program program =
        new Program(
            "none",
            List.of(WORK, TABLE),
            List.of(),
            Optional.of(routine),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Map.of());
    LoopVerifier.verify(program);
  }

  /** Ranges of examples run at the same time. */
  @Test
  void aPhaseOverExamplesStoresByExample() {
    Local from = Local.named("from", Type.INT);
    Local to = Local.named("to", Type.INT);
    Stmt each = new Stmt.For(I, Index.of(from), Index.of(to), 1, List.of(store(WORK, 0, ONE)));
    Routine examples = new Routine("examples", "", List.of(from, to), List.of(each));
    Program program =
        new Program(
            "none",
            List.of(WORK),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(new Program.Phase(Program.Over.EXAMPLES, 1, 1, examples)),
            Optional.empty(),
            Map.of());
    assertThatThrownBy(() -> LoopVerifier.verify(program))
        .hasMessage("in examples: work is stored by every range of examples");
  }

  @Test
  void rightIsRight() {
    assertThatCode(
            () ->
                verify(
                    new Stmt.Bind(ArrayRef.flat(WORK), "work"),
                    new Stmt.Declare(A, ONE, true),
                    new Stmt.Declare(V, ONES, true),
                    loop(
                        new Stmt.Assign(V, Expr.apply(Function.ADD, ONES, Expr.ref(V))),
                        new Stmt.Assign(A, Expr.apply(Function.ADD, Expr.ref(A), ONE)),
                        new Stmt.Store(ArrayRef.flat(WORK), Expr.ref(I), Expr.ref(A))),
                    new Stmt.Fill(ArrayRef.row(TABLE, Index.of(2)), Index.of(4), 4, 0)))
        .doesNotThrowAnyException();
  }

  static Stream<Arguments> faults() {
    return Stream.of(
        fault("a is not declared here", store(WORK, 0, Expr.ref(A))),
        fault("a is declared twice", declare(false), declare(false)),
        fault("a is not declared here", loop(declare(false)), store(WORK, 0, Expr.ref(A))),
        fault("i is not declared here", loop(), store(WORK, 0, toReal(I))),
        fault("a may not be assigned", declare(false), new Stmt.Assign(A, ONE)),
        changing(Expr.apply(Function.ADD, Expr.ref(V), ONES)),
        changing(Expr.apply(Function.CHOOSE, same(), ONES, Expr.ref(V))),
        changing(Expr.apply(Function.ADD, Expr.apply(Function.NEGATE, Expr.ref(V)), ONES)),
        fault("8 is outside of 0..8", store(WORK, 8, ONE)),
        fault(
            "3 is outside of 0..3",
            new Stmt.Store(ArrayRef.row(TABLE, Index.of(3)), Index.ZERO, ONE)),
        fault("a range past the end of work", fill(5, 4)),
        fault("length 0", fill(0, 0)),
        fault("unknown is not listed", store(UNKNOWN, 0, ONE)),
        fault("where REAL is wanted", store(WORK, 0, new Expr.Bool(true))),
        fault("of types [REAL, INT]", store(WORK, 0, sum(ONE, Index.ZERO))),
        fault("later comes later", new Stmt.Invoke(LATER, List.of())),
        fault(
            "work is bound twice",
            new Stmt.Bind(ArrayRef.flat(WORK), "work"),
            loop(new Stmt.Bind(ArrayRef.flat(WORK), "work"))));
  }

  private static Arguments fault(String message, Stmt... body) {
    return Arguments.of(message, body);
  }

  /** A vector that is changed in a loop by a method of its own. */
  private static Arguments changing(Expr value) {
    return fault(
        "v is the receiver of what changes it",
        new Stmt.Declare(V, ONES, true),
        loop(new Stmt.Assign(V, value)));
  }

  private static Expr same() {
    return Expr.apply(Function.EQUAL, ONES, ONES);
  }

  private static Stmt declare(boolean mutable) {
    return new Stmt.Declare(A, ONE, mutable);
  }

  private static Stmt fill(int from, int length) {
    return new Stmt.Fill(ArrayRef.flat(WORK), Index.of(from), length, 0);
  }

  private static Expr toReal(Local local) {
    return Expr.apply(Function.INT_TO_REAL, Expr.ref(local));
  }

  private static Expr sum(Expr a, Expr b) {
    return Expr.apply(Function.ADD, a, b);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("faults")
  void wrongIsNamed(String message, Stmt[] body) {
    assertThatThrownBy(() -> verify(body))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("in subject: ")
        .hasMessageContaining(message);
  }
}
