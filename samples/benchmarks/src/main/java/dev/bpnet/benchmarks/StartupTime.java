package dev.bpnet.benchmarks;

import dev.bpnet.runtime.Network;
import dev.bpnet.training.Trainer;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** From the call that starts a JVM to the end of its first training step. */
final class StartupTime {
  private static final int RUNS = 11;

  private StartupTime() {}

  /** The median, in milliseconds. */
  static double milliseconds(Contender.Kind kind) throws IOException {
    double[] times = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      times[i] = once(kind);
    }
    Arrays.sort(times);
    return Measurement.median(times);
  }

  private static double once(Contender.Kind kind) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.addAll(kind.jvmOptions());
    command.add("-cp");
    command.add(
        String.join(
            System.getProperty("path.separator"),
            place(Startup.class).toString(),
            place(Network.class).toString(),
            place(Trainer.class).toString()));
    command.add(Startup.class.getName());
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    long start = System.nanoTime();
    Process process = builder.start();
    try (BufferedReader lines = process.inputReader()) {
      String line = lines.readLine();
      long end = System.nanoTime();
      if (!"trained".equals(line) || lines.readLine() == null) {
        throw new IllegalStateException("the JVM that was started trained nothing: " + line);
      }
      return (end - start) / 1e6;
    }
  }

  private static Path place(Class<?> type) {
    try {
      return Paths.get(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (java.net.URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The size of the jar that a class is from; empty if the class is not packed. */
  static OptionalLong jarBytes(Class<?> type) throws IOException {
    Path jar = place(type);
    return Files.isRegularFile(jar) ? OptionalLong.of(Files.size(jar)) : OptionalLong.empty();
  }
}
