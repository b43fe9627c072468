package dev.bpnet.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.OptionalDouble;

/**
 * What a measuring JVM says besides times: the loss that shows its work, and the bytes that it
 * allocates. It goes line by line into a file that the starting JVM names and reads.
 */
final class Evidence {
  /** The system property with the file's name. */
  static final String PROPERTY = "bpnet.evidence";

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
   * Adds the exact number of bytes that the calling thread allocates for one run of the work, as
   * {@code bytes}.
   */
  static void addBytes(Runnable work, int runs) {
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getCurrentThreadAllocatedBytes();
    long empty = threads.getCurrentThreadAllocatedBytes() - before;
    before = threads.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < runs; i++) {
      work.run();
    }
    long after = threads.getCurrentThreadAllocatedBytes();
    add("bytes", Math.max(0, after - before - empty) / (double) runs);
  }

  /** The largest value of a name in a file; empty if there is none. */
  static OptionalDouble largest(Path file, String name) throws IOException {
    List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
    return lines.stream()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length() + 1)))
        .max();
  }
}
