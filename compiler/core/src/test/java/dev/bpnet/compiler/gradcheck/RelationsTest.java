package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Direction;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.oracle.Quantity;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What must hold between the gradients of related networks, or of one network on related data. */
class RelationsTest {
  private static final double U = Math.ulp(1.0);

  /** A network with two hidden layers; {@code %s} in order: what z is made into, and the loss. */
  private static final String FRAME =
      """
      network Net {
        input x[5]
        target t[3]
        h = x |> dense(7) |> tanh
        z = h |> dense(3)
        y = %s
        output o = y
        loss %s
      }
      """;

  private static Compiled net(String output, String loss) {
    return Compiled.of(FRAME.formatted(output, loss), Compiled.DOUBLE);
  }

  @Test
  void namesDoNotMatter() {
    for (long seed = 0; seed < 6; seed++) {
      String source = new ModelGenerator(seed).source("Net");
      Compiled plain = Compiled.of(source, Compiled.DOUBLE);
      Compiled renamed =
          Compiled.of(source.replaceAll("\\bz\\b", "ζ").replace("Net", "class_"), Compiled.DOUBLE);
      Bindings bindings = plain.draw(3, seed);
      Map<String, double[]> expected = plain.gradient(bindings);
      Bindings other = Bindings.of(3).withRandom(bindings.seed(), bindings.step());
      for (int i = 0; i < plain.model().variables().size(); i++) {
        Variable variable = plain.model().variables().get(i);
        other = other.with(renamed.model().variables().get(i), bindings.get(variable));
      }
      Map<String, double[]> actual = renamed.gradient(other);
      assertThat(actual).hasSameSizeAs(expected);
      expected.forEach(
          (name, gradient) ->
              assertThat(actual.get(name.replaceAll("\\bz\\b", "ζ"))).as(name).isEqualTo(gradient));
    }
  }

  @Test
  void timesOneChangesNothing() {
    Compiled plain = net("z", "squared_error(y, t)");
    Compiled times = net("z * 1", "1 * squared_error(y * 1, t)");
    assertSameBits(plain, times, plain.draw(4, 1), 1);
  }

  @ParameterizedTest
  @ValueSource(ints = {-3, 1, 7})
  void powersOfTwoScaleExactly(int exponent) {
    double scale = Math.scalb(1.0, exponent);
    Compiled plain = net("sin(z)", "mse(y, t)");
    Compiled scaled = net("sin(z)", scale + " * mse(y, t)");
    assertSameBits(plain, scaled, plain.draw(4, 2), scale);
  }

  private static void assertSameBits(
      Compiled plain, Compiled other, Bindings bindings, double scale) {
    Map<String, double[]> expected = plain.gradient(bindings);
    Map<String, double[]> actual = other.gradient(other.translate(bindings));
    expected.forEach(
        (name, gradient) ->
            assertThat(actual.get(name))
                .as(name)
                .isEqualTo(Arrays.stream(gradient).map(g -> g * scale).toArray()));
  }

  @Test
  void theGradientOfASumIsTheSumOfTheGradients() {
    Compiled first = net("z", "log_cosh(y, t)");
    Compiled second = net("z", "0.1 * l2(weights)");
    Compiled both = net("z", "log_cosh(y, t) + 0.1 * l2(weights)");
    Bindings bindings = both.draw(3, 3);
    Map<String, double[]> one = first.gradient(first.translate(bindings));
    Map<String, double[]> two = second.gradient(second.translate(bindings));
    compare(both, bindings, (name, i) -> one.get(name)[i] + two.get(name)[i]);
  }

  /** A number for an element of a named gradient. */
  private interface Expected {
    double at(String name, int index);
  }

  /** Within what an order of summation may do: 4·u·S. */
  private static void compare(Compiled net, Bindings bindings, Expected expected) {
    Evaluation evaluation = Oracle.ofLoss(net.model().training()).evaluate(bindings);
    for (Variable variable : net.model().variables(Variable.Role.PARAMETER)) {
      double[] actual = net.gradient(bindings).get(variable.name());
      for (int i = 0; i < actual.length; i++) {
        Quantity oracle = evaluation.along(Direction.element(variable, i, bindings)).objective();
        assertThat(Math.abs(actual[i] - expected.at(variable.name(), i)))
            .as("%s %s", variable, i)
            .isLessThanOrEqualTo(4 * U * oracle.magnitude());
      }
    }
  }

