package dev.bpnet.compiler.gradcheck;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Writes elementwise functions of one argument as a user might, smooth or with kinks, never
 * exploding.
 */
final class FunctionWriter {
  /** Ready-made ones beside those composed at random. */
  private static final List<String> KNOWN =
      List.of(
          "fn %s(z, beta = 1.3) = z * sigmoid(beta * z)",
          "fn %s(z) = (sqrt(z^2 + 1) - 1) / 2 + z",
          "fn %s(z, a = 0.7) = z > 0 ? z : a * expm1(z)",
          "fn %s(z) {\n  s = z * z\n  return z * s / (1 + s)\n}",
          "fn %s(z) = max(z, 0.1 * z) - 0.2 * min(z, 1)",
          "fn %s(z, p = 1.7) = (1 + z^2)^(p / 2) - 1",
          "fn %s(z) = z > 1 ? log(z) + 1 : z",
          "fn %s(z) = z / (1 + exp(-z)) + 0 * z",
          "fn %s(z) = clip(z, -0.8, 1.1) + 0.05 * z",
          "fn %s(z) = 2^(-z^2)");

  private final Random random;

  FunctionWriter(Random random) {
    this.random = random;
  }

  /** A declaration {@code fn name(z…)}. */
  String declaration(String name) {
    return random.nextInt(3) == 0
        ? String.format(Locale.ROOT, KNOWN.get(random.nextInt(KNOWN.size())), name)
        : "fn " + name + "(z) = " + expression("z", 3);
  }

  /** An elementwise expression in the argument. */
  String expression(String z, int depth) {
    if (depth == 0) {
      return random.nextInt(4) == 0 ? number() + " * " + z : z;
    }
    String e = expression(z, depth - 1);
    return switch (random.nextInt(20)) {
      case 0 -> "tanh(" + e + ")";
      case 1 -> "sigmoid(" + e + ")";
      case 2 -> "sin(" + e + ")";
      case 3 -> "cos(" + e + ")";
      case 4 -> "atan(" + e + ")";
      case 5 -> "erf(" + e + ")";
      case 6 -> "exp(-(" + e + ")^2)";
      case 7 -> "log1p((" + e + ")^2)";
      case 8 -> "sqrt(" + number() + " + (" + e + ")^2)";
      case 9 -> "(" + e + ") / (1 + abs(" + z + "))";
      case 10 -> "softplus(" + e + ")";
      case 11 -> "(" + e + ") - " + number() + " * (" + expression(z, depth - 1) + ")";
      case 12 -> "tanh(" + z + ") * (" + e + ")";
      case 13 -> "max(" + e + ", " + number() + " * " + z + ")";
      case 14 -> "abs(" + e + " - " + number() + ")";
      case 15 -> "(" + z + " > " + number() + " ? " + e + " : " + z + " / 2)";
      case 16 -> "expm1(tanh(" + e + "))";
      case 17 -> "tanh(" + e + ")^3";
      case 18 -> "-(" + e + ") + " + number();
      default -> "log(1.5 + sin(" + e + "))";
    };
  }

  /** Between 0.1 and 2. */
  String number() {
    return String.format(Locale.ROOT, "%.2f", 0.1 + 1.9 * random.nextDouble());
  }
}
