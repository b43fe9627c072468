package dev.bpnet.compiler;

import java.util.AbstractMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** Texts by stage, each written when it is first asked for: they are long, and few want them. */
final class Dumps extends AbstractMap<String, String> {
  private final Map<String, Supplier<String>> writers;
  private final Map<String, String> written = new LinkedHashMap<>();

  Dumps(Map<String, Supplier<String>> writers) {
    this.writers = new LinkedHashMap<>(writers);
  }

  @Override
  public synchronized String get(Object stage) {
    Supplier<String> writer = writers.get(stage);
    if (writer == null) {
      return null;
    }
    return written.computeIfAbsent((String) stage, key -> writer.get());
  }

  @Override
  public boolean containsKey(Object stage) {
    return writers.containsKey(stage);
  }

  @Override
  public Set<Entry<String, String>> entrySet() {
    Set<Entry<String, String>> entries = new LinkedHashSet<>();
    writers.keySet().forEach(stage -> entries.add(Map.entry(stage, get(stage))));
    return entries;
  }
}
