package dev.bpnet.cli.report;

import java.util.Arrays;

/** A curve on one line of text, between its own lowest and highest value. */
public final class Sparkline {
  private static final int WIDTH = 40;
  private static final String BLOCKS = "▁▂▃▄▅▆▇█";
  private static final String ASCII = "_.-=+*#@";

  private Sparkline() {}

  /**
   * @param values one for each epoch; a blank stands for one that is not finite
   */
  public static String of(Chart.Glyphs glyphs, double... values) {
    double low = Arrays.stream(values).filter(Double::isFinite).min().orElse(0);
    double high = Arrays.stream(values).filter(Double::isFinite).max().orElse(0);
    String steps = glyphs == Chart.Glyphs.UNICODE ? BLOCKS : ASCII;
    int width = Math.min(WIDTH, values.length);
    StringBuilder line = new StringBuilder();
    for (int column = 0; column < width; column++) {
      double value =
          values[
              width == 1
                  ? 0
                  : (int) Math.round((double) column * (values.length - 1) / (width - 1))];
      double fraction = high > low ? (value - low) / (high - low) : 0;
      line.append(
          Double.isFinite(value)
              ? steps.charAt((int) Math.round(fraction * (steps.length() - 1)))
              : ' ');
    }
    return line.toString();
  }
}
