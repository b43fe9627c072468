package dev.bpnet.runtime.data;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a delimited text held.
 *
 * @param dataset its examples, reals in double precision
 * @param classNames by class input or target the names of its classes, in the order of their
 *     numbers
 */
public record CsvExamples(Dataset dataset, Map<String, List<String>> classNames) {
  public CsvExamples {
    classNames = Collections.unmodifiableMap(new LinkedHashMap<>(classNames));
  }
}
