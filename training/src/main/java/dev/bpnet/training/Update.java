package dev.bpnet.training;

/** An optimiser at work on one vector of parameters; allocates nothing after its start. */
public sealed interface Update permits Update.OfFloat, Update.OfDouble {
  /** The number of parameters that the update was started for. */
  int size();

  /**
   * Begins a step.
   *
   * @param rate the learning rate of this step
   */
  void begin(double rate);

  /** In single precision. */
  non-sealed interface OfFloat extends Update {
    /**
     * Moves a part of the parameters by the step that was begun. Each part moves once; disjoint
     * parts may move at the same time, on any threads.
     *
     * @param parameters that are moved
     * @param gradient of them, by the same indices; stays as it is
     * @param from first parameter to move
     * @param to after the last
     */
    void apply(float[] parameters, float[] gradient, int from, int to);

    /** One whole step, by a learning rate. */
    default void apply(float[] parameters, float[] gradient, double rate) {
      begin(rate);
      apply(parameters, gradient, 0, size());
    }
  }

  /** In double precision. */
  non-sealed interface OfDouble extends Update {
    /** As {@link OfFloat#apply(float[], float[], int, int)}. */
    void apply(double[] parameters, double[] gradient, int from, int to);

    /** As {@link OfFloat#apply(float[], float[], double)}. */
    default void apply(double[] parameters, double[] gradient, double rate) {
      begin(rate);
      apply(parameters, gradient, 0, size());
    }
  }
}
