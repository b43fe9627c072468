package dev.bpnet.training;

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

  boolean isPlain() {
    return form == Form.PLAIN;
  }

  @Override
  public Update.OfFloat startFloat(int size) {
    return new OfFloat(this, size);
  }

  @Override
  public Update.OfDouble startDouble(int size) {
    return new OfDouble(this, size);
  }

  private static final class OfFloat implements Update.OfFloat {
    private final Form form;
    private final int size;
    private final float momentum;
    private final float[] velocity;
    private float rate;

    OfFloat(Sgd settings, int size) {
      form = settings.form;
      this.size = size;
      momentum = (float) settings.momentum;
      velocity = new float[form == Form.PLAIN ? 0 : size];
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void begin(double newRate) {
      rate = (float) newRate;
    }

    @Override
    public void apply(float[] parameters, float[] gradient, int from, int to) {
      switch (form) {
        case PLAIN -> plain(parameters, gradient, rate, from, to);
        case MOMENTUM -> heavyBall(parameters, gradient, from, to);
        case NESTEROV -> nesterov(parameters, gradient, from, to);
      }
    }

    private static void plain(float[] p, float[] g, float rate, int from, int to) {
      for (int i = from; i < to; i++) {
        p[i] -= rate * g[i];
      }
    }

    private void heavyBall(float[] p, float[] g, int from, int to) {
      float[] v = velocity;
      float kept = momentum;
      float step = rate;
      for (int i = from; i < to; i++) {
        float moved = kept * v[i] + g[i];
        v[i] = moved;
        p[i] -= step * moved;
      }
    }

    private void nesterov(float[] p, float[] g, int from, int to) {
      float[] v = velocity;
      float kept = momentum;
      float step = rate;
      for (int i = from; i < to; i++) {
        float moved = kept * v[i] + g[i];
        v[i] = moved;
        p[i] -= step * (g[i] + kept * moved);
      }
    }
  }

  private static final class OfDouble implements Update.OfDouble {
    private final Form form;
    private final int size;
    private final double momentum;
    private final double[] velocity;
    private double rate;

    OfDouble(Sgd settings, int size) {
      form = settings.form;
      this.size = size;
      momentum = settings.momentum;
      velocity = new double[form == Form.PLAIN ? 0 : size];
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void begin(double newRate) {
      rate = newRate;
    }

    @Override
    public void apply(double[] parameters, double[] gradient, int from, int to) {
      switch (form) {
        case PLAIN -> plain(parameters, gradient, rate, from, to);
        case MOMENTUM -> heavyBall(parameters, gradient, from, to);
        case NESTEROV -> nesterov(parameters, gradient, from, to);
      }
    }

    private static void plain(double[] p, double[] g, double rate, int from, int to) {
      for (int i = from; i < to; i++) {
        p[i] -= rate * g[i];
      }
    }

    private void heavyBall(double[] p, double[] g, int from, int to) {
      double[] v = velocity;
      double kept = momentum;
      double step = rate;
      for (int i = from; i < to; i++) {
        double moved = kept * v[i] + g[i];
        v[i] = moved;
        p[i] -= step * moved;
      }
    }

    private void nesterov(double[] p, double[] g, int from, int to) {
      double[] v = velocity;
      double kept = momentum;
      double step = rate;
      for (int i = from; i < to; i++) {
        double moved = kept * v[i] + g[i];
        v[i] = moved;
        p[i] -= step * (g[i] + kept * moved);
      }
    }
  }
}
