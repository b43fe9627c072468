package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.XorFloat;
import dev.bpnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole way that a user goes: train, save, load, predict. */
class QuickStartTest {
  @Test
  void trainsSavesLoadsAndPredicts(@TempDir Path folder) throws IOException {
    XorFloat xor = new XorFloat();
    Dataset truth =
        Dataset.of(
            new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new float[][] {{0}, {1}, {1}, {0}});
    TrainingResult result = Trainer.of(xor).train(truth);
    Weights.of(xor).save(folder.resolve("xor.safetensors"));

    XorFloat again = new XorFloat();
    Weights.load(folder.resolve("xor.safetensors")).into(again);
    assertThat(result.loss()).isLessThan(0.001);
    assertThat(again.predict(1, 0)[0]).isBetween(0.9f, 1f);
    assertThat(again.predict(1, 1)[0]).isBetween(0f, 0.1f);
  }
}
