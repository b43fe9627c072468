package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.gradcheck.ModelGenerator.Value;
import java.util.Random;

/** Writes the steps of a random network that use less common parts of the language. */
final class RareStepWriter {
  private final ModelGenerator generator;
  private final Random random;

  RareStepWriter(ModelGenerator generator) {
    this.generator = generator;
    this.random = generator.random();
  }

  Value step(Value x) {
    return x.rank() == 1 ? vectorStep(x) : matrixStep(x);
  }

  private Value vectorStep(Value x) {
    return switch (random.nextInt(12)) {
      case 0 -> nestedLoops(x);
      case 1 -> loopOverParameters(x);
      case 2 -> table(x);
      case 3 -> reversed(x);
      case 4 -> noisyLoop(x);
      case 5 -> batchNorm(x);
      case 6 -> average(x);
      case 7 -> higherOrder(x);
      case 8 -> stacked(x);
      case 9 -> layerWithState(x);
      case 10 -> padded(x);
      default -> twoCarried(x);
    };
  }

  private Value matrixStep(Value x) {
    return switch (random.nextInt(8)) {
      case 0 -> attention(x);
      case 1 -> rowsAndColumns(x);
      case 2 -> cube(x);
      case 3 -> joined(x);
      case 4 -> oneHots(x);
      case 5 -> framed(x);
      case 6 -> backwardLoop(x);
      default -> gram(x);
    };
  }

  private Value nestedLoops(Value x) {
    String a = generator.fresh("a");
    line(a + " = zeros([" + x.last() + "])");
    line("for t in 0..2 {");
    line("  s = " + a);
    line("  for u in 0..3 {");
    line("    s = tanh(s * 0.5 + " + x.name() + " * (t + u + 1) / 6)");
    line("  }");
    line("  " + a + " = " + a + " + s * (1 + t)");
    line("}");
    return new Value(a, x.last());
  }

  /** A loop that no example enters. */
  private Value loopOverParameters(Value x) {
    int n = Math.min(x.last(), 6);
    String p = generator.fresh("P");
    String v = generator.fresh("v");
    line("param " + p + "[" + n + ", " + n + "] = normal(0, 0.5)");
    line(v + " = ones([" + n + "])");
    line("for t in 0..3 { " + v + " = tanh(" + p + " @ " + v + " + 0.1 * t) }");
    String h = generator.fresh("h");
    line(h + " = " + x.name() + "[0.." + n + "] * " + v);
    return new Value(h, n);
  }

  /** Rows chosen by what the network itself computes. */
  private Value table(Value x) {
    int units = generator.size();
    String e = generator.fresh("T");
    String h = generator.fresh("h");
    line("param " + e + "[" + x.last() + ", " + units + "] = normal(0, 0.5)");
    line(
        h
            + " = "
            + e
            + "[argmax("
            + x.name()
            + ")] + sum(one_hot(argmax("
            + x.name()
            + ")) * "
            + x.name()
            + ")");
    return new Value(h, units);
  }

  private Value reversed(Value x) {
    int n = x.last();
    String w = generator.fresh("w");
    String h = generator.fresh("h");
    line("param " + w + "[" + n + "] = uniform(0.5, 1.5)");
    line(h + " = for t in 0.." + n + " {");
    line("  yield " + x.name() + "[" + (n - 1) + " - t] * " + w + "[t] + 0.1 * t");
    line("}");
    return new Value(h, n);
  }

  private Value noisyLoop(Value x) {
    String h = generator.fresh("h");
    line(h + " = " + x.name());
    line("if training {");
    line("  for t in 0..2 {");
    line(
        "    for u in 0..2 { "
            + h
            + " = "
            + h
            + " * (0.8 + 0.4 * random_uniform(["
            + x.last()
            + "])) }");
    line("  }");
    line("}");
    return new Value(h, x.last());
  }

  private Value batchNorm(Value x) {
    String h = generator.fresh("h");
    String m = generator.fresh("m");
    String v = generator.fresh("v");
    String n = Integer.toString(x.last());
    line("param " + h + "scale[" + n + "] = ones()");
    line("state " + m + "[" + n + "] = zeros()");
    line("state " + v + "[" + n + "] = ones()");
    line("if training {");
    line("  " + h + "m = batch_mean(" + x.name() + ")");
    line("  " + h + "v = batch_mean((" + x.name() + " - " + h + "m)^2)");
    line("  update " + m + " = 0.9 * " + m + " + 0.1 * " + h + "m");
    line("  update " + v + " = 0.9 * " + v + " + 0.1 * " + h + "v");
    line("} else {");
    line("  " + h + "m = " + m);
    line("  " + h + "v = " + v);
    line("}");
    line(h + " = " + h + "scale * (" + x.name() + " - " + h + "m) / sqrt(" + h + "v + 0.1)");
    return new Value(h, x.last());
  }

  /** A state that follows a parameter. */
  private Value average(Value x) {
    String w = generator.fresh("w");
    String a = generator.fresh("avg");
    String h = generator.fresh("h");
    line("param " + w + "[" + x.last() + "] = ones()");
    line("state " + a + "[" + x.last() + "] = ones()");
    line("update " + a + " = 0.95 * " + a + " + 0.05 * " + w);
    line(h + " = " + x.name() + " * " + w + " + tanh(" + a + ")");
    return new Value(h, x.last());
  }

