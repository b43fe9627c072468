package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import dev.bpnet.runtime.Tensor;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A generated class, fed from bindings: translates between the layouts of the two by name. */
final class CompiledSubject implements Differentiated {
  private final Model model;
  private final Network.OfDouble network;
  private final Description description;
  private final double[] gradient;
  private final Map<Variable, Parameter> parameters = new HashMap<>();
  private final Map<Variable, Tensor> tensors = new HashMap<>();

  /** What the flat array holds, by the array it came from. */
  private final Map<Variable, double[]> loaded = new HashMap<>();

  /**
   * @param network of the model, compiled with input gradients
   */
  CompiledSubject(Model model, Network.OfDouble network) {
    this.model = model;
    this.network = network;
    this.description = network.description();
    this.gradient = new double[description.trainedSize()];
  }

  @Override
  public Bound bound() {
    return Bound.of(description.precision());
  }

  @Override
  public double loss(Bindings bindings) {
    return network.gradient(load(bindings), 0, bindings.batch(), gradient);
  }

  @Override
  public Map<Variable, double[]> gradient(Bindings bindings) {
    loss(bindings);
    Map<Variable, double[]> result = new LinkedHashMap<>();
    for (Variable variable : model.variables(Variable.Role.PARAMETER)) {
      Parameter parameter = parameter(variable);
      double[] partials = new double[parameter.size()];
      for (int i = 0; i < partials.length; i++) {
        partials[i] = gradient[parameter.index(i)];
      }
      result.put(variable, partials);
    }
    List<Variable> inputs =
        model.variables(Variable.Role.INPUT).stream().filter(v -> v.kind().isReal()).toList();
    if (!inputs.isEmpty()) {
      double[] byInputs = network.inputGradient();
      for (Variable variable : inputs) {
        Tensor tensor = tensor(description.inputs(), variable);
        double[] partials = new double[bindings.size(variable)];
        copy(byInputs, description.inputSize(), tensor, partials, false);
        result.put(variable, partials);
      }
    }
    return result;
  }

  /** The states after the update that follows a training pass. */
  Map<Variable, double[]> updated(Bindings bindings) {
    loss(bindings);
    network.updateStates();
    loaded.clear();
    Map<Variable, double[]> result = new LinkedHashMap<>();
    for (Variable variable : model.training().updates().keySet()) {
      Parameter parameter = parameter(variable);
      double[] numbers = new double[parameter.size()];
      for (int i = 0; i < numbers.length; i++) {
        numbers[i] = network.parameters()[parameter.index(i)];
      }
      result.put(variable, numbers);
    }
    return result;
  }

  /** The outputs by name, one example after the other. */
  Map<String, double[]> predicted(Bindings bindings) {
    double[] outputs = new double[bindings.batch() * description.outputSize()];
    network.predict(load(bindings), 0, bindings.batch(), outputs);
    Map<String, double[]> result = new LinkedHashMap<>();
    int offset = 0;
    for (Tensor tensor : description.outputs()) {
      double[] numbers = new double[bindings.batch() * tensor.size()];
      for (int i = 0; i < numbers.length; i++) {
        int example = i / tensor.size();
        numbers[i] = outputs[example * description.outputSize() + offset + i % tensor.size()];
      }
      result.put(tensor.name(), numbers);
      offset += tensor.size();
    }
    return result;
  }

  /** The mean loss of the prediction pass, and the metrics, by name. */
  Map<String, Double> evaluated(Bindings bindings) {
    double[] metrics = new double[description.metrics().size()];
    double loss = network.evaluate(load(bindings), 0, bindings.batch(), metrics);
    Map<String, Double> result = new LinkedHashMap<>();
    for (int i = 0; i < metrics.length; i++) {
      result.put(description.metrics().get(i), metrics[i]);
    }
    result.put("loss", loss);
    return result;
  }

  private Examples.OfDouble load(Bindings bindings) {
    for (Variable variable : model.variables()) {
      if (variable.initializer().isPresent()) {
        Parameter parameter = parameter(variable);
        double[] numbers = bindings.get(variable);
        if (loaded.put(variable, numbers) != numbers) {
          for (int i = 0; i < numbers.length; i++) {
            network.parameters()[parameter.index(i)] = numbers[i];
          }
        }
      }
    }
    network.prepare();
    network.randomStream(bindings.seed(), bindings.step());
    int batch = bindings.batch();
    Examples.OfDouble examples =
        new Examples.OfDouble(
            batch,
            new double[batch * description.inputSize()],
            new int[batch * description.classInputSize()],
            new double[batch * description.targetSize()],
            new int[batch * description.classTargetSize()]);
    for (Variable variable : model.variables(Variable.Role.INPUT)) {
      Tensor tensor = tensor(description.inputs(), variable);
      if (tensor.isClass()) {
        copyClasses(bindings.get(variable), tensor, examples.classInputs(), batch);
      } else {
        copy(examples.inputs(), description.inputSize(), tensor, bindings.get(variable), true);
      }
    }
    for (Variable variable : model.variables(Variable.Role.TARGET)) {
      Tensor tensor = tensor(description.targets(), variable);
      if (tensor.isClass()) {
        copyClasses(bindings.get(variable), tensor, examples.classTargets(), batch);
      } else {
        copy(examples.targets(), description.targetSize(), tensor, bindings.get(variable), true);
      }
    }
    return examples;
  }

  /** Between the rows of all examples and the numbers of one tensor in them. */
  private static void copy(
      double[] rows, int width, Tensor tensor, double[] own, boolean intoRows) {
    for (int i = 0; i < own.length; i++) {
      int place = i / tensor.size() * width + tensor.offset() + i % tensor.size();
      if (intoRows) {
        rows[place] = own[i];
      } else {
        own[i] = rows[place];
      }
    }
  }

  private static void copyClasses(double[] own, Tensor tensor, int[] rows, int batch) {
    int width = rows.length / batch;
    for (int i = 0; i < own.length; i++) {
      rows[i / tensor.size() * width + tensor.offset() + i % tensor.size()] = (int) own[i];
    }
  }

  private Parameter parameter(Variable variable) {
    return parameters.computeIfAbsent(
        variable,
        wanted ->
            description.parameters().stream()
                .filter(parameter -> parameter.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> missing(wanted)));
  }

  private IllegalArgumentException missing(Variable variable) {
    return new IllegalArgumentException(description.name() + " does not describe " + variable);
  }

  private Tensor tensor(List<Tensor> described, Variable variable) {
    return tensors.computeIfAbsent(
        variable,
        wanted ->
            described.stream()
                .filter(tensor -> tensor.name().equals(wanted.name()))
                .findFirst()
                .orElseThrow(() -> missing(wanted)));
  }
}
