package dev.bpnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** What the processor generates, loaded and run. */
class GeneratedNetworkTest {
  @Test
  @SuppressWarnings("unchecked")
  void learnsExclusiveOr() throws Exception {
    ClassLoader loader =
        JavaProject.of(JavaProject.XOR, "interface Gate { float y(float x0, float x1); }")
            .and(
                """
                package com.acme;

                import dev.bpnet.runtime.data.Dataset;
                import dev.bpnet.runtime.train.Trainer;

                public class Learner implements java.util.function.Supplier<int[]> {
                  @Override
                  public int[] get() {
                    float[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
                    float[][] targets = {{0}, {1}, {1}, {0}};
                    Xor xor = new Xor();
                    Trainer.of(xor).train(Dataset.of(inputs, targets));
                    Gate gate = xor;
                    int[] answers = new int[4];
                    for (int i = 0; i < 4; i++) {
                      answers[i] = Math.round(gate.y(inputs[i][0], inputs[i][1]));
                    }
                    return answers;
                  }
                }
                """)
            .load();
    Object learner = loader.loadClass("com.acme.Learner").getConstructor().newInstance();
    assertThat(((Supplier<int[]>) learner).get()).containsExactly(0, 1, 1, 0);
  }
}
