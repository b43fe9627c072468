package dev.bpnet.training;

import dev.bpnet.runtime.Description;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.Parameter;
import dev.bpnet.runtime.SplitMix64;
import dev.bpnet.runtime.data.DataException;
import dev.bpnet.runtime.data.Dataset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One training: the loop over epochs and steps. */
final class TrainingSession {
  private static final double[] NONE = {};

  private final Trainer trainer;
  private final Network network;
  private final Dataset dataset;
  private final Dataset holdout;
  private final int batch;
  private final Clip clip;

  /** Whether steps are those of {@link Network.OfFloat#descend}. */
  private final boolean plain;

  private final Schedule schedule;
  private final TrainingListener[] listeners;
  private final List<StopWatch> watches = new ArrayList<>();
  private boolean keepsBest;
  private final Team team;
  private final Workspace workspace;
  private final Evaluator evaluator;
  private final History history;
  private final TrainingProgress progress;
  private final int[] order;
  private final SplitMix64 shuffling = new SplitMix64(0);
  private final double[] trainingMetrics;
  private final double[] holdoutMetrics;
  private double goodLoss = Double.POSITIVE_INFINITY;
  private int goodEpoch = 1;
  private double bestLoss = Double.POSITIVE_INFINITY;
  private int bestEpoch;

  TrainingSession(Trainer trainer, Dataset dataset) {
    this.trainer = trainer;
    this.network = trainer.network();
    this.dataset = dataset;
    Description description = network.description();
    holdout = trainer.holdout().orElse(null);
    check(description);
    initializeIfNew(description);
    batch = Math.min(trainer.batch(), dataset.size());
    schedule = trainer.schedule();
    clip = trainer.clip().orElse(null);
    plain = clip == null && trainer.optimizer() instanceof Sgd sgd && sgd.isPlain();
    listeners = trainer.listeners().toArray(new TrainingListener[0]);
    for (StopRule rule : trainer.stops()) {
      watches.add(new StopWatch(rule));
      keepsBest |= rule instanceof StopRule.Patience;
    }
    team = new Team(trainer.threads());
    workspace = Workspace.of(network, batch, trainer.optimizer(), team);
    evaluator = Evaluator.of(network, team);
    int metrics = description.metrics().size();
    trainingMetrics = trainer.measuresTraining() ? new double[metrics] : NONE;
    holdoutMetrics = holdout == null ? NONE : new double[metrics];
    history = new History(description.metrics(), trainer.measuresTraining(), holdout != null);
    int steps = (dataset.size() + batch - 1) / batch;
    progress = new TrainingProgress(network, trainer.epochs(), steps, history);
    order = new int[dataset.size()];
  }

  private void check(Description description) {
    dataset.checkFor(description);
    if (dataset.size() == 0) {
      throw new DataException("no examples to train on");
    }
    if (holdout != null) {
      holdout.checkFor(description);
      if (holdout.size() == 0) {
        throw new DataException("no examples are held out");
      }
    }
  }

  /** All zeros is what a constructor leaves; from there the units of a layer would stay alike. */
  private void initializeIfNew(Description description) {
    for (Parameter parameter : description.parameters()) {
      for (double value : network.tensor(parameter.name()).toDoubles()) {
        if (value != 0) {
          return;
        }
      }
    }
    network.initialize(trainer.seed());
  }

  TrainingResult run() {
    try (team) {
      return train();
    }
  }

  private TrainingResult train() {
    network.prepare();
    for (TrainingListener listener : listeners) {
      listener.started(progress);
    }
    TrainingResult.End end = epochs();
    if (keepsBest && bestEpoch > 0 && bestEpoch < progress.epoch()) {
      workspace.restoreBest();
    } else {
      bestEpoch = progress.epoch();
    }
    TrainingResult result =
        new TrainingResult(end, progress.epoch(), progress.steps(), bestEpoch, history);
    for (TrainingListener listener : listeners) {
      listener.finished(result);
    }
    return result;
  }

