package dev.bpnet.training;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.TrainingDefaults;
import dev.bpnet.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Trains a network on examples. Every setting starts as the network's {@code train} block has it:
 *
 * <pre>
 * TrainingResult result = Trainer.of(network).epochs(50).batch(16).train(dataset);
 * </pre>
 *
 * <p>Training goes on from the weights that the network has. Those of a new network are drawn by
 * the seed of its {@code train} block; {@link Network#initialize} draws others. (If all parameters
 * and states are 0, nobody has drawn any, and the trainer does, by its own seed.) The same weights,
 * settings and examples give the same result, bit for bit, on any number of threads.
 */
public final class Trainer {
  private final Network network;
  private int epochs;
  private int batch;
  private Optimizer optimizer;
  private Optional<Schedule> schedule = Optional.empty();
  private Optional<Clip> clip;
  private List<StopRule> stops;
  private boolean shuffle;
  private long seed;
  private int threads = 1;
  private boolean measuring;
  private Optional<Dataset> holdout = Optional.empty();
  private final List<TrainingListener> listeners = new ArrayList<>();

  private Trainer(Network network) {
    Description description = network.description();
    TrainingDefaults defaults = description.training();
    this.network = network;
    epochs(defaults.epochs());
    batch(defaults.batch());
    optimizer = Optimizer.of(defaults.optimizer());
    clip =
        defaults.clip().isPresent()
            ? Optional.of(Clip.of(defaults.clip().get()))
            : Optional.empty();
    stops = new ArrayList<>();
    for (TrainingDefaults.Call rule : defaults.stop()) {
      stops.add(StopRule.of(rule));
    }
    shuffle = defaults.shuffle();
    seed = defaults.seed();
    schedule();
  }

  /**
   * A trainer with the settings of the network's {@code train} block.
   *
   * @throws IllegalArgumentException if the block names what there is not, or has a value out of
   *     range
   */
  public static Trainer of(Network network) {
    return new Trainer(network);
  }

  /** How often to go through the examples, at most; 1 or more. */
  public Trainer epochs(int count) {
    Ranges.count("epochs", count);
    epochs = count;
    return this;
  }

  /** How many examples make a step; the last step of an epoch takes what is left. 1 or more. */
  public Trainer batch(int examples) {
    Ranges.count("batch", examples);
    batch = examples;
    return this;
  }

  /** The rule of the steps, and their rate. */
  public Trainer optimizer(Optimizer rule) {
    optimizer = rule;
    return this;
  }

  /** Changes the optimiser's rate from epoch to epoch, or from step to step. */
  public Trainer schedule(Schedule newSchedule) {
    schedule = Optional.of(newSchedule);
    return this;
  }

  /** Keeps gradients small. */
  public Trainer clip(Clip rule) {
    clip = Optional.of(rule);
    return this;
  }

  /** Ends the training by whichever of the rules says so first; none leaves it to the epochs. */
  public Trainer stop(StopRule... rules) {
    stops = List.of(rules);
    return this;
  }

  /** Whether to take the examples in a new random order in every epoch. */
  public Trainer shuffle(boolean newOrder) {
    shuffle = newOrder;
    return this;
  }

  /**
   * Of the order of the examples and of the network's own random values; not of the weights it
   * starts from.
   */
  public Trainer seed(long newSeed) {
    seed = newSeed;
    return this;
  }

  /**
   * How many threads work, the calling one included; 1 or more, and 1 unless said otherwise. The
   * result is the same with any number, bit for bit. What is too small to gain from several threads
   * stays on the calling one, and listeners are always called there. The others copy examples out
   * of the datasets too, end with the training, and are daemons.
   */
  public Trainer threads(int count) {
    Ranges.count("threads", count);
    threads = count;
    return this;
  }

  /** Examples not to train on, but to measure loss and metrics on after every epoch. */
  public Trainer holdout(Dataset examples) {
    holdout = Optional.of(examples);
    return this;
  }

  /**
   * Also measures the network's metrics on the training examples after every epoch, which costs a
   * pass over them.
   */
  public Trainer measureTraining() {
    measuring = true;
    return this;
  }

  /** Adds one that is told how it goes. */
  public Trainer listener(TrainingListener listener) {
    listeners.add(listener);
    return this;
  }

  /**
   * Trains the network.
   *
   * <p>A thread that is interrupted stops after the epoch, as if it had been asked; it stays
   * interrupted.
   *
   * @throws dev.bpnet.runtime.data.DataException if there are no examples or they do not fit the
   *     network
   * @throws DivergenceException if loss or gradient is not finite; the network has its last good
   *     weights
   */
  public TrainingResult train(Dataset dataset) {
    return new TrainingSession(this, dataset).run();
  }

  Network network() {
    return network;
  }

  int epochs() {
    return epochs;
  }

  int batch() {
    return batch;
  }

  Optimizer optimizer() {
    return optimizer;
  }

  /**
   * The one that was set, else the one of the {@code train} block over the epochs there are now.
   */
  Schedule schedule() {
    Optional<TrainingDefaults.Call> call = network.description().training().schedule();
    if (schedule.isPresent() || call.isEmpty()) {
      return schedule.orElse(Schedule.constant());
    }
    return Schedule.of(call.get(), epochs);
  }

  Optional<Clip> clip() {
    return clip;
  }

  List<StopRule> stops() {
    return stops;
  }

  boolean shuffles() {
    return shuffle;
  }

  long seed() {
    return seed;
  }

  int threads() {
    return threads;
  }

  boolean measuresTraining() {
    return measuring;
  }

  Optional<Dataset> holdout() {
    return holdout;
  }

  List<TrainingListener> listeners() {
    return listeners;
  }
}
