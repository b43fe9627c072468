package com.acme;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Trainer;

/** Trains for a while, and says by which plan and what came of it. */
public class Main {
  public static void main(String[] arguments) {
    Layers layers = new Layers();
    float[][] inputs = new float[40][9];
    float[][] targets = new float[40][3];
    for (int i = 0; i < 40; i++) {
      for (int j = 0; j < 9; j++) {
        inputs[i][j] = (i * 7 + j * 5) % 11 / 11f;
      }
      targets[i][i % 3] = 1;
    }
    System.out.println(layers.description().plan());
    System.out.println(Trainer.of(layers).epochs(5).batch(8).train(Dataset.of(inputs, targets)).loss());
    System.out.println(layers.y(inputs[3])[1]);
    System.out.println(new Gate().y(0, 1));
  }
}
