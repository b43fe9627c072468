package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import java.util.Random;

/**
 * Draws parameters, inputs and targets on which a model's loss is defined and smooth. Classes are
 * in range; a target that meets a logarithm is drawn as probabilities, which sum to 1 along the
 * last axis; the rest is drawn wherever networks usually live, and drawn again, positive if need
 * be, while the loss is not finite or a kink is near.
 */
final class Sampler {
  private static final int ATTEMPTS = 60;

  /** From kinks; what double precision keeps apart with ease. */
  static final double MARGIN = 1e-8;

  private final Model model;
  private final TargetUse targets;
  private final Random random;
  private final double margin;

  Sampler(Model model, long seed) {
    this(model, seed, MARGIN);
  }

  /**
   * @param margin the relative distance from kinks to be sought
   */
  Sampler(Model model, long seed, double margin) {
    this.model = model;
    this.margin = margin;
    this.targets = new TargetUse(model.training());
    this.random = new Random(seed);
  }

  /** The best of some draws, and the first that is finite and away from kinks. */
  Bindings draw(int examples) {
    Oracle training = Oracle.ofLoss(model.training());
    Oracle prediction = Oracle.of(withoutGradients(model.prediction()));
    Bindings best = Bindings.of(examples);
    double bestMargin = -1;
    for (int attempt = 0; attempt < ATTEMPTS && bestMargin < margin; attempt++) {
      boolean positiveInputs = attempt % 3 > 0 && attempt > 5;
      boolean positiveParameters = attempt % 3 > 1 && attempt > 5;
      Bindings candidate = bind(examples, positiveInputs, positiveParameters);
      Evaluation evaluation = training.evaluate(candidate);
      boolean finite = Double.isFinite(evaluation.objective().magnitude());
      double found = Math.min(evaluation.kinkMargin(), prediction.evaluate(candidate).kinkMargin());
      found = finite ? found : 0;
      if (found > bestMargin) {
        best = candidate;
        bestMargin = found;
      }
    }
    return best;
  }

  private static Graph withoutGradients(Graph graph) {
    return graph.withGradients(java.util.Map.of());
  }

  private Bindings bind(int examples, boolean positiveInputs, boolean positiveParameters) {
    Bindings bindings = Bindings.of(examples).withRandom(random.nextLong(), random.nextInt(1000));
    for (Variable variable : model.variables()) {
      double[] numbers = new double[bindings.size(variable)];
      boolean positive =
          switch (variable.role()) {
            case INPUT, TARGET -> positiveInputs;
            case PARAMETER, FROZEN, STATE -> positiveParameters;
          };
      fill(variable, numbers);
      for (int i = 0; positive && i < numbers.length; i++) {
        numbers[i] = variable.kind().isClass() ? numbers[i] : Math.abs(numbers[i]) + 0.05;
      }
      if (targets.isDistribution(variable)) {
        fillProbabilities(variable, numbers);
      }
      bindings = bindings.with(variable, numbers);
    }
    return bindings;
  }

  private void fill(Variable variable, double[] numbers) {
    if (variable.kind().isClass()) {
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = random.nextInt(variable.kind().classes());
      }
      return;
    }
    double centre = variable.initializer().map(Sampler::centre).orElse(0.0);
    double spread = spread(variable);
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = centre + spread * (2 * random.nextDouble() - 1);
    }
  }

  /** Where a parameter starts, so that what must not vanish does not. */
  private static double centre(Initializer initializer) {
    return switch (initializer.name()) {
      case "ones" -> 1;
      case "constant" -> initializer.arguments().get(0);
      default -> 0;
    };
  }

  /** Weights so that the variance of a layer's input is about kept, all else by around one. */
  private static double spread(Variable variable) {
    if (variable.initializer().isEmpty()) {
      return 1.5;
    }
    int rank = variable.shape().rank();
    double fanIn = rank < 2 ? 1 : (double) variable.shape().size() / variable.shape().dim(0);
    return rank < 2 ? 0.5 : Math.min(1, Math.sqrt(3 / fanIn));
  }

  private void fillProbabilities(Variable variable, double[] numbers) {
    int rank = variable.shape().rank();
    int length = rank == 0 ? 1 : variable.shape().dim(rank - 1);
    for (int from = 0; from < numbers.length; from += length) {
      double sum = length == 1 ? 1 : 0;
      for (int i = from; i < from + length; i++) {
        numbers[i] = 0.05 + 0.9 * random.nextDouble();
        sum += length == 1 ? 0 : numbers[i];
      }
      for (int i = from; i < from + length; i++) {
        numbers[i] /= sum;
      }
    }
  }
}
