package dev.bpnet.training;

import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import dev.bpnet.runtime.data.Dataset;

/**
 * A network in training with the arrays of its precision: the batch, the gradient, what the
 * optimiser remembers, the weights to fall back to. Passes over vectors go by blocks of a fixed
 * size, so that no sum depends on how many threads share them. Nothing here allocates after the
 * start, save {@link #keepBest} the first time.
 */
abstract sealed class Workspace implements Team.Task permits FloatWorkspace, DoubleWorkspace {
  /** In the clipping by norm, as PyTorch has it. */
  private static final double NORM_GUARD = 1e-6;

  /** Parameters of a block. */
  private static final int BLOCK = 4096;

  /** Into how many chunks for each thread the preparation goes, whose parts are unequal. */
  private static final int PREPARING_CHUNKS = 8;

  /** Fewer blocks are not worth handing out. */
  private static final int LEAST_BLOCKS = 8;

  /** What is spread over the team. */
  private enum Job {
    CHECK,
    SQUARE,
    SCALE,
    LIMIT,
    UPDATE,
    CHECK_AND_UPDATE,
    PREPARE
  }

  private final Network network;
  private final Team team;
  private final Phases phases;
  private final int trained;
  private final int blocks;
  private final double[] squares;
  private Job job = Job.PREPARE;
  private volatile boolean bad;

  /** Whether {@link #bad} tells of the gradient of this step. */
  private boolean checked;

  private double bound;
  private Dataset dataset;
  private int[] order;
  private int first;

  Workspace(Network network, Team team) {
    this.network = network;
    this.team = team;
    trained = network.description().trainedSize();
    blocks = (trained + BLOCK - 1) / BLOCK;
    squares = new double[blocks];
    phases = new Phases(network, team, this);
  }

  /**
   * @param batch the most examples of a step
   */
  static Workspace of(Network network, int batch, Optimizer optimizer, Team team) {
    if (network instanceof Network.OfFloat floats) {
      return new FloatWorkspace(floats, batch, optimizer, team);
    }
    if (network instanceof Network.OfDouble doubles) {
      return new DoubleWorkspace(doubles, batch, optimizer, team);
    }
    throw new IllegalArgumentException(
        network.getClass().getName() + " is neither a float nor a double network");
  }

  /** The number of trained parameters. */
  final int trained() {
    return trained;
  }

  abstract void copy(Dataset examples, int index, int slot);

  /** Copies the examples of these numbers to the slots from 0. */
  abstract void copy(Dataset examples, int[] indices, int from, int to);

  abstract void beginStep(int count);

  /** The training pass over the first examples that were copied. */
  abstract double gradient(int count);

  /** The training pass and the step of plain gradient descent. */
  abstract double descend(int count, double rate);

  abstract boolean isGradientFinite(int from, int to);

  abstract boolean isGradientFinite(int index);

  /** The sum of the squares of elements of the gradient, in double precision. */
  abstract double sumOfSquares(int from, int to);

  abstract void scaleGradient(double factor, int from, int to);

  abstract void limitGradient(double limit, int from, int to);

  abstract Update optimizer();

  abstract void applyUpdate(int from, int to);

  /** Remembers the weights and states that an epoch begins with. */
  abstract void keepStart();

  /** Takes what was kept at the start of the epoch as the weights to fall back to. */
  abstract void startWasGood();

  /**
   * Puts back what an epoch that was good began with; before the first such, what the training did.
   */
  abstract void restoreGood();

  abstract void keepBest();

  abstract void restoreBest();

  /**
   * Gathers the examples {@code indices[from..to-1]} and runs the training pass over them.
   *
   * @return their mean loss
   */
  final double gradient(Dataset examples, int[] indices, int from, int to) {
    int count = to - from;
    if (!phases.areWorthATeam(count)) {
      copy(examples, indices, from, to);
      return gradient(count);
    }
    dataset = examples;
    order = indices;
    first = from;
    beginStep(count);
    phases.run(count);
    return network.endStep();
  }

