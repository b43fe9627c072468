package dev.bpnet.training;

import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Loss and metrics of a network on examples, as in prediction.
 *
 * @param loss the mean over the examples
 * @param metrics the mean of each by name, in declaration order
 */
public record Evaluation(double loss, Map<String, Double> metrics) {
  public Evaluation {
    metrics = Collections.unmodifiableMap(new LinkedHashMap<>(metrics));
  }

  /**
   * Measures a network.
   *
   * @throws dev.bpnet.runtime.data.DataException if the dataset is empty or does not fit the
   *     network
   */
  public static Evaluation of(Network network, Dataset dataset) {
    double[] means = new double[network.description().metrics().size()];
    double loss = Evaluator.of(network).evaluate(dataset, means);
    Map<String, Double> metrics = new LinkedHashMap<>();
    for (int i = 0; i < means.length; i++) {
      metrics.put(network.description().metrics().get(i), means[i]);
    }
    return new Evaluation(loss, metrics);
  }
}
