package dev.bpnet.samples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Random;

/**
 * Makes the tables that the samples learn from: the same bytes on every machine, since nothing but
 * exactly specified arithmetic goes in.
 */
public final class SampleData {
  private SampleData() {}

  /**
   * Writes the tables.
   *
   * @param arguments the folder of the samples
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 1) {
      System.err.println("usage: SampleData SAMPLES");
      System.exit(2);
    }
    for (Map.Entry<String, String> table : tables().entrySet()) {
      Path file = Path.of(arguments[0]).resolve(table.getKey());
      Files.createDirectories(file.getParent());
      Files.writeString(file, table.getValue());
    }
  }

  /** The tables by path below the folder of the samples. */
  public static Map<String, String> tables() {
    Map<String, String> tables = new LinkedHashMap<>();
    tables.put("spiral/spiral.csv", spiral(3, 100));
    tables.put("regression/surface.csv", surface(400));
    tables.put("quantile/noisy.csv", noisy(400));
    tables.put("bias_free/mixture.csv", mixture(200));
    return tables;
  }

  /** Arms of a spiral: a whole turn each, noise in the angle. */
  private static String spiral(int arms, int points) {
    Random random = new Random(1);
    StringBuilder table = new StringBuilder("x,y,arm\n");
    String[] names = {"red", "green", "blue"};
    for (int i = 0; i < points; i++) {
      for (int arm = 0; arm < arms; arm++) {
        double radius = (i + 1.0) / points;
        double angle = 2 * Math.PI * (radius * 0.75 + (double) arm / arms) + 0.2 * noise(random);
        row(
            table,
            number(radius * StrictMath.cos(angle)),
            number(radius * StrictMath.sin(angle)),
            names[arm]);
      }
    }
    return table.toString();
  }

  /** z = sin 3x · cos 2y + x/2 and noise. */
  private static String surface(int points) {
    Random random = new Random(2);
    StringBuilder table = new StringBuilder("x,y,z\n");
    for (int i = 0; i < points; i++) {
      double x = 2 * random.nextDouble() - 1;
      double y = 2 * random.nextDouble() - 1;
      double z = StrictMath.sin(3 * x) * StrictMath.cos(2 * y) + x / 2 + 0.05 * noise(random);
      row(table, number(x), number(y), number(z));
    }
    return table.toString();
  }

  /** t = sin 2x and noise that grows with x. */
  private static String noisy(int points) {
    Random random = new Random(3);
    StringBuilder table = new StringBuilder("x,t\n");
    for (int i = 0; i < points; i++) {
      double x = 2 * random.nextDouble();
      double t = StrictMath.sin(2 * x) + (0.1 + 0.2 * x) * noise(random);
      row(table, number(x), number(t));
    }
    return table.toString();
  }

  /** Two sums of products of four numbers. */
  private static String mixture(int points) {
    Random random = new Random(4);
    StringBuilder table = new StringBuilder("a,b,c,d,p,q\n");
    for (int i = 0; i < points; i++) {
      double[] x = new double[4];
      for (int k = 0; k < x.length; k++) {
        x[k] = 2 * random.nextDouble() - 1;
      }
      row(
          table,
          number(x[0]),
          number(x[1]),
          number(x[2]),
          number(x[3]),
          number(x[0] + 0.5 * x[1] - x[2] * x[2]),
          number(x[3] - 0.5 * x[0] + x[1] * x[1]));
    }
    return table.toString();
  }

  /** Bell-shaped with deviation 1: the sum of twelve uniform numbers. */
  private static double noise(Random random) {
    double sum = -6;
    for (int i = 0; i < 12; i++) {
      sum += random.nextDouble();
    }
    return sum;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.4f", value);
  }

  private static void row(StringBuilder table, String... cells) {
    table.append(String.join(",", cells)).append('\n');
  }
}
