package dev.bpnet.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/** The best figures of a reference program, from lines {@code who,net,metric,value}. */
final class Reference {
  private final Map<String, Double> best = new HashMap<>();

  static Reference read(Optional<Path> file) throws IOException {
    Reference reference = new Reference();
    if (file.isPresent()) {
      for (String line : Files.readAllLines(file.get())) {
        String[] cells = line.split(",");
        if (cells.length == 4) {
          reference.best.merge(cells[1] + " " + cells[2], Double.valueOf(cells[3]), Math::min);
        }
      }
    }
    return reference;
  }

  OptionalDouble best(Row row) {
    Double value = best.get(row.net() + " " + row.metric());
    return value == null ? OptionalDouble.empty() : OptionalDouble.of(value);
  }
}
