package dev.bpnet.runtime;

import java.util.ArrayList;
import java.util.List;

/**
 * What a compiled network says of itself.
 *
 * @param name of the network
 * @param source path of its source, as the compiler was given it
 * @param fingerprint of source, settings and compiler, in hexadecimal
 * @param plan how it was lowered, in a few words
 * @param precision the Java type of its reals
 * @param metrics their names
 * @param parameters trained, frozen, states; in the order of the flat array
 * @param training the defaults of its {@code train} block
 */
public record Description(
    String name,
    String source,
    String fingerprint,
    String plan,
    Precision precision,
    List<Tensor> inputs,
    List<Tensor> targets,
    List<Tensor> outputs,
    List<String> metrics,
    List<Parameter> parameters,
    TrainingDefaults training) {
  /** The Java type of a network's reals. */
  public enum Precision {
    FLOAT,
    DOUBLE
  }

  public Description {
    inputs = List.copyOf(inputs);
    targets = List.copyOf(targets);
    outputs = List.copyOf(outputs);
    metrics = List.copyOf(metrics);
    parameters = List.copyOf(parameters);
  }

  /** Real inputs per example. */
  public int inputSize() {
    return size(inputs, false);
  }

  /** Class inputs per example. */
  public int classInputSize() {
    return size(inputs, true);
  }

  /** Real targets per example. */
  public int targetSize() {
    return size(targets, false);
  }

  /** Class targets per example. */
  public int classTargetSize() {
    return size(targets, true);
  }

  /** Numbers that a prediction gives per example, classes included. */
  public int outputSize() {
    return outputs.stream().mapToInt(Tensor::size).sum();
  }

  /** The length of the flat array. */
  public int flatSize() {
    return parameters.stream().mapToInt(Parameter::size).sum();
  }

  /** The length of the leading part of the flat array that is trained. */
  public int trainedSize() {
    return parameters.stream()
        .filter(p -> p.role() == Parameter.Role.TRAINED)
        .mapToInt(Parameter::size)
        .sum();
  }

  /**
   * A parameter or state by its path.
   *
   * @throws IllegalArgumentException if there is none; the message lists those there are
   */
  public Parameter parameter(String path) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(path)) {
        return parameter;
      }
    }
    throw unknown("parameter", path, parameters.stream().map(Parameter::name).toList());
  }

  /** An output by name, errors as of {@link #parameter}. */
  public Tensor output(String outputName) {
    for (Tensor output : outputs) {
      if (output.name().equals(outputName)) {
        return output;
      }
    }
    throw unknown("output", outputName, outputs.stream().map(Tensor::name).toList());
  }

  private IllegalArgumentException unknown(String what, String which, List<String> known) {
    return new IllegalArgumentException(
        name + " has no " + what + " " + which + ", only " + String.join(", ", known));
  }

  /** Refuses inputs of one example that are not as many as declared, or classes out of range. */
  void checkInputs(int reals, int[] classValues) {
    if (reals != inputSize() || classValues.length != classInputSize()) {
      throw new IllegalArgumentException(
          name
              + " has "
              + inputSize()
              + " real and "
              + classInputSize()
              + " class inputs, but "
              + reals
              + " and "
              + classValues.length
              + " were given");
    }
    for (Tensor input : inputs) {
      for (int i = 0; input.isClass() && i < input.size(); i++) {
        int value = classValues[input.offset() + i];
        if (value < 0 || value >= input.classes()) {
          throw new IllegalArgumentException(
              input.name() + " is a class in 0.." + (input.classes() - 1) + ", not " + value);
        }
      }
    }
  }

  private static int size(List<Tensor> tensors, boolean classes) {
    return tensors.stream().filter(t -> t.isClass() == classes).mapToInt(Tensor::size).sum();
  }

  public static Builder of(String name, Precision precision) {
    return new Builder(name, precision);
  }

  /**
   * Collects a description in declaration order; offsets and row-major strides are its business.
   */
  public static final class Builder {
    private final String name;
    private final Precision precision;
    private String source = "";
    private String fingerprint = "";
    private String plan = "";
    private final List<Tensor> inputs = new ArrayList<>();
    private final List<Tensor> targets = new ArrayList<>();
    private final List<Tensor> outputs = new ArrayList<>();
    private final List<String> metrics = new ArrayList<>();
    private final List<Parameter> parameters = new ArrayList<>();
    private TrainingDefaults training = TrainingDefaults.of();

    private Builder(String name, Precision precision) {
      this.name = name;
      this.precision = precision;
    }

    public Builder source(String path, String newFingerprint) {
      source = path;
      fingerprint = newFingerprint;
      return this;
    }

    public Builder plan(String newPlan) {
      plan = newPlan;
      return this;
    }

    public Builder input(String inputName, int... shape) {
      inputs.add(tensor(inputs, inputName, 0, shape));
      return this;
    }

    public Builder classInput(String inputName, int classes, int... shape) {
      inputs.add(tensor(inputs, inputName, classes, shape));
      return this;
    }

    public Builder target(String targetName, int... shape) {
      targets.add(tensor(targets, targetName, 0, shape));
      return this;
    }

    public Builder classTarget(String targetName, int classes, int... shape) {
      targets.add(tensor(targets, targetName, classes, shape));
      return this;
    }

    public Builder output(String outputName, int... shape) {
      return output(outputName, 0, shape(shape));
    }

    public Builder classOutput(String outputName, int classes, int... shape) {
      return output(outputName, classes, shape(shape));
    }

    public Builder metric(String metricName) {
      metrics.add(metricName);
      return this;
    }

    /** A trained parameter, stored row-major. */
    public Builder trained(String path, Initializer initializer, int... shape) {
      return parameter(Parameter.Role.TRAINED, path, initializer, shape(shape), null);
    }

    /** A trained matrix of shape {@code [rows, columns]}, stored column by column. */
    public Builder trainedTransposed(String path, Initializer initializer, int rows, int columns) {
      return parameter(
          Parameter.Role.TRAINED, path, initializer, List.of(rows, columns), List.of(1, rows));
    }

    /** A frozen parameter, stored row-major. */
    public Builder frozen(String path, Initializer initializer, int... shape) {
      return parameter(Parameter.Role.FROZEN, path, initializer, shape(shape), null);
    }

    /** A frozen matrix of shape {@code [rows, columns]}, stored column by column. */
    public Builder frozenTransposed(String path, Initializer initializer, int rows, int columns) {
      return parameter(
          Parameter.Role.FROZEN, path, initializer, List.of(rows, columns), List.of(1, rows));
    }

    /** A state, stored row-major. */
    public Builder state(String path, Initializer initializer, int... shape) {
      return parameter(Parameter.Role.STATE, path, initializer, shape(shape), null);
    }

    public Builder training(TrainingDefaults defaults) {
      training = defaults;
      return this;
    }

    public Description build() {
      return new Description(
          name,
          source,
          fingerprint,
          plan,
          precision,
          inputs,
          targets,
          outputs,
          metrics,
          parameters,
          training);
    }

    private Builder output(String outputName, int classes, List<Integer> shape) {
      int offset = outputs.stream().mapToInt(Tensor::size).sum();
      outputs.add(new Tensor(outputName, shape, classes, offset));
      return this;
    }

    private static Tensor tensor(List<Tensor> before, String name, int classes, int... shape) {
      return new Tensor(name, shape(shape), classes, size(before, classes > 0));
    }

    private Builder parameter(
        Parameter.Role role,
        String path,
        Initializer initializer,
        List<Integer> shape,
        List<Integer> strides) {
      int offset = parameters.stream().mapToInt(Parameter::size).sum();
      parameters.add(
          new Parameter(
              path, role, shape, offset, strides == null ? rowMajor(shape) : strides, initializer));
      return this;
    }

    private static List<Integer> shape(int... dims) {
      return java.util.Arrays.stream(dims).boxed().toList();
    }

    private static List<Integer> rowMajor(List<Integer> shape) {
      Integer[] strides = new Integer[shape.size()];
      int stride = 1;
      for (int axis = shape.size() - 1; axis >= 0; axis--) {
        strides[axis] = stride;
        stride *= shape.get(axis);
      }
      return List.of(strides);
    }
  }
}
