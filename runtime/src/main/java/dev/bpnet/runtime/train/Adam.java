package dev.bpnet.runtime.train;

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

  /** 1−β₁ᵗ and 1−β₂ᵗ, by repeated multiplication, so that they are the same everywhere. */
  private static final class Corrections {
    private double power1 = 1;
    private double power2 = 1;

    void next(Adam settings) {
      power1 *= settings.beta1;
      power2 *= settings.beta2;
    }

    double first() {
      return 1 - power1;
    }

    double rootOfSecond() {
      return Math.sqrt(1 - power2);
    }
  }

  private static final class OfFloat implements Update.OfFloat {
    private final Adam settings;
    private final Corrections corrections = new Corrections();
    private final float[] mean;
    private final float[] square;

    OfFloat(Adam settings, int size) {
      this.settings = settings;
      mean = new float[size];
      square = new float[size];
    }

    @Override
    public void apply(float[] parameters, float[] gradient, double rate) {
      corrections.next(settings);
      float stride = (float) (rate / corrections.first());
      float root = (float) corrections.rootOfSecond();
      float kept = (float) (1 - rate * settings.decay);
      if (settings.decay != 0) {
        shrink(parameters, mean.length, kept);
      }
      float beta1 = (float) settings.beta1;
      float beta2 = (float) settings.beta2;
      float fresh1 = (float) (1 - settings.beta1);
      float fresh2 = (float) (1 - settings.beta2);
      float epsilon = (float) settings.epsilon;
      for (int i = 0; i < mean.length; i++) {
        float g = gradient[i];
        float m = beta1 * mean[i] + fresh1 * g;
        float v = beta2 * square[i] + fresh2 * g * g;
        mean[i] = m;
        square[i] = v;
        parameters[i] -= stride * (m / ((float) Math.sqrt(v) / root + epsilon));
      }
    }

    private static void shrink(float[] parameters, int size, float kept) {
      for (int i = 0; i < size; i++) {
        parameters[i] *= kept;
      }
    }
  }

  private static final class OfDouble implements Update.OfDouble {
    private final Adam settings;
    private final Corrections corrections = new Corrections();
    private final double[] mean;
    private final double[] square;

    OfDouble(Adam settings, int size) {
      this.settings = settings;
      mean = new double[size];
      square = new double[size];
    }

    @Override
    public void apply(double[] parameters, double[] gradient, double rate) {
      corrections.next(settings);
      double stride = rate / corrections.first();
      double root = corrections.rootOfSecond();
      if (settings.decay != 0) {
        shrink(parameters, mean.length, 1 - rate * settings.decay);
      }
      double beta1 = settings.beta1;
      double beta2 = settings.beta2;
      double fresh1 = 1 - beta1;
      double fresh2 = 1 - beta2;
      double epsilon = settings.epsilon;
      for (int i = 0; i < mean.length; i++) {
        double g = gradient[i];
        double m = beta1 * mean[i] + fresh1 * g;
        double v = beta2 * square[i] + fresh2 * g * g;
        mean[i] = m;
        square[i] = v;
        parameters[i] -= stride * (m / (Math.sqrt(v) / root + epsilon));
      }
    }

    private static void shrink(double[] parameters, int size, double kept) {
      for (int i = 0; i < size; i++) {
        parameters[i] *= kept;
      }
    }
  }
}
