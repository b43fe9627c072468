package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.graph.Attribute;
import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.graph.Shape;
import dev.bpnet.compiler.graph.TrainSettings;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A network as the compiler might have made it, o = tanh(W·x + b), loss ½Σ(o − t)², where one may
 * ask for a slip in the derivation. W is stored column by column.
 */
final class HandWritten implements Network.OfDouble {
  /** A mistake that a compiler could make. */
  enum Slip {
    NONE,
    SIGN,
    FACTOR,
    DROPPED_TERM,
    WRONG_OPERAND,
    NOT_MEANT,
    INPUT_SIGN,
    LOSS,
    OUTPUT,
    ONE_IN_A_BILLION
  }

  private static final int IN = 3;
  private static final int OUT = 2;
  private static final Span SPAN = new Span(new SourceFile("hand.bpnet", ""), 0, 0);

  private final Slip slip;
  private final double[] parameters = new double[IN * OUT + OUT];
  private double[] inputGradient = new double[0];
  private double loss;

  HandWritten(Slip slip) {
    this.slip = slip;
  }

  /** The same as a model. */
  static Model model() {
    NodeBuilder b = new NodeBuilder(new Origin(SPAN, List.of(), Optional.empty(), false));
    Variable x = variable(Variable.Role.INPUT, "x", IN);
    Variable t = variable(Variable.Role.TARGET, "t", OUT);
    Variable w = variable(Variable.Role.PARAMETER, "W", OUT, IN);
    Variable bias = variable(Variable.Role.PARAMETER, "b", OUT);
    Node product =
        b.contract(
            b.variable(w),
            b.variable(x),
            new Attribute.Labels(List.of(0, 1), List.of(1), List.of(0)));
    Node o = b.unary(Op.TANH, b.add(product, b.variable(bias)));
    Node difference = b.subtract(o, b.variable(t));
    Node loss = b.multiply(b.constant(0.5), b.sumAll(b.multiply(difference, difference)));
    Graph graph = new Graph(Optional.of(loss), Map.of("o", o), Map.of(), Map.of(), Map.of());
    return new Model(
        "",
        "HandWritten",
        "",
        SPAN,
        Map.of(),
        List.of(x, t, w, bias),
        graph,
        graph,
        TrainSettings.DEFAULTS);
  }

  private static Variable variable(Variable.Role role, String name, int... shape) {
    boolean kept = role == Variable.Role.PARAMETER;
    Optional<Initializer> initializer =
        kept ? Optional.of(new Initializer("zeros", List.of())) : Optional.empty();
    return new Variable(role, name, Shape.of(shape), Kind.REAL, initializer, SPAN, "");
  }

  @Override
  public Description description() {
    return Description.of("HandWritten", Description.Precision.DOUBLE)
        .input("x", IN)
        .target("t", OUT)
        .output("o", OUT)
        .trainedTransposed("W", dev.bpnet.runtime.Initializer.zeros(), OUT, IN)
        .trained("b", dev.bpnet.runtime.Initializer.zeros(), OUT)
        .build();
  }

  @Override
  public double[] parameters() {
    return parameters;
  }

  @Override
  public void prepare() {}

  @Override
  public int phaseCount() {
    return 0;
  }

  @Override
  public Phase phase(int number) {
    return Phase.WHOLE;
  }

  @Override
  public void runPhase(int number, int from, int to) {}

  @Override
  public int phaseExtent(int number) {
    return 1;
  }

  @Override
  public OfDouble sharing() {
    return this;
  }

  private double output(double[] inputs, int example, int unit) {
    double z = parameters[IN * OUT + unit];
    for (int i = 0; i < IN; i++) {
      z += parameters[i * OUT + unit] * inputs[example * IN + i];
    }
    return Math.tanh(z);
  }

  @Override
  public void predict(Examples.OfDouble examples, int from, int to, double[] outputs) {
    for (int example = from; example < to; example++) {
      for (int unit = 0; unit < OUT; unit++) {
        double o = output(examples.inputs(), example, unit);
        outputs[(example - from) * OUT + unit] = slip == Slip.OUTPUT ? o + 1e-9 : o;
      }
    }
  }

  @Override
  public double evaluate(Examples.OfDouble examples, int from, int to, double[] metrics) {
    beginStep(examples, from, to, new double[parameters.length]);
    return loss;
  }

  @Override
  public void beginStep(Examples.OfDouble examples, int from, int to, double[] gradient) {
    java.util.Arrays.fill(gradient, 0);
    int batch = to - from;
    loss = 0;
    inputGradient = new double[batch * IN];
    for (int example = from; example < to; example++) {
      for (int unit = 0; unit < OUT; unit++) {
        double o = output(examples.inputs(), example, unit);
        double error = o - examples.targets()[example * OUT + unit];
        loss += 0.5 * error * error / batch;
        double delta = delta(error, o) / (slip == Slip.NOT_MEANT ? 1 : batch);
        gradient[IN * OUT + unit] += delta;
        for (int i = 0; i < IN; i++) {
          double x = examples.inputs()[example * IN + (slip == Slip.WRONG_OPERAND ? 0 : i)];
          double sign = slip == Slip.INPUT_SIGN ? -1 : 1;
          gradient[i * OUT + unit] += delta * x;
          inputGradient[(example - from) * IN + i] += sign * delta * parameters[i * OUT + unit];
        }
      }
    }
    loss *= slip == Slip.LOSS ? 1 + 1e-9 : 1;
  }

  private double delta(double error, double o) {
    return switch (slip) {
      case NONE, WRONG_OPERAND, NOT_MEANT, INPUT_SIGN, LOSS, OUTPUT -> error * (1 - o * o);
      case SIGN -> -error * (1 - o * o);
      case FACTOR -> 2 * error * (1 - o * o);
      case DROPPED_TERM -> error;
      case ONE_IN_A_BILLION -> error * (1 - o * o) * (1 + 1e-9);
    };
  }

  @Override
  public double endStep() {
    return loss;
  }

  @Override
  public double[] inputGradient() {
    return inputGradient;
  }
}
