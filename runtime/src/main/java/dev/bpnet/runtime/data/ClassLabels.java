package dev.bpnet.runtime.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Numbers the labels of one class tensor: labels that are all whole numbers from 0 below the number
 * of classes are their own numbers, others are numbered in order of appearance.
 */
final class ClassLabels {
  private final int classes;
  private final boolean closed;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private ClassLabels(int classes, boolean closed) {
    this.classes = classes;
    this.closed = closed;
  }

  /** Labels yet to appear. */
  static ClassLabels open(int classes) {
    return new ClassLabels(classes, false);
  }

  /** Labels known before, by number. */
  static ClassLabels closed(List<String> names) {
    ClassLabels labels = new ClassLabels(names.size(), true);
    names.forEach(name -> labels.numbers.put(name, labels.numbers.size()));
    return labels;
  }

  /** The number of a label in order of appearance. */
  int number(String label) {
    Integer known = numbers.get(label);
    if (known != null) {
      return known;
    }
    if (closed) {
      throw new DataException("'" + label + "' is none of the classes " + numbers.keySet());
    }
    if (numbers.size() == classes) {
      throw DataException.of(
          "'%s' is one class too many: there are %d, %s so far", label, classes, numbers.keySet());
    }
    numbers.put(label, numbers.size());
    return numbers.size() - 1;
  }

  /** For each number that was given the one that is meant in the end. */
  int[] renumbering() {
    List<String> labels = new ArrayList<>(numbers.keySet());
    boolean own = !closed && labels.stream().allMatch(this::isOwnNumber);
    return IntStream.range(0, labels.size())
        .map(i -> own ? Integer.parseInt(labels.get(i)) : i)
        .toArray();
  }

  private boolean isOwnNumber(String label) {
    return label.matches("0|[1-9][0-9]{0,8}") && Integer.parseInt(label) < classes;
  }

  /** In the order of their final numbers. */
  List<String> names() {
    if (!closed && numbers.keySet().stream().allMatch(this::isOwnNumber)) {
      return IntStream.range(0, classes).mapToObj(Integer::toString).toList();
    }
    return List.copyOf(numbers.keySet());
  }
}