  private Value higherOrder(Value x) {
    String f = generator.fresh("twice");
    generator.declare("fn " + f + "(f, x, k = 0.5) = f(k * f(x))");
    String h = generator.fresh("h");
    line(h + " = " + f + "(" + generator.activation() + ", " + x.name() + ", k = 0.8)");
    return new Value(h, x.last());
  }

  private Value stacked(Value x) {
    String h = generator.fresh("h");
    String name = x.name();
    int axis = random.nextInt(2);
    line(
        h
            + " = stack("
            + name
            + ", tanh("
            + name
            + "), "
            + name
            + "^2, axis = "
            + axis
            + ") * 0.5");
    return axis == 0 ? new Value(h, 3, x.last()) : new Value(h, x.last(), 3);
  }

  private Value layerWithState(Value x) {
    String layer = generator.fresh("follow");
    generator.declare(
        "layer "
            + layer
            + "(x, n) {\n"
            + "  state seen[n] = zeros()\n"
            + "  param w[n] = ones()\n"
            + "  if training {\n"
            + "    update seen = 0.5 * seen + 0.5 * batch_mean(x)\n"
            + "  }\n"
            + "  return x * w - 0.1 * seen\n"
            + "}");
    String h = generator.fresh("h");
    line(h + " = " + x.name());
    line("repeat 2 { " + h + " = " + h + " |> " + layer + "(" + x.last() + ") |> tanh }");
    return new Value(h, x.last());
  }

  private Value padded(Value x) {
    String h = generator.fresh("h");
    line(h + " = pad(" + x.name() + ", [1, 2], value = 0.5)");
    return new Value(h, x.last() + 3);
  }

  private Value twoCarried(Value x) {
    String a = generator.fresh("a");
    String b = generator.fresh("b");
    line(a + " = " + x.name());
    line(b + " = zeros([" + x.last() + "])");
    line("for t in 0..3 {");
    line("  old = " + a);
    line("  " + a + " = tanh(" + b + " + " + x.name() + " * (t + 1))");
    line("  " + b + " = 0.5 * old - " + b);
    line("}");
    String h = generator.fresh("h");
    line(h + " = " + a + " + " + b);
    return new Value(h, x.last());
  }

  private Value attention(Value x) {
    String h = generator.fresh("h");
    String name = x.name();
    line(h + "q = " + name + " |> dense(3, bias = false)");
    line(h + "k = " + name + " |> dense(3, bias = false)");
    line(h + " = softmax(" + h + "q @ transpose(" + h + "k) / sqrt(3)) @ " + name);
    return new Value(h, x.shape());
  }

  private Value rowsAndColumns(Value x) {
    String h = generator.fresh("h");
    int r = random.nextInt(x.shape()[0]);
    int c = random.nextInt(x.shape()[1]);
    String name = x.name();
    line(
        h
            + " = "
            + name
            + " * "
            + name
            + "["
            + r
            + "] + reshape("
            + name
            + "[.., "
            + c
            + "], ["
            + x.shape()[0]
            + ", 1]) - "
            + name
            + "["
            + r
            + ", "
            + c
            + "]");
    return new Value(h, x.shape());
  }

  private Value cube(Value x) {
    String h = generator.fresh("h");
    int rows = x.shape()[0];
    int columns = x.shape()[1];
    int half = columns % 2 == 0 ? columns / 2 : columns;
    line(h + "c = reshape(" + x.name() + ", [" + rows + ", " + columns / half + ", " + half + "])");
    line(
        h
            + " = "
            + (random.nextBoolean() ? "max" : "logsumexp")
            + "(tanh("
            + h
            + "c) * 2, axis = 1) + sum(transpose("
            + h
            + "c, axes = [1, 0, 2]), axis = 0)");
    return new Value(h, rows, half);
  }

  private Value joined(Value x) {
    String h = generator.fresh("h");
    int axis = random.nextInt(2);
    line(h + " = concat(" + x.name() + ", sin(" + x.name() + ") * 0.5, axis = " + axis + ")");
    return axis == 0
        ? new Value(h, 2 * x.shape()[0], x.shape()[1])
        : new Value(h, x.shape()[0], 2 * x.shape()[1]);
  }

  private Value oneHots(Value x) {
    String h = generator.fresh("h");
    line(
        h
            + " = one_hot(argmax("
            + x.name()
            + ", axis = 1)) * "
            + x.name()
            + " + 0.3 * "
            + x.name());
    return new Value(h, x.shape());
  }

  private Value framed(Value x) {
    String h = generator.fresh("h");
    line(h + " = pad(" + x.name() + ", [[1, 0], [0, 1]])");
    return new Value(h, x.shape()[0] + 1, x.shape()[1] + 1);
  }

  /** From the last row to the first, by an index that goes down. */
  private Value backwardLoop(Value x) {
    int time = x.shape()[0];
    String s = generator.fresh("s");
    String h = generator.fresh("h");
    line(s + " = zeros([" + x.last() + "])");
    line(h + " = for t in 0.." + time + " {");
    line(
        "  "
            + s
            + " = 0.6 * "
            + s
            + " + "
            + generator.activation()
            + "("
            + x.name()
            + "["
            + (time - 1)
            + " - t])");
    line("  yield " + s);
    line("}");
    return new Value(h, x.shape());
  }

  private Value gram(Value x) {
    String h = generator.fresh("h");
    line(h + " = tanh(" + x.name() + " @ transpose(" + x.name() + "))");
    return new Value(h, x.shape()[0], x.shape()[0]);
  }

  private void line(String text) {
    generator.line(text);
  }
}
