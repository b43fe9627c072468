package dev.bpnet.compiler.gradcheck;

import dev.bpnet.compiler.gradcheck.ModelGenerator.Value;
import java.util.Random;

/** Writes target, outputs, loss, metric and training defaults of a random network. */
final class LossWriter {
  private final ModelGenerator generator;
  private final Random random;

  LossWriter(ModelGenerator generator) {
    this.generator = generator;
    this.random = generator.random();
  }

  /** Everything after the last hidden value. */
  String write(Value x) {
    int units = 1 + random.nextInt(5);
    StringBuilder text = new StringBuilder();
    line(text, "z = " + x.name() + " |> dense(" + units + ")");
    String rows = x.rank() == 1 ? "" : x.shape()[0] + ", ";
    boolean classes = units > 1 && random.nextInt(3) == 0;
    if (classes) {
      String shape = x.rank() == 1 ? "" : "[" + x.shape()[0] + "]";
      line(text, "target k" + shape + ": class(" + units + ")");
      line(text, "output p = softmax(z)");
      line(text, "output best = argmax(z" + (x.rank() == 1 ? ")" : ", axis = 1)"));
      String loss =
          random.nextBoolean() ? "softmax_cross_entropy(z, k)" : "cross_entropy(softmax(z), k)";
      line(text, "loss " + loss + penalty());
      if (x.rank() == 1) {
        line(text, "metric accuracy = argmax(z) == k");
      }
    } else {
      line(text, "target t[" + rows + units + "]");
      line(text, "output y = " + (random.nextBoolean() ? "z" : "tanh(z)"));
      line(text, "loss " + regression(units) + penalty());
      line(text, "metric error = mean(abs(z - t))");
    }
    if (random.nextBoolean()) {
      line(text, "train { optimizer = sgd(rate = 0.05) batch = 7 epochs = 3 }");
    }
    return text.toString();
  }

  private String regression(int units) {
    return switch (random.nextInt(units > 1 ? 17 : 14)) {
      case 0 -> "squared_error(y, t)";
      case 1 -> "mse(y, t)";
      case 2 -> "mae(y, t)";
      case 3 -> "huber(y, t)";
      case 4 -> "huber(z, t, delta = 0.4)";
      case 5 -> "log_cosh(y, t)";
      case 6 -> "hinge(z, t)";
      case 7 -> "binary_cross_entropy(sigmoid(z), t)";
      case 8 -> "sigmoid_cross_entropy(z, t)";
      case 9 -> "sum(log(1 + (y - t)^2))";
      case 10 -> "mean(max(0.7 * (t - y), -0.3 * (t - y)))";
      case 11 -> "sqrt(0.1 + sum((t - y)^2))";
      case 12 -> "mean(t > 0.3 ? (y - t)^2 : abs(y - t))";
      case 13 -> "0.5 * sum((t - z)^2) + 0.1 * sum(tanh(z)^4)";
      case 14 -> "cross_entropy(softmax(z), t)";
      case 15 -> "softmax_cross_entropy(z, t)";
      default -> "kl_divergence(softmax(z), t)";
    };
  }

  private String penalty() {
    return switch (random.nextInt(6)) {
      case 0 -> " + decay * l2(weights)";
      case 1 -> " + decay * l1(parameters)";
      case 2 -> " + decay / 2 * sum(parameters^2)";
      default -> "";
    };
  }

  private static void line(StringBuilder text, String line) {
    text.append("    ").append(line).append('\n');
  }
}
