package dev.bpnet.compiler.generate;

import java.util.List;
import java.util.regex.Pattern;

/**
 * Which files of a folder are meant, in the way of build tools: {@code *} and {@code ?} stand for
 * characters of one name, {@code **} for any number of folders.
 *
 * @param includes of which one must fit; none for all models
 * @param excludes of which none may fit
 */
public record ModelPatterns(List<String> includes, List<String> excludes) {
  /** All models. */
  public static final ModelPatterns ALL = new ModelPatterns(List.of(), List.of());

  public ModelPatterns {
    includes = includes.isEmpty() ? List.of("**/*" + ModelFile.SUFFIX) : List.copyOf(includes);
    excludes = List.copyOf(excludes);
  }

  /**
   * Whether a file is meant.
   *
   * @param path below the folder, with forward slashes
   */
  public boolean fit(String path) {
    return includes.stream().anyMatch(pattern -> fits(pattern, path))
        && excludes.stream().noneMatch(pattern -> fits(pattern, path));
  }

  private static boolean fits(String pattern, String path) {
    String slashed = pattern.replace('\\', '/');
    String[] parts = (slashed.endsWith("/") ? slashed + "**" : slashed).split("/");
    StringBuilder expression = new StringBuilder();
    for (int i = 0; i < parts.length; i++) {
      boolean last = i == parts.length - 1;
      if (parts[i].equals("**")) {
        expression.append(last ? ".*" : "(?:[^/]+/)*");
      } else {
        expression.append(name(parts[i])).append(last ? "" : "/");
      }
    }
    return Pattern.compile(expression.toString(), Pattern.DOTALL).matcher(path).matches();
  }

  private static String name(String part) {
    StringBuilder expression = new StringBuilder();
    part.codePoints()
        .forEach(
            c ->
                expression.append(
                    switch (c) {
                      case '*' -> "[^/]*";
                      case '?' -> "[^/]";
                      default -> Pattern.quote(Character.toString(c));
                    }));
    return expression.toString();
  }
}
