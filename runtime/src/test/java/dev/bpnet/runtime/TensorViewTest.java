package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.networks.XorDouble;
import dev.bpnet.runtime.networks.XorFloat;
import org.junit.jupiter.api.Test;

class TensorViewTest {
  private final XorDouble network = new XorDouble();

  @Test
  void readsAndWritesRowMajorWhateverTheStorage() {
    network.tensor("h.W").assign(1, 2, 3, 4, 5, 6);
    assertThat(network.parameters()).startsWith(1, 3, 5, 2, 4, 6);
    assertThat(network.tensor("h.W").toDoubles()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(network.tensor("h.W").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(network.tensor("h.W").get(2, 0)).isEqualTo(5);
    network.tensor("h.W").set(9, 1, 1);
    assertThat(network.parameters()[4]).isEqualTo(9);
  }

  @Test
  void scalarsHaveNoIndices() {
    network.tensor("steps").set(3);
    assertThat(network.tensor("steps").get()).isEqualTo(3);
    assertThat(network.tensor("steps").shape()).isEmpty();
  }

  @Test
  void floatNetworksRound() {
    XorFloat single = new XorFloat();
    single.tensor("y.b").assign(0.1);
    assertThat(single.tensor("y.b").get(0)).isEqualTo((double) 0.1f);
    single.tensor("h.b").assign(new float[] {1, 2, 3});
    assertThat(single.tensor("h.b").toFloats()).containsExactly(1, 2, 3);
  }

  @Test
  void saysWhatThereIs() {
    assertThatThrownBy(() -> network.tensor("h.w"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Xor has no parameter h.w, only h.W, h.b, y.W, y.b, steps");
  }

  @Test
  void refusesWrongIndicesAndCounts() {
    TensorView view = network.tensor("h.W");
    assertThatThrownBy(() -> view.get(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> view.get(0, 2))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessage("h.W has shape [3, 2], but the indices are [0, 2]");
    assertThatThrownBy(() -> view.get(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> view.assign(1, 2, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("h.W has 6 elements, but 3 were given");
  }

  @Test
  void predictsOneExampleAndMany() {
    network.initialize(1);
    double[] one = network.predict(1, 0);
    double[] many =
        network.predict(Examples.OfDouble.of(2, new double[] {0, 1, 1, 0}, new double[0]));
    assertThat(one).hasSize(1);
    assertThat(many).hasSize(2).endsWith(one);
    assertThatThrownBy(() -> network.predict(1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("Xor has 2 real and 0 class inputs, but 1 and 0 were given");
  }
}
