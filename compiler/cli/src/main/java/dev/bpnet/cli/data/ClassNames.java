package dev.bpnet.cli.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * The names of the classes of one tensor. Whole numbers from 0 below the number of classes are
 * their own numbers as long as nothing else appears; other names are numbered in order of
 * appearance.
 */
public final class ClassNames {
  private final int limit;
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();

  /**
   * @param limit the number of classes
   */
  ClassNames(int limit) {
    this.limit = limit;
  }

  /** Names as a weights file remembers them, by number. */
  public static ClassNames of(int limit, List<String> names) {
    ClassNames result = new ClassNames(limit);
    names.forEach(result::add);
    return result;
  }

  /** The order of appearance of a name, which is new or not; empty if there is no room for it. */
  OptionalInt add(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return OptionalInt.of(known);
    }
    if (names.size() == limit) {
      return OptionalInt.empty();
    }
    numbers.put(name, names.size());
    names.add(name);
    return OptionalInt.of(names.size() - 1);
  }

  /** The number of a known name. */
  OptionalInt number(String name) {
    Integer known = numbers.get(name);
    return known == null ? OptionalInt.empty() : OptionalInt.of(known);
  }

  /** By number; as many as have appeared, or all of them if they are their own numbers. */
  public List<String> names() {
    return List.copyOf(names);
  }

  /** The name of a class, or its number where no name has appeared for it. */
  public String name(int number) {
    return number >= 0 && number < names.size() ? names.get(number) : Integer.toString(number);
  }

  /**
   * Puts names that are class numbers at their own places.
   *
   * @return the new number by the old one; empty if the order of appearance stands
   */
  Optional<int[]> renumber() {
    List<Optional<Integer>> own = names.stream().map(name -> Cell.index(name, limit)).toList();
    if (own.stream().anyMatch(Optional::isEmpty)) {
      return Optional.empty();
    }
    int[] renumbering = own.stream().mapToInt(Optional::orElseThrow).toArray();
    names.clear();
    numbers.clear();
    IntStream.range(0, limit).mapToObj(Integer::toString).forEach(this::add);
    return Optional.of(renumbering);
  }
}
