package dev.bpnet.compiler.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.Lowered;
import dev.bpnet.compiler.loop.LocalSlots;
import dev.bpnet.compiler.loop.LoopPrinter;
import dev.bpnet.compiler.loop.LoopVerifier;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import java.util.OptionalInt;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class OptimizerTest {
  /** The corpus, each model by every plan. */
  static Stream<Program> programs() {
    return programs(OptionalInt.empty());
  }

  /** With vectors of doubles and of floats. */
  static Stream<Program> programsOfVectors() {
    return Stream.of(4, 8).map(OptionalInt::of).flatMap(OptimizerTest::programs);
  }

  private static Stream<Program> programs(OptionalInt lanes) {
    return GoldenCase.all().stream()
        .flatMap(
            golden ->
                Stream.of(OptionalInt.empty(), OptionalInt.of(0), OptionalInt.of(100_000))
                    .map(unroll -> Lowered.program(golden.source(), unroll, lanes)));
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource({"programs", "programsOfVectors"})
  void everyPassLeavesAWellFormedProgram(Program lowered) {
    LoopVerifier.verify(lowered);
    Program current = lowered;
    for (UnaryOperator<Program> pass : Optimizer.PASSES) {
      current = pass.apply(current);
      LoopVerifier.verify(current);
    }
    assertThat(LoopPrinter.print(current))
        .isEqualTo(LoopPrinter.print(Optimizer.optimize(lowered)))
        .isNotEqualTo(LoopPrinter.print(lowered));
  }

  /** What lives through a loop elsewhere is an object to HotSpot for ever. */
  @ParameterizedTest(name = "{index}")
  @MethodSource("programsOfVectors")
  void vectorsThatLiveThroughLoopsAreAmongTheFirstLocals(Program lowered) {
    for (Routine routine : Optimizer.optimize(lowered).allRoutines()) {
      assertThat(LocalSlots.unnoted(routine)).as(routine.name()).isEmpty();
    }
  }

  @ParameterizedTest(name = "{index}")
  @MethodSource("programs")
  void twiceChangesNothing(Program lowered) {
    Program once = Optimizer.optimize(lowered);
    assertThat(LoopPrinter.print(Optimizer.optimize(once))).isEqualTo(LoopPrinter.print(once));
  }
}
