package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.runtime.TrainingDefaults.Call;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Three steps on two parameters, beside a third that is not trained. */
class OptimizerTest {
  private static final double[][] GRADIENTS = {{0.5, -1}, {0.25, 2}, {-0.125, 0}};

  /** Expected values: the algorithms of PyTorch's manual, computed apart from this code. */
  static Stream<Arguments> rules() {
    return Stream.of(
        Arguments.of(Optimizer.sgd(0.1), 0.9375, -2.1),
        Arguments.of(Optimizer.momentum(0.1, 0.9), 0.8295, -2.109),
        Arguments.of(Optimizer.nesterov(0.1, 0.9), 0.78405, -2.1981),
        Arguments.of(Optimizer.adam(0.01), 0.9750415904528111, -1.996491026200093),
        Arguments.of(
            Adam.of(0.01).withBetas(0.8, 0.95).withEpsilon(1e-3),
            0.9758654883845379,
            -1.9972535765247519),
        Arguments.of(Optimizer.adamW(0.01, 0.1), 0.9720739012485636, -1.990513353164646));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepsInDouble(Optimizer rule, double first, double second) {
    double[] parameters = {1, -2, 7};
    Update.OfDouble update = rule.startDouble(2);
    for (double[] gradient : GRADIENTS) {
      update.apply(parameters, gradient, rule.rate());
    }
    assertThat(parameters).containsExactly(new double[] {first, second, 7}, within(1e-15));
  }

  @ParameterizedTest
  @MethodSource("rules")
  void stepsInFloat(Optimizer rule, double first, double second) {
    float[] parameters = {1, -2, 7};
    Update.OfFloat update = rule.startFloat(2);
    for (double[] gradient : GRADIENTS) {
      update.apply(parameters, new float[] {(float) gradient[0], (float) gradient[1]}, rule.rate());
    }
    assertThat(parameters)
        .containsExactly(new float[] {(float) first, (float) second, 7}, within(4e-7f));
  }

  /** Whatever the gradient's size, Adam's first step is nearly the rate. */
  @Test
  void adamsFirstStepIsTheRate() {
    double[] parameters = {0, 0};
    Optimizer.adam(0.01).startDouble(2).apply(parameters, new double[] {1e-3, -1e5}, 0.01);
    assertThat(parameters).containsExactly(new double[] {-0.01, 0.01}, within(1e-6));
  }

  @Test
  void readsTrainBlocks() {
    assertThat(Optimizer.of(Call.of("sgd").with("rate", 0.5))).isEqualTo(Optimizer.sgd(0.5));
    assertThat(Optimizer.of(Call.of("momentum"))).isEqualTo(Optimizer.momentum(0.01, 0.9));
    assertThat(Optimizer.of(Call.of("nesterov").with("momentum", 0.5)))
        .isEqualTo(Optimizer.nesterov(0.01, 0.5));
    assertThat(Optimizer.of(Call.of("adam"))).isEqualTo(new Adam(1e-3, 0.9, 0.999, 1e-8, 0));
    assertThat(Optimizer.of(Call.of("adamw").with("rate", 1)))
        .isEqualTo(new Adam(1, 0.9, 0.999, 1e-8, 0.01));
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    assertThatThrownBy(() -> Optimizer.of(Call.of("rmsprop")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no optimizer rmsprop, only sgd, momentum, nesterov, adam, adamw");
    assertThatThrownBy(() -> Optimizer.of(Call.of("sgd").with("momentum", 0.9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("sgd has no argument momentum, only rate");
    assertThatThrownBy(() -> Optimizer.sgd(0))
        .hasMessage("rate must be above 0 and finite, not 0.0");
    assertThatThrownBy(() -> Optimizer.sgd(Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Optimizer.momentum(1, 1)).isInstanceOf(IllegalArgumentException.class);
  }
}
