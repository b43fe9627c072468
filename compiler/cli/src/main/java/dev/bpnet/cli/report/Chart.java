package dev.bpnet.cli.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Curves over epochs drawn in characters. The vertical axis is logarithmic where all values are
 * above 0 and span more than a factor of ten.
 */
public final class Chart {
  private static final int WIDTH = 60;
  private static final int HEIGHT = 10;

  private final Glyphs glyphs;
  private final List<Curve> curves = new ArrayList<>();

  /** What the chart is drawn with. */
  public enum Glyphs {
    UNICODE("•○", "│└─┤"),
    ASCII("*o", "|+-+");

    private final String marks;
    private final String axes;

    Glyphs(String marks, String axes) {
      this.marks = marks;
      this.axes = axes;
    }
  }

  private record Curve(String name, double... values) {}

  public Chart(Glyphs glyphs) {
    this.glyphs = glyphs;
  }

  /**
   * Adds a curve; the first is drawn over the second.
   *
   * @param values one for each epoch; those that are not finite are left out
   */
  public Chart curve(String name, double... values) {
    curves.add(new Curve(name, values.clone()));
    return this;
  }

  /** The chart in lines, each ended; empty if there are fewer than two epochs or nothing finite. */
  public String draw(String title) {
    double[] all = all();
    int epochs = curves.stream().mapToInt(curve -> curve.values().length).max().orElse(0);
    if (epochs < 2 || all.length == 0) {
      return "";
    }
    Scale scale = Scale.of(all);
    int width = Math.min(WIDTH, epochs);
    char[][] canvas = new char[HEIGHT][width];
    for (char[] row : canvas) {
      Arrays.fill(row, ' ');
    }
    for (int i = curves.size() - 1; i >= 0; i--) {
      plot(canvas, curves.get(i).values(), scale, glyphs.marks.charAt(i));
    }
    return title + legend() + "\n" + frame(canvas, scale) + epochAxis(width, epochs);
  }

  private double[] all() {
    return curves.stream()
        .flatMapToDouble(curve -> Arrays.stream(curve.values()))
        .filter(Double::isFinite)
        .toArray();
  }

  private static void plot(char[][] canvas, double[] values, Scale scale, char mark) {
    int width = canvas[0].length;
    for (int column = 0; column < width; column++) {
      double value = at(values, column, width);
      if (Double.isFinite(value)) {
        int height = (int) Math.round(scale.fraction(value) * (canvas.length - 1));
        canvas[canvas.length - 1 - height][column] = mark;
      }
    }
  }

  /** The first epoch stands in the first column and the last in the last. */
  private static double at(double[] values, int column, int width) {
    return values[(int) Math.round((double) column * (values.length - 1) / (width - 1))];
  }

  private String legend() {
    StringBuilder legend = new StringBuilder();
    for (int i = 0; i < curves.size(); i++) {
      legend.append("   ").append(glyphs.marks.charAt(i)).append(' ').append(curves.get(i).name());
    }
    return legend.toString();
  }

  private String frame(char[][] canvas, Scale scale) {
    StringBuilder text = new StringBuilder();
    for (int row = 0; row < canvas.length; row++) {
      boolean labelled = row % 3 == 0;
      double value = scale.value(1 - (double) row / (canvas.length - 1));
      text.append(pad(labelled ? Figures.of(value) : ""));
      text.append(' ').append(glyphs.axes.charAt(labelled ? 3 : 0));
      text.append(new String(canvas[row]).stripTrailing()).append('\n');
    }
    return text.toString();
  }

  private String epochAxis(int width, int epochs) {
    String line = String.valueOf(glyphs.axes.charAt(2)).repeat(width);
    String last = Integer.toString(epochs);
    String between = " ".repeat(Math.max(1, width - 1 - last.length()));
    return pad("")
        + " "
        + glyphs.axes.charAt(1)
        + line
        + "\n"
        + pad("epoch")
        + "  1"
        + between
        + last
        + "\n";
  }

  private static String pad(String label) {
    return " ".repeat(Math.max(0, 10 - label.length())) + label;
  }

  /** From values to heights between 0 and 1. */
  private record Scale(boolean logarithmic, double low, double high) {
    static Scale of(double... values) {
      double low = Arrays.stream(values).min().orElseThrow();
      double high = Arrays.stream(values).max().orElseThrow();
      return low > 0 && high > 10 * low
          ? new Scale(true, Math.log(low), Math.log(high))
          : new Scale(false, low, high);
    }

    double fraction(double value) {
      double place = logarithmic ? Math.log(value) : value;
      return high > low ? (place - low) / (high - low) : 0.5;
    }

    double value(double fraction) {
      double place = low + fraction * (high - low);
      return logarithmic ? Math.exp(place) : place;
    }
  }
}
