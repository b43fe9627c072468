package com.acme.net;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Trainer;
import dev.bpnet.training.TrainingResult;

/** Trains a network that forgets the first half of its inputs. */
public final class Means {
  private Means() {}

  public static TrainingResult train(Mean mean) {
    float[][] inputs = {{1, 0, 0, 0}, {0, 1, 0, 0}, {0, 0, 1, 0}, {0, 0, 0, 1}};
    float[][] targets = {{0}, {0}, {0.5f}, {0.5f}};
    return Trainer.of(mean).train(Dataset.of(inputs, targets));
  }
}
