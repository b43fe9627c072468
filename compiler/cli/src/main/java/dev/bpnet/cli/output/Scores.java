package dev.bpnet.cli.output;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Tensor;
import dev.bpnet.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/** Accuracy of class predictions and R² of real ones, for every target that an output predicts. */
public final class Scores {
  private final Predictions predictions;
  private final Examples.OfDouble examples;
  private final Description network;

  private Scores(Predictions predictions, Dataset dataset) {
    this.predictions = predictions;
    this.network = predictions.network();
    this.examples = Examples.OfDouble.allocate(network, dataset.size());
    for (int i = 0; i < dataset.size(); i++) {
      dataset.copy(i, examples, i);
    }
  }

  /**
   * Judges predictions.
   *
   * @param dataset what was predicted, unscaled, with targets
   */
  public static List<Score> of(Predictions predictions, Dataset dataset) {
    return new Scores(predictions, dataset).all();
  }

  private List<Score> all() {
    List<Pairing.Pair> pairs = predictions.pairing().pairs();
    List<Score> scores = new ArrayList<>();
    Set<Tensor> judged = new HashSet<>();
    for (Pairing.Pair pair : pairs) {
      if (!pair.target().isClass()) {
        scores.add(new Score(name(Score.Kind.R2, pair, pairs), Score.Kind.R2, r2(pair)));
      } else if (judged.add(pair.target())) {
        // Several outputs that give the same class, such as logits and softmax, are judged once.
        String name = name(Score.Kind.ACCURACY, pair, pairs);
        accuracy(pair).ifPresent(value -> scores.add(new Score(name, Score.Kind.ACCURACY, value)));
      }
    }
    return scores;
  }

  /** Says whose score it is only where that is in doubt. */
  private static String name(Score.Kind kind, Pairing.Pair pair, List<Pairing.Pair> pairs) {
    long outputs = pairs.stream().filter(p -> p.target().equals(pair.target())).count();
    long targets = pairs.stream().map(Pairing.Pair::target).distinct().count();
    if (outputs > 1 && kind == Score.Kind.R2) {
      return kind.text() + "(" + pair.output().name() + ")";
    }
    return targets > 1 ? kind.text() + "(" + pair.target().name() + ")" : kind.text();
  }

  private double r2(Pairing.Pair pair) {
    double residual = 0;
    double total = 0;
    for (int element = 0; element < pair.output().size(); element++) {
      int known = pair.targetElement(element);
      double mean = 0;
      for (int example = 0; example < predictions.count(); example++) {
        mean += target(pair.target(), example, known) / predictions.count();
      }
      for (int example = 0; example < predictions.count(); example++) {
        double truth = target(pair.target(), example, known);
        double error = truth - predictions.value(example, pair.output(), element);
        residual += error * error;
        total += (truth - mean) * (truth - mean);
      }
    }
    return total > 0 ? 1 - residual / total : Double.NaN;
  }

  private double target(Tensor target, int example, int element) {
    return examples.targets()[example * network.targetSize() + target.offset() + element];
  }

  /** Empty if a single number stands for two classes and is no probability. */
  private OptionalDouble accuracy(Pairing.Pair pair) {
    long right = 0;
    long all = 0;
    for (int example = 0; example < predictions.count(); example++) {
      for (int element = 0; element < pair.target().size(); element++) {
        int predicted = predictedClass(pair, example, element);
        if (predicted < 0) {
          return OptionalDouble.empty();
        }
        int place = example * network.classTargetSize() + pair.target().offset() + element;
        right += predicted == examples.classTargets()[place] ? 1 : 0;
        all++;
      }
    }
    return OptionalDouble.of((double) right / all);
  }

  private int predictedClass(Pairing.Pair pair, int example, int element) {
    Tensor output = pair.output();
    if (output.isClass()) {
      return (int) predictions.value(example, output, element);
    }
    if (Pairing.isScores(pair.target(), output)) {
      int classes = pair.target().classes();
      int best = 0;
      for (int k = 1; k < classes; k++) {
        if (predictions.value(example, output, element * classes + k)
            > predictions.value(example, output, element * classes + best)) {
          best = k;
        }
      }
      return best;
    }
    double probability = predictions.value(example, output, element);
    return probability >= 0 && probability <= 1 ? (probability >= 0.5 ? 1 : 0) : -1;
  }
}
