package dev.bpnet.runtime.data;

import dev.bpnet.runtime.Examples;

/** Examples that lie side by side in arrays; the precision of the arrays is the subclass's. */
abstract sealed class ArrayDataset implements Dataset {
  /** Below this many numbers a loop beats a call that copies memory. */
  private static final int SMALL = 16;

  private final int size;
  private final Widths widths;
  private final int[] classInputs;
  private final int[] classTargets;

  private ArrayDataset(Examples examples, Widths widths) {
    this.size = examples.count();
    this.widths = widths;
    this.classInputs = examples.classInputs();
    this.classTargets = examples.classTargets();
    checkClasses("input", classInputs, widths.classInputs());
    checkClasses("target", classTargets, widths.classTargets());
  }

  static ArrayDataset of(Examples examples, Widths widths) {
    return examples instanceof Examples.OfFloat floats
        ? new OfFloat(floats, widths)
        : new OfDouble((Examples.OfDouble) examples, widths);
  }

  static ArrayDataset of(float[][] inputs, float[][] targets) {
    Rows.checkCounts(inputs.length, targets.length);
    float[] x = Rows.flatten("input", inputs);
    float[] t = Rows.flatten("target", targets);
    return new OfFloat(
        new Examples.OfFloat(inputs.length, x, new int[0], t, new int[0]),
        new Widths(width(x.length, inputs.length), 0, width(t.length, inputs.length), 0));
  }

  static ArrayDataset of(double[][] inputs, double[][] targets) {
    Rows.checkCounts(inputs.length, targets.length);
    double[] x = Rows.flatten("input", inputs);
    double[] t = Rows.flatten("target", targets);
    return new OfDouble(
        new Examples.OfDouble(inputs.length, x, new int[0], t, new int[0]),
        new Widths(width(x.length, inputs.length), 0, width(t.length, inputs.length), 0));
  }

  static ArrayDataset of(float[][] inputs, int[] classes) {
    Rows.checkCounts(inputs.length, classes.length);
    float[] x = Rows.flatten("input", inputs);
    return new OfFloat(
        new Examples.OfFloat(inputs.length, x, new int[0], new float[0], classes.clone()),
        new Widths(width(x.length, inputs.length), 0, 0, 1));
  }

  static ArrayDataset of(double[][] inputs, int[] classes) {
    Rows.checkCounts(inputs.length, classes.length);
    double[] x = Rows.flatten("input", inputs);
    return new OfDouble(
        new Examples.OfDouble(inputs.length, x, new int[0], new double[0], classes.clone()),
        new Widths(width(x.length, inputs.length), 0, 0, 1));
  }

  private static int width(int length, int count) {
    return count == 0 ? 0 : length / count;
  }

  /** Room for some examples. */
  static Examples.OfDouble staging(Widths widths, int count) {
    return new Examples.OfDouble(
        count,
        new double[Math.multiplyExact(count, widths.inputs())],
        new int[Math.multiplyExact(count, widths.classInputs())],
        new double[Math.multiplyExact(count, widths.targets())],
        new int[Math.multiplyExact(count, widths.classTargets())]);
  }

  private void checkClasses(String what, int[] values, int width) {
    checkLength("class " + what, values.length, width);
    for (int i = 0; i < values.length; i++) {
      if (values[i] < 0) {
        throw DataException.of(
            "row %d, class %s %d: %d is below 0", i / width + 1, what, i % width + 1, values[i]);
      }
    }
  }

  final void checkLength(String what, int length, int width) {
    if (length != (long) size * width) {
      throw DataException.of(
          "%d examples of %d %ss are %d numbers, but %d were given",
          size, width, what, (long) size * width, length);
    }
  }

  static void checkFinite(String what, int place, int width, double value) {
    if (Double.isNaN(value) || Double.isInfinite(value)) {
      throw DataException.of(
          "row %d, %s %d: %s is not a finite number",
          place / width + 1, what, place % width + 1, value);
    }
  }