  /**
   * As {@link #gradient(Dataset, int[], int, int)}, and then the step of plain gradient descent,
   * whatever the gradient is.
   */
  final double descend(Dataset examples, int[] indices, int from, int to, double rate) {
    int count = to - from;
    if (!phases.areWorthATeam(count)) {
      copy(examples, indices, from, to);
      return descend(count, rate);
    }
    double loss = gradient(examples, indices, from, to);
    checkAndUpdate(rate);
    return loss;
  }

  /** Copies a part of the examples of the step. */
  final void copy(int from, int to) {
    for (int slot = from; slot < to; slot++) {
      copy(dataset, order[first + slot], slot);
    }
  }

  /** Whether all elements of the gradient are finite, that of {@link #descend} included. */
  final boolean gradientIsFinite() {
    if (!checked) {
      bad = false;
      spread(Job.CHECK);
    }
    checked = false;
    return !bad;
  }

  /**
   * Ends the step whose gradient was computed: states, clipping, optimiser. States come first,
   * while the parameters are still those of the pass.
   *
   * @return whether all elements of the gradient are finite; if not, the parameters are spoilt
   */
  final boolean update(Clip clip, double rate) {
    if (clip == null) {
      checkAndUpdate(rate);
      return gradientIsFinite();
    }
    if (!gradientIsFinite()) {
      return false;
    }
    network.updateStates();
    if (clip instanceof Clip.Norm norm) {
      bound = norm.max() / (gradientNorm() + NORM_GUARD);
      if (bound < 1) {
        spread(Job.SCALE);
      }
    } else if (clip instanceof Clip.Value value) {
      bound = value.limit();
      spread(Job.LIMIT);
    }
    optimizer().begin(rate);
    spread(Job.UPDATE);
    prepare();
    return true;
  }

  /** Reads the gradient once: what is found to be bad is found with the parameters moved. */
  private void checkAndUpdate(double rate) {
    network.updateStates();
    bad = false;
    optimizer().begin(rate);
    spread(Job.CHECK_AND_UPDATE);
    checked = true;
    prepare();
  }

  /** The Euclidean norm over all trained parameters. */
  private double gradientNorm() {
    spread(Job.SQUARE);
    double sum = 0;
    for (double square : squares) {
      sum += square;
    }
    return Math.sqrt(sum);
  }

  private void square(int from, int to) {
    for (int block = from; block < to; block++) {
      squares[block] = sumOfSquares(start(block), start(block + 1));
    }
  }

  /** Prepares the network for the parameters that it has now. */
  final void prepare() {
    int units = network.prepareExtent();
    spread(Job.PREPARE, units, (team.share(units) + PREPARING_CHUNKS - 1) / PREPARING_CHUNKS);
  }

  private void spread(Job next) {
    spread(next, blocks, team.share(blocks));
  }

  private void spread(Job next, int units, int atOnce) {
    job = next;
    if (blocks < LEAST_BLOCKS) {
      team.runAlone(this, units);
    } else {
      team.run(this, units, 1, atOnce);
    }
  }

  @Override
  public final void run(int member, int from, int to) {
    switch (job) {
      case CHECK -> {
        if (!isGradientFinite(start(from), start(to))) {
          bad = true;
        }
      }
      case SQUARE -> square(from, to);
      case SCALE -> scaleGradient(bound, start(from), start(to));
      case LIMIT -> limitGradient(bound, start(from), start(to));
      case UPDATE -> applyUpdate(start(from), start(to));
      case CHECK_AND_UPDATE -> checkAndUpdate(from, to);
      case PREPARE -> network.prepare(from, to);
    }
  }

  private void checkAndUpdate(int from, int to) {
    for (int block = from; block < to; block++) {
      if (!isGradientFinite(start(block), start(block + 1))) {
        bad = true;
      }
      applyUpdate(start(block), start(block + 1));
    }
  }

  /** Where a block begins; of the number after the last block, where that ends. */
  private int start(int block) {
    return (int) Math.min((long) block * BLOCK, trained);
  }

  /**
   * The name of the first parameter, in the order of the description, with a bad gradient; or null.
   */
  final String badParameter() {
    for (Parameter parameter : network.description().parameters()) {
      int size = parameter.role() == Parameter.Role.TRAINED ? parameter.size() : 0;
      for (int element = 0; element < size; element++) {
        if (!isGradientFinite(parameter.index(element))) {
          return parameter.name();
        }
      }
    }
    return null;
  }
}
