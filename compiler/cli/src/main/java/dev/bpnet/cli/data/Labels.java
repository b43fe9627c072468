package dev.bpnet.cli.data;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The class names of a network's inputs and targets, by tensor. */
public final class Labels {
  private final Map<String, ClassNames> byTensor = new LinkedHashMap<>();

  /** No name has appeared yet. */
  public static Labels empty(Description network) {
    return of(network, Map.of());
  }

  /** Names that are known already, by tensor name. */
  public static Labels of(Description network, Map<String, List<String>> known) {
    Labels labels = new Labels();
    Stream.concat(network.inputs().stream(), network.targets().stream())
        .filter(Tensor::isClass)
        .forEach(
            tensor ->
                labels.byTensor.put(
                    tensor.name(),
                    ClassNames.of(tensor.classes(), known.getOrDefault(tensor.name(), List.of()))));
    return labels;
  }

  public ClassNames of(Tensor tensor) {
    return byTensor.get(tensor.name());
  }

  /** By tensor name, in declaration order. */
  public Map<String, List<String>> names() {
    Map<String, List<String>> names = new LinkedHashMap<>();
    byTensor.forEach((tensor, classes) -> names.put(tensor, classes.names()));
    return names;
  }
}
