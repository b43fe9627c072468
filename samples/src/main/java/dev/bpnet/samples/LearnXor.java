package dev.bpnet.samples;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Trainer;
import java.util.Locale;
import xor.Xor;

/**
 * Trains the class that the Maven plugin made of {@code xor/xor.bpnet} when this program was built.
 * It needs that class, bpnet-runtime and bpnet-training, and no compiler.
 */
public final class LearnXor {
  private LearnXor() {}

  public static void main(String[] arguments) {
    float[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
    float[][] targets = {{0}, {1}, {1}, {0}};
    Xor xor = new Xor();
    System.out.println(Trainer.of(xor).train(Dataset.of(inputs, targets)));
    for (float[] input : inputs) {
      System.out.printf(
          Locale.ROOT, "%.0f xor %.0f is %.3f%n", input[0], input[1], xor.y(input[0], input[1]));
    }
  }
}
