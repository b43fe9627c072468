package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.bpnet.runtime.Network;
import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.LayersDouble;
import dev.bpnet.runtime.networks.XorDouble;
import dev.bpnet.runtime.networks.XorFloat;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AllocationTest {
  private static final Dataset XOR =
      Dataset.of(
          new double[][] {{0, 0}, {0, 1}, {1, 0}, {1, 1}}, new double[][] {{0}, {1}, {1}, {0}});

  static List<Optimizer> rules() {
    return List.of(
        Optimizer.sgd(0.1),
        Optimizer.momentum(0.1, 0.9),
        Optimizer.nesterov(0.1, 0.9),
        Optimizer.adamW(0.01, 0.01));
  }

  /**
   * Notes what the thread allocates in each hundred epochs. The JVM itself may allocate now and
   * then, when it links or compiles; what a step allocates shows in every hundred.
   */
  private static final class Meter implements TrainingListener {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private long before;
    private long least = Long.MAX_VALUE;
    private long steps;

    @Override
    public void step(TrainingProgress progress) {
      steps++;
    }

    @Override
    public void epoch(TrainingProgress progress) {
      if (progress.epoch() % 100 == 0) {
        long now = threads.getCurrentThreadAllocatedBytes();
        least = progress.epoch() == 100 ? least : Math.min(least, now - before);
        before = now;
      }
    }
  }

  /** As {@link Meter}, of the caller and a helper together, from when the helper has worked. */
  private static final class HelperMeter implements TrainingListener {
    private final ThreadMXBean bean = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final LayersDouble network;
    private long callerBefore;
    private long helperBefore;
    private long least = Long.MAX_VALUE;
    private int windows;

    HelperMeter(LayersDouble network) {
      this.network = network;
    }

    @Override
    public void epoch(TrainingProgress progress) {
      if (progress.epoch() % 100 == 0 && network.threads().size() == 2) {
        long caller = bean.getCurrentThreadAllocatedBytes();
        long helper = helperBytes();
        if (windows > 0) {
          least = Math.min(least, caller - callerBefore + helper - helperBefore);
        }
        windows++;
        helperBefore = helper;
        callerBefore = bean.getCurrentThreadAllocatedBytes();
      }
      if (windows == 12) {
        progress.requestStop();
      }
    }

    private long helperBytes() {
      long bytes = 0;
      for (Thread thread : network.threads()) {
        if (thread != Thread.currentThread()) {
          bytes += bean.getThreadAllocatedBytes(thread.getId());
        }
      }
      return bytes;
    }
  }

  private static void assertNothingAllocated(Trainer trainer) {
    Meter meter = new Meter();
    trainer
        .batch(3)
        .epochs(1000)
        .stop(StopRule.below(0), StopRule.change(0, 1000), StopRule.patience(1000, 0))
        .holdout(XOR.select(0, 2))
        .measureTraining()
        .listener(meter)
        .train(XOR.select(3, 1, 2, 0));
    assertThat(meter.steps).isEqualTo(2000);
    assertThat(meter.least).isZero();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void aThousandStepsAllocateNothing(Optimizer rule) {
    for (Network network : List.of(new XorFloat(), new XorDouble())) {
      assertNothingAllocated(Trainer.of(network).optimizer(rule).clip(Clip.norm(1)));
    }
  }

  /** Without clipping the network takes these steps itself. */
  @Test
  void aThousandStepsOfPlainDescentAllocateNothing() {
    for (Network network : List.of(new XorFloat(), new XorDouble())) {
      assertNothingAllocated(Trainer.of(network).optimizer(Optimizer.sgd(0.1)));
    }
  }

  @Test
  void helpersAllocateNothing() {
    LayersDouble network = new LayersDouble(2, 3);
    HelperMeter meter = new HelperMeter(network);
    Trainer trainer = Trainer.of(network).threads(2).batch(2).epochs(10_000_000);
    trainer.clip(Clip.norm(1)).holdout(XOR).listener(meter).train(XOR);
    assertThat(meter.least).isZero();
  }

  @Test
  void theMeterMeasures() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    double[] kept = new double[1000];
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isGreaterThan(8 * kept.length);
  }
}
