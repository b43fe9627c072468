package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.gradcheck.GradientReport.Row;
import dev.bpnet.compiler.gradcheck.GradientReport.Subject;
import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.LoopBody;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.oracle.Bindings;
import dev.bpnet.compiler.oracle.Derivative;
import dev.bpnet.compiler.oracle.Direction;
import dev.bpnet.compiler.oracle.Evaluation;
import dev.bpnet.compiler.oracle.Oracle;
import dev.bpnet.compiler.oracle.Quantity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Compares partial derivatives. */
final class PartialsCheck {
  private static final int MANY = 2_000;
  private static final int CHOSEN = 200;

  private final Model model;
  private final Differentiated subject;
  private final GradientCheckOptions options;
  private final CentralDifference.Taker differences;
  private final Random random;
  private final boolean examplesMix;

  PartialsCheck(Model model, Differentiated subject, GradientCheckOptions options) {
    this(
        model,
        subject,
        options,
        (bindings, direction, claim) -> CentralDifference.of(subject, bindings, direction, claim));
  }

  PartialsCheck(
      Model model,
      Differentiated subject,
      GradientCheckOptions options,
      CentralDifference.Taker differences) {
    this.model = model;
    this.subject = subject;
    this.options = options;
    this.differences = differences;
    this.random = new Random(options.seed() + 1);
    this.examplesMix = mixes(model.training().nodes());
  }

  /** One row for each trained parameter and each real input. */
  List<Row> rows(Bindings bindings) {
    Evaluation evaluation = Oracle.ofLoss(model.training()).evaluate(bindings);
    Map<Variable, double[]> gradient = subject.gradient(bindings);
    int total = gradient.keySet().stream().mapToInt(v -> v.shape().size()).sum();
    boolean every = options.all() || total <= MANY;
    List<Row> rows = new ArrayList<>();
    gradient.forEach(
        (variable, partials) -> {
          Tally tally = new Tally(subject.bound());
          boolean input = variable.role() == Variable.Role.INPUT;
          for (int element : elements(variable, every)) {
            if (input) {
              compareInput(evaluation, variable, element, partials, tally);
            } else {
              compare(evaluation, variable, element, partials[element], tally);
            }
          }
          if (!every) {
            compareAlong(evaluation, variable, partials, tally);
          }
          rows.add(
              tally.row(
                  input ? Subject.INPUT : Subject.PARAMETER, variable.name(), variable.shape()));
        });
    return rows;
  }

  private int[] elements(Variable variable, boolean every) {
    int size = variable.shape().size();
    return every || size <= CHOSEN
        ? IntStream.range(0, size).toArray()
        : random.ints(0, size).distinct().limit(CHOSEN).toArray();
  }

  private void compare(
      Evaluation evaluation, Variable variable, int index, double partial, Tally tally) {
    Bindings bindings = evaluation.bindings();
    Direction direction = Direction.element(variable, index, bindings);
    Derivative derivative = evaluation.along(direction);
    Quantity oracle = derivative.objective();
    tally.add(
        name(variable, index),
        partial,
        oracle,
        differences.take(bindings, direction, claim(evaluation, derivative, partial, oracle)));
  }

  /**
   * The partials by one element of an input, of all examples. Where no batch mean mixes them, one
   * pass along that element in every example gives them all, and one difference their sum.
   */
  private void compareInput(
      Evaluation evaluation, Variable variable, int element, double[] partials, Tally tally) {
    Bindings bindings = evaluation.bindings();
    int size = variable.shape().size();
    if (examplesMix) {
      for (int index = element; index < partials.length; index += size) {
        compare(evaluation, variable, index, partials[index], tally);
      }
      return;
    }
    Direction direction = Direction.everyExample(variable, element, bindings);
    Derivative derivative = evaluation.along(direction);
    double sum = 0;
    for (int example = 0; example < bindings.batch(); example++) {
      int index = example * size + element;
      Quantity loss = derivative.loss(example);
      int batch = bindings.batch();
      Quantity oracle = new Quantity(loss.value() / batch, loss.magnitude() / batch);
      tally.add(name(variable, index), partials[index], oracle);
      sum += partials[index];
    }
    Quantity oracle = derivative.objective();
    tally.add(
        "every example " + place(variable.shape(), element),
        sum,
        oracle,
        differences.take(bindings, direction, claim(evaluation, derivative, sum, oracle)));
  }

  private void compareAlong(
      Evaluation evaluation, Variable variable, double[] partials, Tally tally) {
    Bindings bindings = evaluation.bindings();
    Direction direction = Direction.random(variable, bindings, random);
    Derivative derivative = evaluation.along(direction);
    double[] component = direction.components().get(variable);
    double slope = 0;
    for (int i = 0; i < partials.length; i++) {
      slope += partials[i] * component[i];
    }
    Quantity oracle = derivative.objective();
    tally.add(
        "random direction",
        slope,
        oracle,
        differences.take(bindings, direction, claim(evaluation, derivative, slope, oracle)));
  }

  private static CentralDifference.Claim claim(
      Evaluation evaluation, Derivative derivative, double generated, Quantity oracle) {
    return new CentralDifference.Claim(
        generated, oracle.magnitude(), derivative.kinkDistance(), evaluation.objective());
  }

  private static String name(Variable variable, int index) {
    int size = variable.shape().size();
    String place = place(variable.shape(), index % size);
    return variable.role() == Variable.Role.INPUT ? "example " + index / size + " " + place : place;
  }

  private static String place(Shape shape, int element) {
    int[] strides = shape.strides();
    int[] place = new int[shape.rank()];
    for (int axis = 0; axis < place.length; axis++) {
      place[axis] = element / strides[axis] % shape.dim(axis);
    }
    return Arrays.toString(place);
  }

  private static boolean mixes(List<Node> nodes) {
    return nodes.stream()
        .anyMatch(
            node ->
                node.op() == Op.BATCH_MEAN
                    || node.attribute() instanceof Attribute.Loop loop
                        && mixes(LoopBody.of(loop).nodes()));
  }
}
