package dev.bpnet.samples;

import dev.bpnet.compiler.CompilationResult;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.ConsoleProgress;
import dev.bpnet.training.Trainer;
import dev.bpnet.training.TrainingResult;

/**
 * Compiles a model that exists only as a text in this program, loads what comes out, trains it and
 * predicts: for models that are made at run time. A program whose model is known beforehand uses
 * the generated class instead and needs no compiler.
 */
public final class TrainInProcess {
  /** A user's own activation; its derivative is found by the chain rule. */
  private static final String MODEL =
      """
      fn bent(z) = (sqrt(z^2 + 1) - 1) / 2 + z

      network Parabola(hidden = 8) {
          input  x
          target t
          h = reshape(x, [1]) |> dense(hidden) |> bent
          output y = sum(h |> dense(1))
          loss squared_error(y, t)
          train { optimizer = adam(rate = 0.02)  batch = 16  epochs = 400 }
      }
      """;

  private TrainInProcess() {}

  public static void main(String[] arguments) {
    CompilationResult result =
        new Compiler(CompilerOptions.DEFAULTS).compile(new SourceFile("parabola.bpnet", MODEL));
    result
        .diagnostics()
        .forEach(diagnostic -> System.err.print(DiagnosticRenderer.plain().render(diagnostic)));
    if (result.hasErrors()) {
      System.exit(1);
    }
    Network.OfFloat network = (Network.OfFloat) new NetworkLoader().load(result.networks().get(0));

    float[][] inputs = new float[64][1];
    float[][] targets = new float[64][1];
    for (int i = 0; i < inputs.length; i++) {
      float x = i / 32f - 1;
      inputs[i][0] = x;
      targets[i][0] = x * x;
    }
    TrainingResult training =
        Trainer.of(network)
            .listener(ConsoleProgress.lines(System.out))
            .train(Dataset.of(inputs, targets));

    System.out.println(training);
    System.out.println("0.5 squared is about " + network.predict(0.5f)[0]);
  }
}
