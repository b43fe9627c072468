package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.gradcheck.ModelGenerator.Value;
import java.util.Random;

/**
 * Writes one step of a random network: a statement or a block that makes a value of the one before.
 */
final class StepWriter {
  private final ModelGenerator generator;
  private final Random random;

  StepWriter(ModelGenerator generator) {
    this.generator = generator;
    this.random = generator.random();
  }

  Value step(Value x) {
    return x.rank() == 1 ? vectorStep(x) : matrixStep(x);
  }

  private Value vectorStep(Value x) {
    return switch (random.nextInt(18)) {
      case 0 -> repeated(x);
      case 1 -> recurrence(x);
      case 2 -> conditional(x);
      case 3 -> state(x);
      case 4 -> noise(x);
      case 5 -> userLayer(x);
      case 6 -> normalised(x);
      case 7 -> selected(x);
      case 8 -> pieces(x);
      case 9 -> reshaped(x);
      case 10 -> ownWeights(x);
      case 11 -> elementwise(x);
      case 12 -> outer(x);
      default -> dense(x);
    };
  }

  private Value matrixStep(Value x) {
    return switch (random.nextInt(10)) {
      case 0 -> overTime(x, false);
      case 1 -> overTime(x, true);
      case 2 -> reduced(x);
      case 3 -> flattened(x);
      case 4 -> transposed(x);
      case 5 -> windows(x);
      case 6 -> elementwise(x);
      case 7 -> normalised(x);
      default -> dense(x);
    };
  }

  private Value dense(Value x) {
    int units = generator.size();
    String h = generator.fresh("h");
    String init = random.nextInt(4) == 0 ? ", init = he_normal" : "";
    String bias = random.nextInt(5) == 0 ? ", bias = false" : "";
    line(h + " = " + x.name() + " |> dense(" + units + bias + init + ") |> " + activation());
    return x.rank() == 1 ? new Value(h, units) : new Value(h, x.shape()[0], units);
  }

  private Value elementwise(Value x) {
    String h = generator.fresh("v");
    line(h + " = " + generator.functions().expression(x.name(), 2));
    return new Value(h, x.shape());
  }

  private Value repeated(Value x) {
    String h = generator.fresh("r");
    line(h + " = " + x.name());
    String units = Integer.toString(x.last());
    switch (random.nextInt(3)) {
      case 0 ->
          line(
              "repeat 2 { "
                  + h
                  + " = "
                  + h
                  + " + ("
                  + h
                  + " |> dense("
                  + units
                  + ") |> "
                  + activation()
                  + ") / 2 }");
      case 1 ->
          line("repeat i in 0..3 { " + h + " = tanh(dense(" + h + ", " + units + ") + 0.1 * i) }");
      default -> {
        line("repeat 2 {");
        line("  param S[" + units + "] = ones()");
        line("  " + h + " = S * " + activation() + "(" + h + ") - 0.1 * sum(" + h + ")");
        line("}");
      }
    }
    return new Value(h, x.shape());
  }

  /** The same vector as input of every step. */
  private Value recurrence(Value x) {
    int units = 1 + random.nextInt(5);
    String s = generator.fresh("s");
    int steps = 1 + random.nextInt(4);
    line(s + " = zeros([" + units + "])");
    line("for t in 0.." + steps + " {");
    line("  u = dense(" + x.name() + ", " + units + ") * (t + 1) / " + steps);
    line("  " + s + " = tanh(u + dense(" + s + ", " + units + ", bias = false))");
    line("}");
    return new Value(s, units);
  }

  private Value overTime(Value x, boolean yields) {
    int time = x.shape()[0];
    int units = 1 + random.nextInt(6);
    String s = generator.fresh("s");
    String ys = generator.fresh("ys");
    line(s + " = zeros([" + units + "])");
    line((yields ? ys + " = " : "") + "for t in 0.." + time + " {");
    line("  z = dense(concat(" + s + ", " + x.name() + "[t], axis = 0), " + units + ")");
    line("  " + s + " = " + activation() + "(z) * 0.7 + " + s + " * 0.3");
    if (yields) {
      line("  yield " + s + " * (1 + 0.2 * t)");
    }
    line("}");
    return yields ? new Value(ys, time, units) : new Value(s, units);
  }

  private Value conditional(Value x) {
    String h = generator.fresh("c");
    line("if mix > " + (random.nextBoolean() ? "0.2" : "0.4") + " {");
    line("  " + h + " = " + x.name() + " * mix + " + activation() + "(" + x.name() + ")");
    line("} else {");
    line("  " + h + " = " + x.name() + " |> dense(" + x.last() + ")");
    line("}");
    return new Value(h, x.shape());
  }

  private Value state(Value x) {
    String m = generator.fresh("m");
    String h = generator.fresh("k");
    line("state " + m + "[" + x.last() + "] = zeros()");
    line("if training {");
    line("  " + h + "mean = batch_mean(" + x.name() + ")");
    line("  update " + m + " = 0.9 * " + m + " + 0.1 * " + h + "mean");
    line("  " + h + " = " + x.name() + " - " + h + "mean + 0.1 * " + m);
    line("} else {");
    line("  " + h + " = " + x.name() + " - " + m);
    line("}");
    return new Value(h, x.shape());
  }

  private Value noise(Value x) {
    String h = generator.fresh("n");
    String shape = ModelGenerator.shapeText(x.shape());
    line("if training {");
    line("  " + h + " = " + x.name() + " * (random_uniform(" + shape + ") < 0.7) / 0.7");
    line("} else {");
    line("  " + h + " = " + x.name());
    line("}");
    return new Value(h, x.shape());
  }

