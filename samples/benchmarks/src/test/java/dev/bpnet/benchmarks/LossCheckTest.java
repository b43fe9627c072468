package dev.bpnet.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All contenders do the work that the reference figures are of. Maven runs this twice, without the
 * vector module and with it.
 */
class LossCheckTest {
  /** W6 takes seconds and is checked whenever it is measured; here only on demand. */
  private static final boolean LARGE = Boolean.getBoolean("bpnet.largeChecks");

  private static final boolean VECTORS =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();

  static Stream<Arguments> contenders() {
    return Stream.of(Task.values())
        .filter(task -> LARGE || task != Task.W6)
        .flatMap(task -> Stream.of(Contender.Kind.values()).map(kind -> Arguments.of(task, kind)))
        .filter(arguments -> arguments.get()[1] != Contender.Kind.VECTORS || VECTORS);
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void reachesTheReferenceLoss(Task task, Contender.Kind kind) {
    Contender contender = Contender.of(kind, task);
    for (int i = 0; i < task.steps().checkAfter(); i++) {
      contender.step();
    }
    assertThat(contender.loss()).isEqualTo(task.loss().expected(), within(task.loss().bound()));
  }

  @ParameterizedTest
  @MethodSource("contenders")
  void predictsAsTheTextbookDoes(Task task, Contender.Kind kind) {
    Contender textbook = Contender.of(Contender.Kind.TEXTBOOK, task);
    Contender contender = Contender.of(kind, task);
    for (int row = 0; row < 4; row++) {
      assertThat(contender.predict(row)).isEqualTo(textbook.predict(row), within(1e-5f));
    }
  }
}
