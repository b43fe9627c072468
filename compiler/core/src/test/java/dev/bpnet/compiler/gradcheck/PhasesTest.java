package dev.bpnet.compiler.gradcheck;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Tensor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * However a phase is divided, and in whatever order the parts run: the gradient has the same bits.
 */
class PhasesTest {
  static LongStream seeds() {
    return LongStream.range(20_000, Boolean.getBoolean("bpnet.long") ? 21_000 : 20_012);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void partsGiveTheBitsOfTheWhole(long seed) {
    String source = new ModelGenerator(seed).source("Net");
    Network.OfFloat network =
        (Network.OfFloat) new NetworkLoader().load(Compiled.compile(source, Compiled.FLOAT));
    Random random = new Random(seed);
    Description description = network.description();
    for (int i = 0; i < network.parameters().length; i++) {
      network.parameters()[i] = (float) random.nextGaussian() / 2;
    }
    network.prepare();
    network.randomStream(seed, 3);
    int count = 7;
    Examples.OfFloat examples = examples(description, count, random);
    float[] whole = new float[description.trainedSize()];
    float[] parts = new float[description.trainedSize()];
    double loss = network.gradient(examples, 1, count, whole);
    network.beginStep(examples, 1, count, parts);
    for (int phase = 0; phase < network.phaseCount(); phase++) {
      runInParts(network, phase, random);
    }
    assertThat(network.endStep()).isEqualTo(loss);
    assertThat(parts).as(source).isEqualTo(whole);
  }

  private static void runInParts(Network network, int phase, Random random) {
    int extent = network.phaseExtent(phase);
    if (network.phase(phase) == Network.Phase.WHOLE) {
      network.runPhase(phase, 0, extent);
      return;
    }
    List<int[]> parts = new ArrayList<>();
    for (int from = 0; from < extent; ) {
      int to = Math.min(extent, from + 1 + random.nextInt(Math.max(1, extent / 2)));
      parts.add(new int[] {from, to});
      from = to;
    }
    Collections.shuffle(parts, random);
    parts.forEach(part -> network.runPhase(phase, part[0], part[1]));
  }

  private static Examples.OfFloat examples(Description description, int count, Random random) {
    Examples.OfFloat examples = Examples.OfFloat.allocate(description, count);
    for (int i = 0; i < examples.inputs().length; i++) {
      examples.inputs()[i] = (float) random.nextGaussian();
    }
    for (int i = 0; i < examples.targets().length; i++) {
      examples.targets()[i] = random.nextFloat();
    }
    fill(description.inputs(), examples.classInputs(), random);
    fill(description.targets(), examples.classTargets(), random);
    return examples;
  }

  /** Classes that every tensor of the network has. */
  private static void fill(List<Tensor> tensors, int[] classes, Random random) {
    int fewest = tensors.stream().filter(Tensor::isClass).mapToInt(Tensor::classes).min().orElse(1);
    for (int i = 0; i < classes.length; i++) {
      classes[i] = random.nextInt(fewest);
    }
  }
}
