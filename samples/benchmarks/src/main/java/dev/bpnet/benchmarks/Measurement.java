package dev.bpnet.benchmarks;

import java.util.Arrays;
import java.util.OptionalDouble;

/**
 * What several JVMs measured.
 *
 * @param nanoseconds the median of each JVM, in ascending order
 * @param cpu nanoseconds of processor time, the median of the JVMs, if the benchmark counts it
 * @param bytes allocated for one operation, the worst of the JVMs
 * @param loss that showed the work, if the benchmark has one
 */
record Measurement(double[] nanoseconds, OptionalDouble cpu, double bytes, OptionalDouble loss) {
  Measurement {
    nanoseconds = nanoseconds.clone();
    Arrays.sort(nanoseconds);
  }

  static double median(double[] ascending) {
    int half = ascending.length / 2;
    return ascending.length % 2 == 1
        ? ascending[half]
        : (ascending[half - 1] + ascending[half]) / 2;
  }

  double median() {
    return median(nanoseconds);
  }

  double slowest() {
    return nanoseconds[nanoseconds.length - 1];
  }
}
