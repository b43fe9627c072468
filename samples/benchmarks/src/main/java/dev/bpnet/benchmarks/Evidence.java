package dev.bpnet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;

/**
 * What a measuring JVM says besides times: the loss that shows its work, and the bytes that it
 * allocates. It goes line by line into a file that the starting JVM names and reads.
 */
final class Evidence {
  /** The system property with the file's name. */
  static final String PROPERTY = "bpnet.evidence";

  /** Processor time of one sample, in nanoseconds: clocks of it are coarse. */
  private static final long CPU_TIME = 20_000_000;

  private Evidence() {}

  static void add(String name, double value) {
    String file = System.getProperty(PROPERTY);
    if (file == null) {
      return;
    }
    try {
      Files.writeString(
          Path.of(file),
          name + " " + value + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Adds what one run of the work costs the calling thread: {@code bytes} allocated, exactly, and
   * {@code cpu}, the median nanoseconds of processor time, which other processes hardly disturb.
   */
  static void addCost(Runnable work) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    double[] times = new double[9];
    int runs = 1;
    for (int i = 0; i < times.length; i++) {
      long before = threads.getCurrentThreadCpuTime();
      for (int run = 0; run < runs; run++) {
        work.run();
      }
      long time = threads.getCurrentThreadCpuTime() - before;
      times[i] = time / (double) runs;
      if (time < CPU_TIME) {
        runs = runs * 2;
        i = -1;
      }
    }
    Arrays.sort(times);
    add("cpu", Measurement.median(times));
    long before = threads.getCurrentThreadAllocatedBytes();
    long empty = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    for (int run = 0; run < 5; run++) {
      work.run();
    }
    long after = threads.getCurrentThreadAllocatedBytes();
    add("bytes", Math.max(0, after - before - empty) / 5.0);
  }

  /** All values of a name in a file, in ascending order. */
  static double[] values(Path file, String name) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .sorted()
        .toArray();
  }
}
