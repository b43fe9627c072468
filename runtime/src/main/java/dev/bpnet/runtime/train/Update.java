package dev.bpnet.runtime.train;

/** An optimiser at work on one vector of parameters; allocates nothing after its start. */
public sealed interface Update permits Update.OfFloat, Update.OfDouble {
  /** In single precision. */
  non-sealed interface OfFloat extends Update {
    /**
     * One step.
     *
     * @param parameters whose leading elements, as many as the update was started for, are moved
     * @param gradient of them; stays as it is
     * @param rate the learning rate of this step
     */
    void apply(float[] parameters, float[] gradient, double rate);
  }

  /** In double precision. */
  non-sealed interface OfDouble extends Update {
    /** As {@link OfFloat#apply}. */
    void apply(double[] parameters, double[] gradient, double rate);
  }
}
