package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Trainer;
import org.junit.jupiter.api.Test;

class XorTest {
  @Test
  void learns() {
    Xor xor = new Xor();
    Trainer.of(xor).train(Dataset.of(new float[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new float[][] {{0}, {1}, {1}, {0}}));
    assertEquals(1, xor.y(0, 1), 0.1);
    assertEquals(0, xor.y(1, 1), 0.1);
  }
}
