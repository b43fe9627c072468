package dev.bpnet.runtime;

/**
 * A compiled network: its parameters in one flat array and the passes over examples.
 *
 * <p>The flat array holds the trained parameters first, then the frozen ones, then the states;
 * {@link Description#parameters()} says where each tensor lies. Whoever writes to it calls {@link
 * #prepare()} before the next pass. A pass allocates nothing, save when a batch is larger than any
 * before. With vectors that holds once the JVM has compiled the code, since until then vectors are
 * objects.
 *
 * <p>One instance is used by one thread at a time. {@link OfFloat#sharing()} gives a further
 * instance with work buffers of its own over the same parameters.
 */
public interface Network {
  /**
   * Ranges of examples within a phase begin at multiples of this: so many may be computed together,
   * and in another order of operations than what is left at the end of a batch.
   */
  int EXAMPLES_TOGETHER = 8;

  /** Names, shapes and layout of everything that goes in and out. */
  Description description();

  /**
   * Recomputes what depends on the parameters alone. To be called after the flat array was changed,
   * before any other pass.
   */
  void prepare();

  /**
   * Does a part of {@link #prepare()}; disjoint parts may be done at the same time.
   *
   * @param from first unit of work
   * @param to after the last; the whole is 0 to {@link #prepareExtent}
   */
  default void prepare(int from, int to) {
    prepare();
  }

  /** The units of work of {@link #prepare()}; one cannot be split. */
  default int prepareExtent() {
    return 1;
  }

  /**
   * One parameter or state by name, to read and write it whatever its place in the flat array.
   *
   * @param name its path, such as {@code h.W}
   * @throws IllegalArgumentException if there is none of this name; the message lists those there
   *     are
   */
  TensorView tensor(String name);

  /**
   * Gives every parameter and state the values that its initialiser draws for the seed, and
   * prepares the network. Equal seeds give equal values in float (rounded) and double, on every
   * JDK, however the plan stores them.
   */
  default void initialize(long seed) {
    for (Parameter parameter : description().parameters()) {
      double[] values = parameter.initializer().draw(parameter.name(), parameter.shape(), seed);
      tensor(parameter.name()).write(values);
    }
    prepare();
  }

  /**
   * Sets the stream that random values of the training pass are drawn from: they depend on seed,
   * step, example and call site alone. Networks without random values ignore it.
   */
  default void randomStream(long seed, long step) {}

  /**
   * The number of phases of a training step. Phases run in order with a barrier after each; within
   * one, disjoint ranges may run at the same time, on any threads; those of examples begin at
   * multiples of {@link #EXAMPLES_TOGETHER}. However a phase is divided, the results are the same,
   * bit for bit. The first phase over examples reads no other examples than those of its range.
   */
  int phaseCount();

  /** What the range of a phase counts. */
  Phase phase(int number);

  /**
   * Runs a part of one phase of the step that was begun.
   *
   * @param from first unit of work
   * @param to after the last, beyond {@code from} unless the phase has no units; the whole phase is
   *     0 to {@link #phaseExtent}
   */
  void runPhase(int number, int from, int to);

  /** The units of work of a phase of the step that was begun. */
  int phaseExtent(int number);

  /**
   * About how many arithmetic operations the whole of a phase takes for each example of the batch:
   * whoever spreads phases over threads can tell which are worth it.
   */
  default long phaseWork(int number) {
    return description().trainedSize();
  }

  /** The mean loss over the batch, after the last phase. */
  double endStep();

  /** Runs the state updates of the step that was ended; once per optimiser step. */
  default void updateStates() {}

  /** What the units of work of a phase are. */
  enum Phase {
    /** One unit, not to be split. */
    WHOLE,
    /** The examples of the batch; {@link #EXAMPLES_TOGETHER} are not to be separated. */
    EXAMPLES,
    /** Parts of the gradient; each is summed over the whole batch in one order. */
    PARAMETERS,
    /**
     * Stretches of the units of layers, for the whole batch: their values, or the gradient of their
     * parameters. Equal shares of such phases have to do with the same parameters, which are best
     * left to the thread that has them in its cache; several units in one call take less time than
     * in one call each.
     */
    UNITS
  }

  /** A network compiled with {@code --precision float}. */
  interface OfFloat extends Network {
    /**
     * The live flat array {@code [trained | frozen | state]}. In which order the elements of a
     * matrix lie is the plan's: it differs between targets and, with {@code --target auto}, between
     * a JVM with vectors and one without. Whoever carries parameters from one class or JVM to
     * another goes by name: {@link #tensor}, or {@link dev.bpnet.runtime.weights.Weights}.
     */
    float[] parameters();

    /** A further instance over the same parameters, for another thread; prepared. */
    OfFloat sharing();

    @Override
    default TensorView tensor(String name) {
      return TensorView.of(this, description().parameter(name));
    }

    /**
     * Predicts one example; allocates its result.
     *
     * @param inputs {@link Description#inputSize()} reals in declaration order, row-major
     * @return {@link Description#outputSize()} numbers, the outputs in declaration order
     * @throws IllegalArgumentException on another number of inputs, or if the network has class
     *     inputs
     */
    default float[] predict(float... inputs) {
      return predict(inputs, new int[0]);
    }

    /**
     * As {@link #predict(float...)} with {@link Description#classInputSize()} class inputs beside.
     */
    default float[] predict(float[] inputs, int[] classInputs) {
      description().checkInputs(inputs.length, classInputs);
      return predict(new Examples.OfFloat(1, inputs, classInputs, new float[0], new int[0]));
    }

