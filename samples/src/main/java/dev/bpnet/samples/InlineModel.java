package dev.bpnet.samples;

import dev.bpnet.runtime.BpNet;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.training.Trainer;
import java.util.Random;

/**
 * A network that is written where it is used: the annotation processor makes the class {@link
 * Quadrant} of the text while javac compiles this file. Whatever is wrong with the text is an error
 * of javac, and so is a method that the network does not have.
 */
public final class InlineModel {
  private static final String[] NAMES = {"south-west", "south-east", "north-west", "north-east"};

  /** What the rest of the program needs to know of the network, once it is trained. */
  @BpNet(
      """
      /** Tells the quadrant that a point of the plane lies in. */
      network Quadrant {
          input  x
          input  y
          target place: class(4)
          logits = [x, y] |> dense(8) |> tanh |> dense(4)
          output quadrant = argmax(logits)
          output probability = softmax(logits)
          loss   softmax_cross_entropy(logits, place)
          metric accuracy = argmax(logits) == place
          train { optimizer = adam(rate = 0.02)  batch = 16  epochs = 60 }
      }
      """)
  interface Compass {
    int quadrant(float x, float y);

    float[] probability(float x, float y);

    default String name(float x, float y) {
      return NAMES[quadrant(x, y)];
    }
  }

  private InlineModel() {}

  public static void main(String[] arguments) {
    Random random = new Random(7);
    float[][] points = new float[400][];
    int[] places = new int[points.length];
    for (int i = 0; i < points.length; i++) {
      points[i] = new float[] {2 * random.nextFloat() - 1, 2 * random.nextFloat() - 1};
      places[i] = (points[i][0] > 0 ? 1 : 0) + (points[i][1] > 0 ? 2 : 0);
    }
    Quadrant network = new Quadrant();
    System.out.println(Trainer.of(network).train(Dataset.of(points, places)));

    Compass compass = network;
    System.out.println("(0.5, -0.5) lies in the " + compass.name(0.5f, -0.5f));
    System.out.println("and by " + compass.probability(0.5f, -0.5f)[1] + " that is so");
  }
}
