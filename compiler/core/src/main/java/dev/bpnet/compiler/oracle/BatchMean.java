package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.Optional;

/** The mean over the batch; of what exists once per step that itself. */
final class BatchMean implements Rule {
  @Override
  public Field value(Node node, Scope scope) {
    return mean(scope.get(node.input(0)), scope.run.batch());
  }

  @Override
  public Optional<Field> tangent(Node node, Tangents tangents) {
    return tangents.get(node.input(0)).map(dots -> mean(dots, tangents.values.run.batch()));
  }

  static Field mean(Field examples, int batch) {
    if (!examples.perExample) {
      return examples;
    }
    Field mean = Field.of(false, examples.size, batch);
    for (int i = 0; i < examples.size; i++) {
      double sum = 0;
      double magnitude = 0;
      for (int example = 0; example < batch; example++) {
        sum += examples.value[example * examples.size + i];
        magnitude += examples.magnitude[example * examples.size + i];
      }
      mean.value[i] = sum / batch;
      mean.magnitude[i] = (Math.abs(sum) + magnitude) / batch;
    }
    return mean;
  }
}
