package dev.bpnet.training;

/**
 * Adam, and with a decay AdamW. At step t = 1, 2, … with gradient g:
 *
 * <pre>
 * p ← p − rate·decay·p
 * m ← β₁·m + (1−β₁)·g
 * v ← β₂·v + (1−β₂)·g²
 * p ← p − rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)
 * </pre>
 *
 * m and v start at 0. Sources: Kingma and Ba 2015; Loshchilov and Hutter 2019 (decoupled decay);
 * constants and the place of ε as in {@code torch.optim.Adam} and {@code AdamW}. The decay acts on
 * every trained parameter, biases included, as there.
 *
 * @param rate above 0
 * @param beta1 in [0, 1)
 * @param beta2 in [0, 1)
 * @param epsilon 0 or more
 * @param decay 0 for Adam
 */
public record Adam(double rate, double beta1, double beta2, double epsilon, double decay)
    implements Optimizer {
  public Adam {
    Ranges.positive("rate", rate);
    Ranges.fraction("beta1", beta1);
    Ranges.fraction("beta2", beta2);
    Ranges.notNegative("epsilon", epsilon);
    Ranges.notNegative("decay", decay);
  }

  /** β₁ = 0.9, β₂ = 0.999, ε = 1e-8, no decay. */
  public static Adam of(double rate) {
    return new Adam(rate, 0.9, 0.999, 1e-8, 0);
  }

  /** The same with other decay rates of the two means. */
  public Adam withBetas(double newBeta1, double newBeta2) {
    return new Adam(rate, newBeta1, newBeta2, epsilon, decay);
  }

  public Adam withEpsilon(double newEpsilon) {
    return new Adam(rate, beta1, beta2, newEpsilon, decay);
  }

  /** The same with decoupled weight decay. */
  public Adam withDecay(double newDecay) {
    return new Adam(rate, beta1, beta2, epsilon, newDecay);
  }

  @Override
  public Update.OfFloat startFloat(int size) {
    return new OfFloat(this, size);
  }

  @Override
  public Update.OfDouble startDouble(int size) {
    return new OfDouble(this, size);
  }

  /** What a step has in common for all parameters. */
  private static final class Step {
    private final Adam settings;

    // β₁ᵗ and β₂ᵗ, by repeated multiplication, so that they are the same everywhere.
    private double power1 = 1;
    private double power2 = 1;

    /** rate/(1−β₁ᵗ). */
    private double stride;

    /** 1 / √(1−β₂ᵗ). */
    private double perRootOfSecond;

    /** What the decay leaves of a parameter. */
    private double kept;

    Step(Adam settings) {
      this.settings = settings;
    }

    void next(double rate) {
      power1 *= settings.beta1;
      power2 *= settings.beta2;
      stride = rate / (1 - power1);
      perRootOfSecond = 1 / Math.sqrt(1 - power2);
      kept = 1 - rate * settings.decay;
    }
  }

  private static final class OfFloat implements Update.OfFloat {
    private final float beta1;
    private final float beta2;
    private final float fresh1;
    private final float fresh2;
    private final float epsilon;
    private final boolean shrinks;
    private final Step step;
    private final float[] mean;
    private final float[] square;

    OfFloat(Adam settings, int size) {
      beta1 = (float) settings.beta1;
      beta2 = (float) settings.beta2;
      fresh1 = (float) (1 - settings.beta1);
      fresh2 = (float) (1 - settings.beta2);
      epsilon = (float) settings.epsilon;
      shrinks = settings.decay != 0;
      step = new Step(settings);
      mean = new float[size];
      square = new float[size];
    }

    @Override
    public int size() {
      return mean.length;
    }

    @Override
    public void begin(double rate) {
      step.next(rate);
    }

    @Override
    public void apply(float[] parameters, float[] gradient, int from, int to) {
      if (shrinks) {
        shrink(parameters, (float) step.kept, from, to);
      }
      float stride = (float) step.stride;
      float perRoot = (float) step.perRootOfSecond;
      for (int i = from; i < to; i++) {
        float g = gradient[i];
        float m = beta1 * mean[i] + fresh1 * g;
        float v = beta2 * square[i] + fresh2 * g * g;
        mean[i] = m;
        square[i] = v;
        parameters[i] -= stride * (m / ((float) Math.sqrt(v) * perRoot + epsilon));
      }
    }

    private static void shrink(float[] parameters, float kept, int from, int to) {
      for (int i = from; i < to; i++) {
        parameters[i] *= kept;
      }
    }
  }

  private static final class OfDouble implements Update.OfDouble {
    private final double beta1;
    private final double beta2;
    private final double fresh1;
    private final double fresh2;
    private final double epsilon;
    private final boolean shrinks;
    private final Step step;
    private final double[] mean;
    private final double[] square;

    OfDouble(Adam settings, int size) {
      beta1 = settings.beta1;
      beta2 = settings.beta2;
      fresh1 = 1 - settings.beta1;
      fresh2 = 1 - settings.beta2;
      epsilon = settings.epsilon;
      shrinks = settings.decay != 0;
      step = new Step(settings);
      mean = new double[size];
      square = new double[size];
    }

    @Override
    public int size() {
      return mean.length;
    }

    @Override
    public void begin(double rate) {
      step.next(rate);
    }

    @Override
    public void apply(double[] parameters, double[] gradient, int from, int to) {
      if (shrinks) {
        shrink(parameters, step.kept, from, to);
      }
      double stride = step.stride;
      double perRoot = step.perRootOfSecond;
      for (int i = from; i < to; i++) {
        double g = gradient[i];
        double m = beta1 * mean[i] + fresh1 * g;
        double v = beta2 * square[i] + fresh2 * g * g;
        mean[i] = m;
        square[i] = v;
        parameters[i] -= stride * (m / (Math.sqrt(v) * perRoot + epsilon));
      }
    }

    private static void shrink(double[] parameters, double kept, int from, int to) {
      for (int i = from; i < to; i++) {
        parameters[i] *= kept;
      }
    }
  }
}
