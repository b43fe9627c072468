package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Tensor;
import java.util.List;

/** What a network asks of a dataset. */
final class Fit {
  private final Description network;
  private final boolean targetsMatter;

  private Fit(Description network, boolean targetsMatter) {
    this.network = network;
    this.targetsMatter = targetsMatter;
  }

  static Fit of(Description network) {
    return new Fit(network, true);
  }

  static Fit ofInputs(Description network) {
    return new Fit(network, false);
  }

  void check(Dataset dataset) {
    Widths has = dataset.widths();
    Widths wants = Widths.of(network);
    boolean inputsFit = has.inputs() == wants.inputs() && has.classInputs() == wants.classInputs();
    if (!inputsFit || targetsMatter && !has.equals(wants)) {
      throw new DataException(
          network.name() + " wants examples of " + wants + "; these have " + has);
    }
    if (has.classInputs() > 0 || targetsMatter && has.classTargets() > 0) {
      checkClasses(dataset);
    }
  }

  private void checkClasses(Dataset dataset) {
    Examples.OfDouble one = ArrayDataset.staging(dataset.widths(), 1);
    for (int index = 0; index < dataset.size(); index++) {
      dataset.copy(index, one, 0);
      checkClasses(network.inputs(), one.classInputs(), "input", index);
      if (targetsMatter) {
        checkClasses(network.targets(), one.classTargets(), "target", index);
      }
    }
  }

  private static void checkClasses(List<Tensor> tensors, int[] values, String what, int index) {
    for (Tensor tensor : tensors) {
      for (int i = 0; tensor.isClass() && i < tensor.size(); i++) {
        int value = values[tensor.offset() + i];
        if (value < 0 || value >= tensor.classes()) {
          throw DataException.of(
              "row %d: %s %s is a class in 0..%d, not %d",
              index + 1, what, tensor.name(), tensor.classes() - 1, value);
        }
      }
    }
  }
}
