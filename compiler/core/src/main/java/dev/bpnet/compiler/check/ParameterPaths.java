package dev.bpnet.compiler.check;

import dev.bpnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The names of parameters: the assigned variable, the indices of the enclosing repeats, the layer
 * with its count where the statement has more than one owning call or assigns nothing, the path
 * inside the layer. A statement that would give an existing path gets {@code @2}, {@code @3}, ….
 */
final class ParameterPaths {
  private record Named(Ownership.Entry entry, Path<String> path) {}

  /**
   * @param labels of the owning calls by place; empty if none is needed
   */
  private record StepLayout(Ownership.Step step, String suffix, Map<Span, String> labels) {
    List<String> base(Ownership.Copy copy, String suffixed) {
      List<String> base = new ArrayList<>();
      step.name().ifPresent(name -> base.add(name + suffixed));
      copy.repeats().forEach(index -> base.add(Integer.toString(index)));
      return base;
    }

    List<String> prefix(Ownership.Copy copy, Span place, String suffixed) {
      List<String> prefix = base(copy, suffixed);
      Optional.ofNullable(labels.get(place))
          .ifPresent(label -> prefix.add(step.name().isPresent() ? label : label + suffixed));
      return prefix;
    }
  }

  private record BodyLayout(List<Named> entries, List<StepLayout> steps) {}

  private final Map<Ownership.Body, BodyLayout> layouts = new IdentityHashMap<>();

  /** Places every body and entry; gives whether an entry's path changed. */
  boolean settle(Ownership.Body root) {
    place(root, List.of());
    boolean changed = false;
    for (Named named : layout(root).entries) {
      changed |= named.entry.place(String.join(".", named.path.elements()));
    }
    return changed;
  }

  private void place(Ownership.Body body, List<String> path) {
    body.place(path);
    for (StepLayout layout : layout(body).steps) {
      for (Ownership.Copy copy : layout.step.copies()) {
        copy.calls()
            .forEach(
                (place, call) ->
                    place(call.body(), joined(path, layout.prefix(copy, place, layout.suffix))));
      }
    }
  }

  private BodyLayout layout(Ownership.Body body) {
    BodyLayout known = layouts.get(body);
    if (known != null) {
      return known;
    }
    List<Named> entries = new ArrayList<>();
    List<StepLayout> steps = new ArrayList<>();
    Map<Path<String>, BitSet> taken = new HashMap<>();
    for (Ownership.Step step : body.steps().values()) {
      StepLayout plain = new StepLayout(step, "", labels(step));
      List<Path<String>> keys = entries(plain, "").stream().map(Named::path).toList();
      int count = firstFree(keys, taken);
      keys.forEach(key -> taken.computeIfAbsent(key, k -> new BitSet()).set(count));
      String suffix = count == 1 ? "" : "@" + count;
      steps.add(new StepLayout(step, suffix, plain.labels));
      entries.addAll(entries(plain, suffix));
    }
    BodyLayout layout = new BodyLayout(entries, steps);
    layouts.put(body, layout);
    return layout;
  }

  /** The least count from 1 under which none of the paths is taken. */
  private static int firstFree(List<Path<String>> keys, Map<Path<String>, BitSet> taken) {
    int count = 0;
    int next = 1;
    while (next > count) {
      count = next;
      for (Path<String> key : keys) {
        BitSet counts = taken.get(key);
        next = counts == null ? next : Math.max(next, counts.nextClearBit(next));
      }
    }
    return count;
  }

  private List<Named> entries(StepLayout layout, String suffix) {
    List<Named> all = new ArrayList<>();
    for (Ownership.Copy copy : layout.step.copies()) {
      copy.declared()
          .ifPresent(e -> all.add(new Named(e, path(layout.base(copy, suffix), Path.empty()))));
      copy.calls()
          .forEach(
              (place, call) -> {
                List<String> prefix = layout.prefix(copy, place, suffix);
                for (Named inner : layout(call.body()).entries) {
                  all.add(new Named(inner.entry, path(prefix, inner.path)));
                }
              });
    }
    return all;
  }

  private Map<Span, String> labels(Ownership.Step step) {
    Map<Span, String> owning = new LinkedHashMap<>();
    for (Ownership.Copy copy : step.copies()) {
      copy.calls()
          .forEach(
              (place, call) -> {
                if (!layout(call.body()).entries.isEmpty()) {
                  owning.put(place, call.layer());
                }
              });
    }
    if (owning.size() < 2 && step.name().isPresent()) {
      return Map.of();
    }
    Map<String, Integer> counts = new HashMap<>();
    Map<Span, String> labels = new HashMap<>();
    owning.keySet().stream()
        .sorted(Comparator.comparingInt(Span::start))
        .forEach(
            place -> {
              String layer = owning.get(place);
              labels.put(place, layer + counts.merge(layer, 1, Integer::sum));
            });
    return labels;
  }

  private static Path<String> path(List<String> prefix, Path<String> rest) {
    Path<String> path = rest;
    for (int i = prefix.size() - 1; i >= 0; i--) {
      path = path.prepend(prefix.get(i));
    }
    return path;
  }

  private static List<String> joined(List<String> first, List<String> second) {
    List<String> joined = new ArrayList<>(first);
    joined.addAll(second);
    return List.copyOf(joined);
  }
}