  @Override
  public final int size() {
    return size;
  }

  @Override
  public final Widths widths() {
    return widths;
  }

  final void copyClasses(int index, Examples staging, int slot) {
    copy(classInputs, index, staging.classInputs(), slot, widths.classInputs());
    copy(classTargets, index, staging.classTargets(), slot, widths.classTargets());
  }

  private static void copy(int[] from, int index, int[] to, int slot, int width) {
    int source = index * width;
    int place = slot * width;
    for (int i = 0; i < width; i++) {
      to[place + i] = from[source + i];
    }
  }

  /** In single precision. */
  static final class OfFloat extends ArrayDataset {
    private final float[] inputs;
    private final float[] targets;

    OfFloat(Examples.OfFloat examples, Widths widths) {
      super(examples, widths);
      inputs = checked("input", examples.inputs(), widths.inputs());
      targets = checked("target", examples.targets(), widths.targets());
    }

    private float[] checked(String what, float[] values, int width) {
      checkLength(what, values.length, width);
      for (int i = 0; i < values.length; i++) {
        checkFinite(what, i, width, values[i]);
      }
      return values;
    }

    @Override
    public void copy(int index, Examples.OfFloat staging, int slot) {
      copy(inputs, index, staging.inputs(), slot, widths().inputs());
      copy(targets, index, staging.targets(), slot, widths().targets());
      copyClasses(index, staging, slot);
    }

    @Override
    public void copy(int index, Examples.OfDouble staging, int slot) {
      widen(inputs, index, staging.inputs(), slot, widths().inputs());
      widen(targets, index, staging.targets(), slot, widths().targets());
      copyClasses(index, staging, slot);
    }

    private static void copy(float[] from, int index, float[] to, int slot, int width) {
      int source = index * width;
      int place = slot * width;
      if (width > SMALL) {
        System.arraycopy(from, source, to, place, width);
      } else {
        for (int i = 0; i < width; i++) {
          to[place + i] = from[source + i];
        }
      }
    }

    private static void widen(float[] from, int index, double[] to, int slot, int width) {
      int source = index * width;
      int place = slot * width;
      for (int i = 0; i < width; i++) {
        to[place + i] = from[source + i];
      }
    }
  }

  /** In double precision. */
  static final class OfDouble extends ArrayDataset {
    private final double[] inputs;
    private final double[] targets;

    OfDouble(Examples.OfDouble examples, Widths widths) {
      super(examples, widths);
      inputs = checked("input", examples.inputs(), widths.inputs());
      targets = checked("target", examples.targets(), widths.targets());
    }

    private double[] checked(String what, double[] values, int width) {
      checkLength(what, values.length, width);
      for (int i = 0; i < values.length; i++) {
        checkFinite(what, i, width, values[i]);
      }
      return values;
    }

    @Override
    public void copy(int index, Examples.OfFloat staging, int slot) {
      narrow(inputs, index, staging.inputs(), slot, widths().inputs());
      narrow(targets, index, staging.targets(), slot, widths().targets());
      copyClasses(index, staging, slot);
    }

    @Override
    public void copy(int index, Examples.OfDouble staging, int slot) {
      copy(inputs, index, staging.inputs(), slot, widths().inputs());
      copy(targets, index, staging.targets(), slot, widths().targets());
      copyClasses(index, staging, slot);
    }

    private static void copy(double[] from, int index, double[] to, int slot, int width) {
      int source = index * width;
      int place = slot * width;
      if (width > SMALL) {
        System.arraycopy(from, source, to, place, width);
      } else {
        for (int i = 0; i < width; i++) {
          to[place + i] = from[source + i];
        }
      }
    }

    private static void narrow(double[] from, int index, float[] to, int slot, int width) {
      int source = index * width;
      int place = slot * width;
      for (int i = 0; i < width; i++) {
        to[place + i] = (float) from[source + i];
      }
    }
  }
}
