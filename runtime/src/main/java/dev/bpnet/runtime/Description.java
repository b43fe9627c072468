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
    return outputSize(outputs);
  }

  /** The length of the flat array. */
  public int flatSize() {
    return flatSize(parameters);
  }

  /** The length of the leading part of the flat array that is trained. */
  public int trainedSize() {
    int size = 0;
    for (Parameter parameter : parameters) {
      size += parameter.role() == Parameter.Role.TRAINED ? parameter.size() : 0;
    }
    return size;
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
    List<String> known = new ArrayList<>();
    for (Parameter parameter : parameters) {
      known.add(parameter.name());
    }
    throw unknown("parameter", path, known);
  }

  /** An output by name, errors as of {@link #parameter}. */
  public Tensor output(String outputName) {
    for (Tensor output : outputs) {
      if (output.name().equals(outputName)) {
        return output;
      }
    }
    List<String> known = new ArrayList<>();
    for (Tensor output : outputs) {
      known.add(output.name());
    }
    throw unknown("output", outputName, known);
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
    int size = 0;
    for (Tensor tensor : tensors) {
      size += tensor.isClass() == classes ? tensor.size() : 0;
    }
    return size;
  }

  private static int outputSize(List<Tensor> outputs) {
    return size(outputs, false) + size(outputs, true);
  }

  private static int flatSize(List<Parameter> parameters) {
    int size = 0;
    for (Parameter parameter : parameters) {
      size += parameter.size();
    }
    return size;
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

    /**
     * A trained matrix of shape {@code [rows, columns]}, stored in panels of columns, each row by
     * row.
     */
    public Builder trainedInPanelsOfColumns(
        String path, Initializer initializer, int panel, int rows, int columns) {
      return trained(path, initializer, List.of(rows, columns), List.of(panel, 1), panel);
    }

    /** A trained matrix stored in panels of rows, each column by column. */
    public Builder trainedInPanelsOfRows(
        String path, Initializer initializer, int panel, int rows, int columns) {
      return trained(path, initializer, List.of(rows, columns), List.of(1, panel), panel);
    }

    private Builder trained(
        String path,
        Initializer initializer,
        List<Integer> shape,
        List<Integer> strides,
        int panel) {
      parameters.add(
          new Parameter(
              path,
              Parameter.Role.TRAINED,
              shape,
              flatSize(parameters),
              strides,
              panel,
              initializer));
      return this;
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
      outputs.add(new Tensor(outputName, shape, classes, outputSize(outputs)));
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
      List<Integer> steps = strides == null ? rowMajor(shape) : strides;
      parameters.add(new Parameter(path, role, shape, flatSize(parameters), steps, 0, initializer));
      return this;
    }

    private static List<Integer> shape(int... dims) {
      Integer[] shape = new Integer[dims.length];
      for (int axis = 0; axis < dims.length; axis++) {
        shape[axis] = dims[axis];
      }
      return List.of(shape);
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
