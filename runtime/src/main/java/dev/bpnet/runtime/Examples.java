package dev.bpnet.runtime;

/**
 * Examples side by side, as the passes of a network read them: for each example its real inputs in
 * declaration order (row-major, {@link Description#inputSize()} numbers), its class inputs, and
 * likewise its targets. The arrays are shared, not copied; those that a pass does not need may be
 * empty.
 */
public abstract sealed class Examples permits Examples.OfFloat, Examples.OfDouble {
  private static final int[] NONE = {};

  private final int count;
  private final int[] classInputs;
  private final int[] classTargets;

  private Examples(int count, int[] classInputs, int[] classTargets) {
    this.count = count;
    this.classInputs = classInputs;
    this.classTargets = classTargets;
  }

  public int count() {
    return count;
  }

  /** Class inputs, {@link Description#classInputSize()} per example. */
  public int[] classInputs() {
    return classInputs;
  }

  /** Class targets, {@link Description#classTargetSize()} per example. */
  public int[] classTargets() {
    return classTargets;
  }

  /** Examples in single precision. */
  public static final class OfFloat extends Examples {
    private final float[] inputs;
    private final float[] targets;

    public OfFloat(
        int count, float[] inputs, int[] classInputs, float[] targets, int[] classTargets) {
      super(count, classInputs, classTargets);
      this.inputs = inputs;
      this.targets = targets;
    }

    /** Zeros of the sizes that a network wants, to be filled. */
    public static OfFloat allocate(Description network, int count) {
      return new OfFloat(
          count,
          new float[Math.multiplyExact(count, network.inputSize())],
          new int[Math.multiplyExact(count, network.classInputSize())],
          new float[Math.multiplyExact(count, network.targetSize())],
          new int[Math.multiplyExact(count, network.classTargetSize())]);
    }

    /** Real inputs and targets only. */
    public static OfFloat of(int count, float[] inputs, float[] targets) {
      return new OfFloat(count, inputs, NONE, targets, NONE);
    }

    /** Real inputs, {@link Description#inputSize()} per example. */
    public float[] inputs() {
      return inputs;
    }

    /** Real targets, {@link Description#targetSize()} per example. */
    public float[] targets() {
      return targets;
    }
  }

  /** Examples in double precision. */
  public static final class OfDouble extends Examples {
    private final double[] inputs;
    private final double[] targets;

    public OfDouble(
        int count, double[] inputs, int[] classInputs, double[] targets, int[] classTargets) {
      super(count, classInputs, classTargets);
      this.inputs = inputs;
      this.targets = targets;
    }

    /** Zeros of the sizes that a network wants, to be filled. */
    public static OfDouble allocate(Description network, int count) {
      return new OfDouble(
          count,
          new double[Math.multiplyExact(count, network.inputSize())],
          new int[Math.multiplyExact(count, network.classInputSize())],
          new double[Math.multiplyExact(count, network.targetSize())],
          new int[Math.multiplyExact(count, network.classTargetSize())]);
    }

    /** Real inputs and targets only. */
    public static OfDouble of(int count, double[] inputs, double[] targets) {
      return new OfDouble(count, inputs, NONE, targets, NONE);
    }

    /** As {@link OfFloat#inputs()}. */
    public double[] inputs() {
      return inputs;
    }

    /** As {@link OfFloat#targets()}. */
    public double[] targets() {
      return targets;
    }
  }
}
