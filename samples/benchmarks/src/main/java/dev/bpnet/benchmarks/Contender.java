package dev.bpnet.benchmarks;

import java.util.List;
import java.util.Locale;

/** One implementation of a task. */
interface Contender extends Predictor {
  /** Trains on the next batch; after the last comes the first again. */
  void step();

  /** The mean loss over all rows with the weights there are. */
  double loss();

  /** Who does the work. */
  enum Kind {
    /** The compiled network: its own plain descent, or the Adam of the training module. */
    BPNET,
    /** The same class where java was started with the vector module, and takes vectors. */
    VECTORS,
    /** The loops that one would write first. */
    TEXTBOOK,
    /** Hand-written for speed, in Java that runs without options. */
    TUNED;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** What java has to be told. */
    List<String> jvmOptions() {
      return this == VECTORS ? List.of("--add-modules", "jdk.incubator.vector") : List.of();
    }

    static Kind of(String label) {
      return valueOf(label.toUpperCase(Locale.ROOT));
    }
  }

  /**
   * A contender that has shown to do the work of the task: its loss is the known one.
   *
   * @throws IllegalStateException if it is not
   */
  static Contender checked(Kind kind, Task task) {
    Contender contender = of(kind, task);
    for (int i = 0; i < task.steps().checkAfter(); i++) {
      contender.step();
    }
    double loss = contender.loss();
    Evidence.add("loss_check", loss);
    if (!task.loss().accepts(loss)) {
      throw new IllegalStateException(
          kind.label() + " has loss " + loss + " on " + task.label() + ", not " + task.loss());
    }
    return contender;
  }

  /** A fresh contender with the first weights of the task. */
  static Contender of(Kind kind, Task task) {
    TaskData data = TaskData.of(task);
    return switch (kind) {
      case BPNET, VECTORS -> new CompiledContender(task, data);
      case TEXTBOOK -> new TextbookContender(task, data);
      case TUNED ->
          switch (task) {
            case W1, W1B4 -> new TunedXor(task, data);
            case W2 -> new TunedDeepXor(data);
            case W3, W4, W5, W5ADAM, W6 -> new TunedClassifier(task, data);
          };
    };
  }
}
