package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.bpnet.runtime.data.DataException;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.LineDouble;
import dev.bpnet.runtime.networks.XorDouble;
import dev.bpnet.runtime.networks.XorFloat;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final Dataset XOR =
      Dataset.of(
          new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

  private static Dataset line(int examples) {
    double[][] inputs = new double[examples][1];
    double[][] targets = new double[examples][1];
    for (int i = 0; i < examples; i++) {
      inputs[i][0] = i / (double) examples;
      targets[i][0] = 3 * inputs[i][0] - 1;
    }
    return Dataset.of(inputs, targets);
  }

  @Test
  void learnsXorInBothPrecisions() {
    XorFloat single = new XorFloat();
    TrainingResult result = Trainer.of(single).train(XOR);
    assertThat(result.end()).isEqualTo(TrainingResult.End.BELOW_LOSS);
    assertThat(result.loss()).isLessThan(0.001);
    assertThat(single.predict(0, 1)[0]).isGreaterThan(0.9f);
    assertThat(single.predict(1, 1)[0]).isLessThan(0.1f);
    XorDouble precise = new XorDouble();
    assertThat(Trainer.of(precise).optimizer(Optimizer.adam(0.05)).train(XOR).loss())
        .isLessThan(0.001);
  }

  @Test
  void repeatsBitForBit() {
    XorFloat one = new XorFloat();
    XorFloat other = new XorFloat();
    Trainer.of(one).epochs(50).batch(3).seed(9).train(XOR);
    Trainer.of(other).epochs(50).batch(3).seed(9).train(XOR);
    assertThat(one.parameters()).isEqualTo(other.parameters());
    Trainer.of(other).epochs(1).train(XOR);
    assertThat(one.parameters()).isNotEqualTo(other.parameters());
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    XorDouble one = new XorDouble();
    XorDouble other = new XorDouble();
    Trainer.of(one).epochs(5).seed(1).train(XOR);
    Trainer.of(other).epochs(5).seed(2).train(XOR);
    assertThat(one.parameters()).isNotEqualTo(other.parameters());
  }

  @Test
  void goesOnFromWeightsThatAreThere() {
    LineDouble network = new LineDouble(1);
    network.tensor("w").assign(3);
    network.tensor("b").assign(-1);
    TrainingResult result = Trainer.of(network).epochs(3).train(line(10));
    assertThat(result.loss()).isCloseTo(0, within(1e-20));
    assertThat(network.parameters()).containsExactly(new double[] {3, -1}, within(1e-12));
  }

  /**
   * One full batch: w ← 1 − 0.1·mean((x − t)·x), b ← −0.1·mean(x − t) with x = 1, 2 and t = 3, 5.
   */
  @Test
  void oneStepIsTheTextbooks() {
    LineDouble network = new LineDouble(1);
    Dataset two = Dataset.of(new double[][] {{1}, {2}}, new double[][] {{3}, {5}});
    TrainingResult result = Trainer.of(network).epochs(1).optimizer(Optimizer.sgd(0.1)).train(two);
    assertThat(network.parameters()[0]).isCloseTo(1 + 0.1 * (2 * 1 + 3 * 2) / 2, within(1e-15));
    assertThat(network.parameters()[1]).isCloseTo(0.1 * (2 + 3) / 2, within(1e-15));
    assertThat(result.loss()).isCloseTo((0.5 * 4 + 0.5 * 9) / 2, within(1e-15));
    assertThat(result.steps()).isEqualTo(1);
  }

  @Test
  void theLastBatchIsWhatIsLeft() {
    LineDouble network = new LineDouble(1);
    List<Integer> steps = new ArrayList<>();
    TrainingListener counting =
        new TrainingListener() {
          @Override
          public void step(TrainingProgress progress) {
            steps.add(progress.stepInEpoch());
          }
        };
    TrainingResult result =
        Trainer.of(network).batch(4).epochs(2).listener(counting).train(line(10));
    assertThat(steps).containsExactly(1, 2, 3, 1, 2, 3);
    assertThat(result.steps()).isEqualTo(6);
    assertThat(network.lastStep()).isEqualTo(5);
  }

  @Test
  void statesAreUpdatedOncePerStep() {
    XorFloat network = new XorFloat();
    Trainer.of(network).batch(3).epochs(5).train(XOR);
    assertThat(network.tensor("steps").get()).isEqualTo(10);
  }

  @Test
  void measuresHoldoutAndTrainingMetrics() {
    LineDouble network = new LineDouble(1);
    TrainingResult result =
        Trainer.of(network)
            .optimizer(Optimizer.sgd(0.5))
            .epochs(200)
            .holdout(line(7))
            .measureTraining()
            .train(line(100));
    History history = result.history();
    assertThat(history.epochs()).isEqualTo(200);
    assertThat(history.holdoutLoss(200)).isLessThan(history.holdoutLoss(1)).isLessThan(1e-4);
    assertThat(history.holdoutMetric("distance", 200)).isLessThan(0.01);
    assertThat(history.metric("distance", 200)).isLessThan(0.01);
    Evaluation evaluation = Evaluation.of(network, line(7));
    assertThat(evaluation.loss()).isEqualTo(history.holdoutLoss(200));
    assertThat(evaluation.metrics())
        .containsEntry("distance", history.holdoutMetric("distance", 200));
    assertThatThrownBy(() -> history.loss(201)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> history.metric("accuracy", 1))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void stopsWhenTheLossHardlyChanges() {
    LineDouble network = new LineDouble(1);
    TrainingResult result =
        Trainer.of(network)
            .optimizer(Optimizer.sgd(0.5))
            .batch(100)
            .epochs(100_000)
            .stop(StopRule.change(1e-9, 5))
            .train(line(50));
    History history = result.history();
    assertThat(result.end()).isEqualTo(TrainingResult.End.SMALL_CHANGE);
    int last = result.epochs();
    for (int epoch = last - 4; epoch <= last; epoch++) {
      assertThat(Math.abs(history.loss(epoch) - history.loss(epoch - 1))).isLessThanOrEqualTo(1e-9);
    }
    assertThat(Math.abs(history.loss(last - 5) - history.loss(last - 6))).isGreaterThan(1e-9);
  }

  @Test
  void patienceBringsTheBestWeightsBack() {
    LineDouble network = new LineDouble(1);
    Dataset contrary = Dataset.of(new double[][] {{0}, {1}}, new double[][] {{0.5}, {1.5}});
    TrainingResult result =
        Trainer.of(network)
            .optimizer(Optimizer.sgd(0.1))
            .epochs(1000)
            .stop(StopRule.patience(7, 0))
            .holdout(contrary)
            .train(line(20));
    assertThat(result.end()).isEqualTo(TrainingResult.End.OUT_OF_PATIENCE);
    assertThat(result.bestEpoch()).isEqualTo(result.epochs() - 7);
    assertThat(Evaluation.of(network, contrary).loss()).isEqualTo(result.holdoutLoss());
  }

  @Test
  void listenersCanStop() {
    TrainingListener stopping =
        new TrainingListener() {
          @Override
          public void epoch(TrainingProgress progress) {
            if (progress.epoch() == 3) {
              progress.requestStop();
            }
          }
        };
    TrainingResult result = Trainer.of(new LineDouble(1)).listener(stopping).train(line(5));
    assertThat(result.end()).isEqualTo(TrainingResult.End.REQUESTED);
    assertThat(result.epochs()).isEqualTo(3);
  }

  @Test
  void anInterruptEndsTheTrainingAfterTheEpoch() {
    Thread.currentThread().interrupt();
    TrainingResult result = Trainer.of(new LineDouble(1)).train(line(5));
    assertThat(Thread.interrupted()).isTrue();
    assertThat(result.end()).isEqualTo(TrainingResult.End.REQUESTED);
    assertThat(result.epochs()).isEqualTo(1);
  }

  @Test
  void divergenceNamesTheStepAndBringsTheBestWeightsBack() {
    LineDouble network = new LineDouble(1);
    network.initialize(1);
    Dataset steep = Dataset.of(new double[][] {{1e3}, {-1e3}}, new double[][] {{1}, {2}});
    List<double[]> starts = new ArrayList<>(List.of(network.parameters().clone()));
    TrainingListener keeping =
        new TrainingListener() {
          @Override
          public void epoch(TrainingProgress progress) {
            starts.add(network.parameters().clone());
          }
        };
    Schedule breaking = (rate, progress) -> progress.epoch() > 5 ? 10 : rate;
    Trainer trainer =
        Trainer.of(network)
            .optimizer(Optimizer.sgd(1e-7))
            .schedule(breaking)
            .batch(1)
            .listener(keeping);
    assertThatThrownBy(() -> trainer.train(steep))
        .isInstanceOfSatisfying(
            DivergenceException.class,
            e -> {
              assertThat(e.epoch()).isGreaterThan(6);
              assertThat(e.history().epochs()).isEqualTo(e.epoch() - 1);
              assertThat(e.step()).isBetween(2L * e.epoch() - 1, 2L * e.epoch());
              assertThat(e)
                  .hasMessageContaining("in epoch " + e.epoch() + ", step ")
                  .hasMessageEndingWith("has the weights that epoch 5 began with");
            });
    assertThat(network.parameters()).isEqualTo(starts.get(4));
  }

  @Test
  void aGradientAloneThatIsNotFiniteIsNamed() {
    LineDouble network = new LineDouble(2);
    Dataset huge = Dataset.of(new double[][] {{1, 1e300}}, new double[][] {{0}});
    assertThatThrownBy(
            () -> {
              network.initialize(1);
              network.tensor("w").assign(1e100, 1e-300);
              Trainer.of(network).optimizer(Optimizer.sgd(1)).train(huge);
            })
        .isInstanceOfSatisfying(
            DivergenceException.class, e -> assertThat(e.parameter()).contains("w"))
        .hasMessageContaining("the gradient of w is not finite in epoch 1, step 1");
    assertThat(network.parameters()).containsExactly(1e100, 1e-300, 0);
  }

  @Test
  void refusesDataThatDoesNotFit() {
    Trainer trainer = Trainer.of(new XorFloat());
    assertThatThrownBy(() -> trainer.train(line(3)))
        .isInstanceOf(DataException.class)
        .hasMessage("Xor wants examples of 2 inputs and 1 target; these have 1 input and 1 target");
    assertThatThrownBy(() -> trainer.train(XOR.select()))
        .isInstanceOf(DataException.class)
        .hasMessage("no examples to train on");
    assertThatThrownBy(() -> trainer.batch(0)).isInstanceOf(IllegalArgumentException.class);
  }
}