  @Test
  void aBatchTwiceIsTheSameMean() {
    Compiled net = net("softmax(z)", "cross_entropy(y, t)");
    Bindings once = net.draw(3, 4);
    Bindings twice = Bindings.of(6);
    for (Map.Entry<Variable, double[]> entry : once.numbers().entrySet()) {
      double[] numbers = entry.getValue();
      boolean perExample = entry.getKey().initializer().isEmpty();
      twice = twice.with(entry.getKey(), perExample ? twoOf(numbers) : numbers);
    }
    Map<String, double[]> doubled = net.gradient(twice);
    compare(net, once, (name, i) -> doubled.get(name)[i]);
  }

  private static double[] twoOf(double[] numbers) {
    double[] result = Arrays.copyOf(numbers, 2 * numbers.length);
    System.arraycopy(numbers, 0, result, numbers.length, numbers.length);
    return result;
  }

  @Test
  void aBatchIsTheMeanOfItsExamples() {
    Compiled net = net("gelu(z)", "huber(y, t)");
    int batch = 5;
    Bindings all = net.draw(batch, 5);
    Map<String, double[]> sums = new java.util.HashMap<>();
    for (int example = 0; example < batch; example++) {
      Bindings one = Bindings.of(1);
      for (Map.Entry<Variable, double[]> entry : all.numbers().entrySet()) {
        int size = entry.getKey().shape().size();
        boolean perExample = entry.getKey().initializer().isEmpty();
        int from = perExample ? example * size : 0;
        one = one.with(entry.getKey(), Arrays.copyOfRange(entry.getValue(), from, from + size));
      }
      net.gradient(one)
          .forEach(
              (name, gradient) -> {
                double[] sum = sums.computeIfAbsent(name, n -> new double[gradient.length]);
                for (int i = 0; i < sum.length; i++) {
                  sum[i] += gradient[i] / batch;
                }
              });
    }
    compare(net, all, (name, i) -> sums.get(name)[i]);
  }

  @Test
  void anUnusedParameterHasGradientZero() {
    String source =
        """
        network Net {
          input x[5]
          target t[3]
          param unused[4, 2]
          param behind[3]
          y = x |> dense(3)
          output o = y + behind
          loss mse(y, t) + 0 * sum(unused)
        }
        """;
    Compiled net = Compiled.of(source, Compiled.DOUBLE);
    Map<String, double[]> gradient = net.gradient(net.draw(4, 6));
    assertThat(gradient.get("unused")).containsOnly(0);
    assertThat(gradient.get("behind")).containsOnly(0);
    assertThat(gradient.get("y.W")).doesNotContain(0);
  }

  @Test
  void codeAsLoopsAndStraightLineAgree() {
    for (long seed = 100; seed < 106; seed++) {
      String source = new ModelGenerator(seed).source("Net");
      Compiled loops = Compiled.of(source, Compiled.DOUBLE.withUnroll(Compiled.LOOPS));
      Compiled straight = Compiled.of(source, Compiled.DOUBLE.withUnroll(Compiled.STRAIGHT));
      Bindings bindings = loops.draw(2, seed);
      Map<String, double[]> other = straight.gradient(straight.translate(bindings));
      compare(loops, bindings, (name, i) -> other.get(name)[i]);
    }
  }

  @Test
  void softmaxIgnoresAShift() {
    Compiled plain = net("softmax(z)", "cross_entropy(y, t)");
    Compiled shifted = net("softmax(z + 3)", "cross_entropy(y, t)");
    Bindings bindings = shifted.draw(3, 7);
    Map<String, double[]> expected = plain.gradient(plain.translate(bindings));
    compare(shifted, bindings, (name, i) -> expected.get(name)[i]);
  }

  /** The same seed and step draw the same values, others draw others. */
  @Test
  void randomValuesDependOnTheirKeyAlone() {
    String source =
        """
        network Net {
          input x[40]
          target t[1]
          if training { d = x * (random_uniform([40]) < 0.5) } else { d = x * 0.5 }
          output y = d |> dense(1)
          loss mse(y, t)
        }
        """;
    Compiled net = Compiled.of(source, Compiled.DOUBLE);
    Bindings bindings = net.draw(2, 8);
    Bindings same = bindings.withRandom(bindings.seed(), bindings.step());
    Bindings other = bindings.withRandom(bindings.seed(), bindings.step() + 1);
    assertThat(net.loss(same)).isEqualTo(net.loss(bindings));
    assertThat(net.loss(other)).isNotEqualTo(net.loss(bindings));
  }
}
