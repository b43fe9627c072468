package dev.bpnet.cli.data;

import java.util.Arrays;
import java.util.List;

/**
 * The columns that the user named, in order; an empty list where nothing was said.
 *
 * @param inputs names, or 1-based numbers and ranges such as {@code 2-7}
 * @param targets likewise
 */
public record ColumnChoice(List<String> inputs, List<String> targets) {
  public static final ColumnChoice NONE = new ColumnChoice(List.of(), List.of());

  public ColumnChoice {
    inputs = split(inputs);
    targets = split(targets);
  }

  /** An option may be repeated and may hold a list. */
  private static List<String> split(List<String> items) {
    return items.stream()
        .flatMap(item -> Arrays.stream(item.split(",")))
        .map(String::strip)
        .filter(item -> !item.isEmpty())
        .toList();
  }
}