  private Value userLayer(Value x) {
    int units = generator.size();
    String layer = generator.fresh("gated");
    generator.declare(
        "layer "
            + layer
            + "(x, units, activation = tanh) {\n"
            + "  param G[units, dim(x, 0)] = normal(0, 0.4)\n"
            + "  a = x |> dense(units) |> activation\n"
            + "  return a * sigmoid(G @ x)\n"
            + "}");
    String h = generator.fresh("g");
    line(
        h
            + " = "
            + x.name()
            + " |> "
            + layer
            + "("
            + units
            + ", activation = "
            + activation()
            + ")");
    return new Value(h, units);
  }

  private Value normalised(Value x) {
    String h = generator.fresh("w");
    String name = x.name();
    String axis = x.rank() == 1 ? "" : ", axis = 0";
    switch (random.nextInt(4)) {
      case 0 ->
          line(
              h
                  + " = ("
                  + name
                  + " - mean("
                  + name
                  + axis
                  + ")) / sqrt(variance("
                  + name
                  + axis
                  + ") + 0.1)");
      case 1 -> line(h + " = softmax(" + name + ") * " + x.last());
      case 2 -> line(h + " = log_softmax(" + name + ") + 1");
      default -> line(h + " = " + name + " / (1 + norm(" + name + " + 0.01" + axis + "))");
    }
    return new Value(h, x.shape());
  }

  private Value selected(Value x) {
    String h = generator.fresh("q");
    String name = x.name();
    line(
        h
            + " = "
            + name
            + " > 0.2 && "
            + name
            + " < 2 ? "
            + name
            + "^2 : "
            + activation()
            + "("
            + name
            + ") * 0.5");
    return new Value(h, x.shape());
  }

  /** Slices, stacks, joins. */
  private Value pieces(Value x) {
    String h = generator.fresh("p");
    int n = x.last();
    int cut = 1 + random.nextInt(n);
    String name = x.name();
    switch (random.nextInt(3)) {
      case 0 -> {
        line(h + " = concat(" + name + "[0.." + cut + "] * 2, " + name + ", axis = 0)");
        return new Value(h, n + cut);
      }
      case 1 -> {
        line(
            h
                + " = ["
                + name
                + "["
                + (cut - 1)
                + "], sum("
                + name
                + "), max("
                + name
                + "), logsumexp("
                + name
                + "), prod("
                + name
                + "[0.."
                + Math.min(3, n)
                + "])]");
        return new Value(h, 5);
      }
      default -> {
        line(h + " = " + name + "[" + (n - cut) + ".." + n + "] - mean(" + name + ")");
        return new Value(h, cut);
      }
    }
  }

  private Value reshaped(Value x) {
    String h = generator.fresh("z");
    int n = x.last();
    int rows = n % 2 == 0 ? 2 : n % 3 == 0 ? 3 : 1;
    line(h + " = reshape(" + x.name() + ", [" + rows + ", " + n / rows + "])");
    return new Value(h, rows, n / rows);
  }

  private Value ownWeights(Value x) {
    int units = generator.size();
    String w = generator.fresh("W");
    String h = generator.fresh("o");
    boolean frozen = random.nextInt(4) == 0;
    line(
        (frozen ? "frozen " : "")
            + "param "
            + w
            + "["
            + units
            + ", "
            + x.last()
            + "] = "
            + (random.nextBoolean() ? "xavier_uniform()" : "normal(0, 0.3)"));
    line(h + " = " + activation() + "(" + w + " @ " + x.name() + ")");
    return new Value(h, units);
  }

  /** A product of every element with every other, then summed away again. */
  private Value outer(Value x) {
    String h = generator.fresh("y");
    int n = x.last();
    line(
        h
            + " = mean(reshape("
            + x.name()
            + ", ["
            + n
            + ", 1]) * tanh("
            + x.name()
            + ") + 0.1, axis = "
            + random.nextInt(2)
            + ")");
    return new Value(h, n);
  }

  private Value reduced(Value x) {
    String h = generator.fresh("d");
    int axis = random.nextInt(2);
    String[] names = {"sum", "mean", "max", "min", "logsumexp", "variance", "prod"};
    String name = names[random.nextInt(names.length)];
    String operand = name.equals("prod") ? "tanh(" + x.name() + ")" : x.name();
    line(h + " = " + name + "(" + operand + ", axis = " + axis + ")");
    return new Value(h, x.shape()[1 - axis]);
  }

  private Value flattened(Value x) {
    String h = generator.fresh("f");
    line(h + " = flatten(" + x.name() + ")");
    return new Value(h, x.size());
  }

  private Value transposed(Value x) {
    String h = generator.fresh("tr");
    line(h + " = transpose(" + x.name() + ") * 0.9");
    return new Value(h, x.shape()[1], x.shape()[0]);
  }

  /** A convolution over the first axis, by a loop over windows. */
  private Value windows(Value x) {
    int time = x.shape()[0];
    int width = 1 + random.nextInt(Math.min(3, time));
    int units = 1 + random.nextInt(4);
    String k = generator.fresh("K");
    String h = generator.fresh("cv");
    line("param " + k + "[" + units + ", " + width * x.last() + "] = normal(0, 0.4)");
    line(h + " = for t in 0.." + (time - width + 1) + " {");
    line(
        "  yield "
            + activation()
            + "("
            + k
            + " @ flatten("
            + x.name()
            + "[t..t + "
            + width
            + "]))");
    line("}");
    return new Value(h, time - width + 1, units);
  }

  private String activation() {
    return generator.activation();
  }

  private void line(String text) {
    generator.line(text);
  }
}
