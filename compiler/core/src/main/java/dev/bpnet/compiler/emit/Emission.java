package dev.bpnet.compiler.emit;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A network as Java.
 *
 * @param sources source text by fully qualified class name, with Unix line ends; the network's
 *     class first
 * @param mismatches methods that the class was to implement and does not
 */
public record Emission(Map<String, String> sources, List<HostMismatch> mismatches) {
  public Emission {
    sources = Collections.unmodifiableMap(new LinkedHashMap<>(sources));
    mismatches = List.copyOf(mismatches);
  }
}
