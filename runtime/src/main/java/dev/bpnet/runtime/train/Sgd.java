package dev.bpnet.runtime.train;

/**
 * Stochastic gradient descent, plain, with momentum, or with Nesterov's momentum. With gradient g:
 *
 * <pre>
 * plain      p ← p − rate·g
 * momentum   v ← momentum·v + g,  p ← p − rate·v
 * Nesterov   v ← momentum·v + g,  p ← p − rate·(g + momentum·v)
 * </pre>
 *
 * v starts at 0. Source: Sutskever et al. 2013, in the form of {@code torch.optim.SGD} without
 * dampening: there the velocity does not contain the rate.
 *
 * @param rate above 0
 * @param momentum in [0, 1)
 * @param form which of the three
 */
public record Sgd(double rate, double momentum, Form form) implements Optimizer {
  /** The three rules. */
  public enum Form {
    PLAIN,
    MOMENTUM,
    NESTEROV
  }

  public Sgd {
    Ranges.positive("rate", rate);
    Ranges.fraction("momentum", momentum);
  }

  @Override
  public Update.OfFloat startFloat(int size) {
    return new OfFloat(this, size);
  }

  @Override
  public Update.OfDouble startDouble(int size) {
    return new OfDouble(this, size);
  }

  private static void plain(float[] p, float[] g, int size, float rate) {
    for (int i = 0; i < size; i++) {
      p[i] -= rate * g[i];
    }
  }

  private static void plain(double[] p, double[] g, int size, double rate) {
    for (int i = 0; i < size; i++) {
      p[i] -= rate * g[i];
    }
  }

  private static void heavyBall(float[] p, float[] g, float[] v, float momentum, float rate) {
    for (int i = 0; i < v.length; i++) {
      float velocity = momentum * v[i] + g[i];
      v[i] = velocity;
      p[i] -= rate * velocity;
    }
  }

  private static void heavyBall(double[] p, double[] g, double[] v, double momentum, double rate) {
    for (int i = 0; i < v.length; i++) {
      double velocity = momentum * v[i] + g[i];
      v[i] = velocity;
      p[i] -= rate * velocity;
    }
  }

  private static void nesterov(float[] p, float[] g, float[] v, float momentum, float rate) {
    for (int i = 0; i < v.length; i++) {
      float velocity = momentum * v[i] + g[i];
      v[i] = velocity;
      p[i] -= rate * (g[i] + momentum * velocity);
    }
  }

  private static void nesterov(double[] p, double[] g, double[] v, double momentum, double rate) {
    for (int i = 0; i < v.length; i++) {
      double velocity = momentum * v[i] + g[i];
      v[i] = velocity;
      p[i] -= rate * (g[i] + momentum * velocity);
    }
  }

  private static final class OfFloat implements Update.OfFloat {
    private final Sgd settings;
    private final int size;
    private final float[] velocity;

    OfFloat(Sgd settings, int size) {
      this.settings = settings;
      this.size = size;
      velocity = new float[settings.form == Form.PLAIN ? 0 : size];
    }

    @Override
    public void apply(float[] parameters, float[] gradient, double rate) {
      float kept = (float) settings.momentum;
      if (settings.form == Form.PLAIN) {
        plain(parameters, gradient, size, (float) rate);
      } else if (settings.form == Form.MOMENTUM) {
        heavyBall(parameters, gradient, velocity, kept, (float) rate);
      } else {
        nesterov(parameters, gradient, velocity, kept, (float) rate);
      }
    }
  }

  private static final class OfDouble implements Update.OfDouble {
    private final Sgd settings;
    private final int size;
    private final double[] velocity;

    OfDouble(Sgd settings, int size) {
      this.settings = settings;
      this.size = size;
      velocity = new double[settings.form == Form.PLAIN ? 0 : size];
    }

    @Override
    public void apply(double[] parameters, double[] gradient, double rate) {
      if (settings.form == Form.PLAIN) {
        plain(parameters, gradient, size, rate);
      } else if (settings.form == Form.MOMENTUM) {
        heavyBall(parameters, gradient, velocity, settings.momentum, rate);
      } else {
        nesterov(parameters, gradient, velocity, settings.momentum, rate);
      }
    }
  }
}
