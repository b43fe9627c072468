package dev.bpnet.benchmarks;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * How to measure.
 *
 * @param names of what to measure: parts and networks; empty for all parts but growth
 * @param forks JVMs for each figure
 * @param quick whether to spend a second instead of several on each
 * @param reference output of a reference program, to compare with
 * @param peak GFLOP/s that a core can do; measured if absent
 * @param jvmOptions of the measured JVMs
 * @param contenders who takes part
 */
record Options(
    List<String> names,
    int forks,
    boolean quick,
    Optional<Path> reference,
    Optional<Double> peak,
    List<String> jvmOptions,
    List<Contender.Kind> contenders) {
  static final String USAGE =
      """
      usage: run [train|predict|dense|gradient|startup|growth]... [NET]...
                 [--quick] [--forks N] [--reference FILE] [--peak GFLOPS] [--jvm OPTION]...
                 [--who CONTENDER,...]

        NET            W1 W1b4 W2 W3 W4 W5 W5adam W6, with train or predict or by itself
        --quick        a short measurement in one JVM, for a first look
        --forks N      JVMs for each figure (default 5; the median of them counts)
        --reference F  lines "who,net,metric,value" of a reference program; adds its best figure
        --peak G       GFLOP/s of a core for the growth table (default: measured)
        --jvm OPTION   a further option of the measured JVMs
        --who A,B      bpnet, vectors, textbook, tuned (default: all of them)
      """;

  /**
   * @throws IllegalArgumentException on what is no option, with a message for the user
   */
  static Options parse(String... arguments) {
    List<String> names = new ArrayList<>();
    List<String> jvmOptions = new ArrayList<>();
    Optional<Integer> forks = Optional.empty();
    List<Contender.Kind> contenders = List.of(Contender.Kind.values());
    boolean quick = false;
    Optional<Path> reference = Optional.empty();
    Optional<Double> peak = Optional.empty();
    Iterator<String> rest = List.of(arguments).iterator();
    while (rest.hasNext()) {
      String argument = rest.next();
      switch (argument) {
        case "--quick" -> quick = true;
        case "--forks" -> forks = Optional.of(Integer.valueOf(value(argument, rest)));
        case "--reference" -> reference = Optional.of(Path.of(value(argument, rest)));
        case "--peak" -> peak = Optional.of(Double.valueOf(value(argument, rest)));
        case "--jvm" -> jvmOptions.add(value(argument, rest));
        case "--who" -> contenders = contenders(value(argument, rest));
        default -> names.add(name(argument));
      }
    }
    int jvms = forks.orElse(quick ? 1 : 5);
    if (jvms < 1) {
      throw new IllegalArgumentException("--forks wants 1 or more");
    }
    return new Options(names, jvms, quick, reference, peak, jvmOptions, contenders);
  }

  private static String value(String option, Iterator<String> rest) {
    if (!rest.hasNext()) {
      throw new IllegalArgumentException(option + " wants a value");
    }
    return rest.next();
  }

  private static List<Contender.Kind> contenders(String labels) {
    List<Contender.Kind> contenders = new ArrayList<>();
    for (String label : labels.split(",", -1)) {
      contenders.add(
          Arrays.stream(Contender.Kind.values())
              .filter(kind -> kind.label().equals(label))
              .findFirst()
              .orElseThrow(() -> new IllegalArgumentException("no contender " + label)));
    }
    return contenders;
  }

  private static String name(String argument) {
    boolean known =
        List.of("train", "predict", "dense", "gradient", "startup", "growth").contains(argument)
            || List.of(Task.values()).stream().anyMatch(task -> task.label().equals(argument));
    if (!known) {
      throw new IllegalArgumentException("neither a part nor a network: " + argument);
    }
    return argument;
  }

  /** Whether a part is asked for. */
  boolean wants(String part) {
    List<String> parts = names.stream().filter(name -> !isTask(name)).toList();
    if (parts.isEmpty()) {
      return tasks().size() == Task.values().length
          ? !part.equals("growth")
          : part.equals("train") || part.equals("predict");
    }
    return parts.contains(part);
  }

  /** The networks that are asked for. */
  List<Task> tasks() {
    List<Task> named = names.stream().filter(Options::isTask).map(Task::of).toList();
    return named.isEmpty() ? List.of(Task.values()) : named;
  }

  private static boolean isTask(String name) {
    return name.startsWith("W");
  }
}
