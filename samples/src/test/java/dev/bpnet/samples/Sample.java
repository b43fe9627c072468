package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** A sample model in double precision, with random weights and a batch of random examples. */
final class Sample {
  private static final int BATCH = 5;
  private static final double TOLERANCE = 1e-12;
  private static final Map<String, Network.OfDouble> LOADED = new ConcurrentHashMap<>();

  private final Network.OfDouble network;
  private final Examples.OfDouble batch;
  private final double[] gradient;
  private final double loss;

  private Sample(Network.OfDouble network, long seed) {
    this.network = network;
    Random random = new Random(seed);
    double[] parameters = network.parameters();
    for (int i = 0; i < parameters.length; i++) {
      parameters[i] = 2 * random.nextDouble() - 1;
    }
    network.prepare();
    batch = Examples.OfDouble.allocate(network.description(), BATCH);
    fill(batch.inputs(), random);
    fill(batch.targets(), random);
    for (int i = 0; i < batch.classTargets().length; i++) {
      batch.classTargets()[i] = random.nextInt(3);
    }
    gradient = new double[network.description().trainedSize()];
    loss = network.gradient(batch, 0, BATCH, gradient);
  }

  /** One network of a file, below the folder of the samples. */
  static CompiledNetwork compile(String path, String name, CompilerOptions options)
      throws IOException {
    CompilationResult result = new Compiler(options).compile(Path.of(path));
    assertThat(result.diagnostics()).as(path).isEmpty();
    return result.networks().stream()
        .filter(network -> network.model().name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  static Sample of(String path, String name, long seed) throws IOException {
    Network.OfDouble network = LOADED.get(path + name);
    if (network == null) {
      CompilerOptions options =
          CompilerOptions.DEFAULTS.withPrecision(CompilerOptions.Precision.DOUBLE);
      network = (Network.OfDouble) new NetworkLoader().load(compile(path, name, options));
      LOADED.put(path + name, network);
    }
    return new Sample(network, seed);
  }

  private static void fill(double[] values, Random random) {
    for (int i = 0; i < values.length; i++) {
      values[i] = 2 * random.nextDouble() - 1;
    }
  }

  double loss() {
    return loss;
  }

  int count() {
    return BATCH;
  }

  /** The real inputs, one example a row. */
  Matrix inputs() {
    return Matrix.of(BATCH, network.description().inputSize(), batch.inputs());
  }

  /** The real targets, one example a row. */
  Matrix targets() {
    return Matrix.of(BATCH, network.description().targetSize(), batch.targets());
  }

  /** The class targets as rows of 0 and a 1. */
  Matrix oneHotTargets(int classes) {
    double[][] rows = new double[BATCH][classes];
    for (int i = 0; i < BATCH; i++) {
      rows[i][batch.classTargets()[i]] = 1;
    }
    return new Matrix(rows);
  }

  /** A parameter: a vector as one row. */
  Matrix parameter(String name) {
    Parameter parameter = network.tensor(name).parameter();
    return matrix(parameter, network.tensor(name).toDoubles());
  }

  double scalar(String name) {
    return network.tensor(name).get();
  }

  /** Holds the generated gradient of a parameter against what a formula says. */
  void assertGradient(String name, Matrix expected) {
    Parameter parameter = network.tensor(name).parameter();
    double[] partials = new double[parameter.size()];
    for (int i = 0; i < partials.length; i++) {
      partials[i] = gradient[parameter.index(i)];
    }
    Matrix actual = matrix(parameter, partials);
    assertThat(actual.height()).as(name).isEqualTo(expected.height());
    for (int i = 0; i < actual.height(); i++) {
      assertThat(actual.rows()[i])
          .as("%s, row %d", name, i)
          .containsExactly(expected.rows()[i], org.assertj.core.api.Assertions.within(TOLERANCE));
    }
  }

  private static Matrix matrix(Parameter parameter, double... values) {
    int rank = parameter.shape().size();
    int height = rank == 2 ? parameter.shape().get(0) : 1;
    return Matrix.of(height, values.length / height, values);
  }
}