    /**
     * Predicts all examples into a new array, {@link Description#outputSize()} numbers for each.
     */
    default float[] predict(Examples.OfFloat examples) {
      float[] outputs = new float[Math.multiplyExact(examples.count(), description().outputSize())];
      predict(examples, 0, examples.count(), outputs);
      return outputs;
    }

    /**
     * Predicts the examples {@code from..to-1}.
     *
     * @param outputs receives, from index 0, {@link Description#outputSize()} numbers per example;
     *     classes as whole numbers
     */
    void predict(Examples.OfFloat examples, int from, int to, float[] outputs);

    /**
     * Loss and metrics as in prediction.
     *
     * @param metrics receives the mean of each metric over the examples
     * @return the mean loss over the examples
     */
    double evaluate(Examples.OfFloat examples, int from, int to, double[] metrics);

    /**
     * Begins a training step over the examples {@code from..to-1}.
     *
     * @param gradient receives the derivative of the mean loss by each trained parameter, laid out
     *     as the flat array; at least {@link Description#trainedSize()} long
     */
    void beginStep(Examples.OfFloat examples, int from, int to, float[] gradient);

    /**
     * A whole training pass on the calling thread: {@link #beginStep}, all phases, {@link
     * #endStep}.
     *
     * @return the mean loss over the examples
     */
    default double gradient(Examples.OfFloat examples, int from, int to, float[] gradient) {
      beginStep(examples, from, to, gradient);
      for (int phase = 0; phase < phaseCount(); phase++) {
        runPhase(phase, 0, phaseExtent(phase));
      }
      return endStep();
    }

    /**
     * A step of plain gradient descent on the calling thread: {@link #gradient}, {@link
     * #updateStates}, p ← p − rate·g for every trained parameter, {@link #prepare}; bit for bit as
     * these one after another.
     *
     * @param gradient receives the gradient that the step went along; exactly {@link
     *     Description#trainedSize()} long. Where it is not finite, the parameters are spoilt
     * @return the mean loss over the examples, with the parameters from before the step
     */
    default double descend(
        Examples.OfFloat examples, int from, int to, float[] gradient, float rate) {
      double loss = gradient(examples, from, to, gradient);
      updateStates();
      float[] parameters = parameters();
      for (int i = 0; i < gradient.length; i++) {
        parameters[i] -= rate * gradient[i];
      }
      prepare();
      return loss;
    }

    /**
     * The derivative of the mean loss by the real inputs of the examples of the step that was
     * ended, {@link Description#inputSize()} per example.
     *
     * @throws IllegalStateException if the network was compiled without input gradients
     */
    default float[] inputGradient() {
      throw new IllegalStateException(
          description().name() + " was compiled without input gradients");
    }
  }

  /** A network compiled with {@code --precision double}; as {@link OfFloat} in double. */
  interface OfDouble extends Network {
    /** As {@link OfFloat#parameters()}. */
    double[] parameters();

    /** As {@link OfFloat#sharing()}. */
    OfDouble sharing();

    @Override
    default TensorView tensor(String name) {
      return TensorView.of(this, description().parameter(name));
    }

    /**
     * Predicts one example; allocates its result.
     *
     * @param inputs {@link Description#inputSize()} reals in declaration order, row-major
     * @return {@link Description#outputSize()} numbers, the outputs in declaration order
     * @throws IllegalArgumentException on another number of inputs, or if the network has class
     *     inputs
     */
    default double[] predict(double... inputs) {
      return predict(inputs, new int[0]);
    }

    /**
     * As {@link #predict(double...)} with {@link Description#classInputSize()} class inputs beside.
     */
    default double[] predict(double[] inputs, int[] classInputs) {
      description().checkInputs(inputs.length, classInputs);
      return predict(new Examples.OfDouble(1, inputs, classInputs, new double[0], new int[0]));
    }

    /**
     * Predicts all examples into a new array, {@link Description#outputSize()} numbers for each.
     */
    default double[] predict(Examples.OfDouble examples) {
      double[] outputs =
          new double[Math.multiplyExact(examples.count(), description().outputSize())];
      predict(examples, 0, examples.count(), outputs);
      return outputs;
    }

    /** As {@link OfFloat#predict(Examples.OfFloat, int, int, float[])}. */
    void predict(Examples.OfDouble examples, int from, int to, double[] outputs);

    /** As {@link OfFloat#evaluate}. */
    double evaluate(Examples.OfDouble examples, int from, int to, double[] metrics);

    /** As {@link OfFloat#beginStep}. */
    void beginStep(Examples.OfDouble examples, int from, int to, double[] gradient);

    /** As {@link OfFloat#gradient}. */
    default double gradient(Examples.OfDouble examples, int from, int to, double[] gradient) {
      beginStep(examples, from, to, gradient);
      for (int phase = 0; phase < phaseCount(); phase++) {
        runPhase(phase, 0, phaseExtent(phase));
      }
      return endStep();
    }

    /** As {@link OfFloat#descend}. */
    default double descend(
        Examples.OfDouble examples, int from, int to, double[] gradient, double rate) {
      double loss = gradient(examples, from, to, gradient);
      updateStates();
      double[] parameters = parameters();
      for (int i = 0; i < gradient.length; i++) {
        parameters[i] -= rate * gradient[i];
      }
      prepare();
      return loss;
    }

    /** As {@link OfFloat#inputGradient()}. */
    default double[] inputGradient() {
      throw new IllegalStateException(
          description().name() + " was compiled without input gradients");
    }
  }
}