  private TrainingResult.End epochs() {
    boolean whole = false;
    try {
      Optional<TrainingResult.End> end = Optional.empty();
      while (end.isEmpty()) {
        progress.beginEpoch();
        workspace.keepStart();
        arrange();
        steps();
        end = endEpoch();
      }
      whole = true;
      return end.get();
    } finally {
      for (int i = 0; !whole && i < listeners.length; i++) {
        listeners[i].failed(progress);
      }
    }
  }

  /** The order of an epoch depends on seed and epoch alone, not on the epochs before. */
  private void arrange() {
    if (trainer.shuffles() || progress.epoch() == 1) {
      for (int i = 0; i < order.length; i++) {
        order[i] = i;
      }
    }
    if (trainer.shuffles()) {
      shuffling.restart(trainer.seed(), progress.epoch());
      shuffling.shuffle(order, order.length);
    }
  }

  private void steps() {
    double rate = schedule.rate(trainer.optimizer().rate(), progress);
    for (int from = 0; from < order.length; from += batch) {
      int to = Math.min(from + batch, order.length);
      if (from > 0 && schedule.changesWithinEpochs()) {
        rate = schedule.rate(trainer.optimizer().rate(), progress);
      }
      network.randomStream(trainer.seed(), progress.steps());
      // What goes wrong in a step may be found after it, and is then taken back.
      double loss =
          plain
              ? workspace.descend(dataset, order, from, to, rate)
              : workspace.gradient(dataset, order, from, to);
      boolean finite = Math.abs(loss) <= Double.MAX_VALUE;
      if (!finite || !(plain ? workspace.gradientIsFinite() : workspace.update(clip, rate))) {
        throw diverged(loss);
      }
      progress.endStep(loss, to - from);
      for (TrainingListener listener : listeners) {
        listener.step(progress);
      }
    }
  }

  private Optional<TrainingResult.End> endEpoch() {
    double loss = progress.loss();
    if (loss <= goodLoss) {
      goodLoss = loss;
      goodEpoch = progress.epoch();
      workspace.startWasGood();
    }
    if (trainer.measuresTraining()) {
      evaluator.evaluateChecked(dataset, trainingMetrics);
    }
    double holdoutLoss =
        holdout == null ? Double.NaN : evaluator.evaluateChecked(holdout, holdoutMetrics);
    history.add(loss, trainingMetrics, holdoutLoss, holdoutMetrics);
    double judged = holdout == null ? loss : holdoutLoss;
    if (keepsBest && judged < bestLoss) {
      bestLoss = judged;
      bestEpoch = progress.epoch();
      workspace.keepBest();
    }
    for (TrainingListener listener : listeners) {
      listener.epoch(progress);
    }
    Optional<TrainingResult.End> end = Optional.empty();
    for (int i = 0; i < watches.size(); i++) {
      Optional<TrainingResult.End> said = watches.get(i).observe(loss, judged);
      end = end.isPresent() ? end : said;
    }
    if (end.isEmpty() && (progress.stopRequested() || Thread.currentThread().isInterrupted())) {
      end = Optional.of(TrainingResult.End.REQUESTED);
    }
    if (end.isEmpty() && progress.epoch() >= progress.epochs()) {
      end = Optional.of(TrainingResult.End.ALL_EPOCHS);
    }
    return end;
  }

  private DivergenceException diverged(double loss) {
    String parameter = workspace.badParameter();
    workspace.restoreGood();
    int epoch = progress.epoch();
    long step = progress.steps() + 1;
    String what =
        Math.abs(loss) <= Double.MAX_VALUE
            ? "the gradient of " + parameter + " is not finite"
            : "the loss is "
                + loss
                + (parameter == null ? "" : " and the gradient of " + parameter + " not finite");
    return new DivergenceException(
        what
            + " in epoch "
            + epoch
            + ", step "
            + (progress.stepInEpoch() + 1)
            + " of it; the network again has the weights that epoch "
            + goodEpoch
            + " began with",
        epoch,
        step,
        parameter,
        history);
  }
}
