package dev.bpnet.compiler.diagnostic;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** What a misspelt name may have meant. */
public final class Suggestions {
  /**
   * Comparing takes time in the product of both lengths; nobody mistypes longer names than this.
   */
  private static final int LONGEST = 100;

  private Suggestions() {}

  /**
   * The known name nearest to the one written, by insertions, deletions, replacements and swaps of
   * neighbours; case alone counts as next to nothing. Empty if more than about a third of the name
   * would have to change. Of several equally near, one of the same length, then the first in
   * alphabetical order.
   */
  public static Optional<String> closest(String name, Collection<String> known) {
    if (name.length() > LONGEST) {
      return Optional.empty();
    }
    int limit = Math.max(1, (name.length() + 1) / 3);
    return known.stream()
        .filter(candidate -> !candidate.equals(name))
        .filter(candidate -> Math.abs(candidate.length() - name.length()) <= limit)
        .filter(candidate -> similar(name, candidate, limit))
        .min(
            Comparator.<String>comparingInt(candidate -> distance(name, candidate))
                .thenComparingInt(candidate -> Math.abs(candidate.length() - name.length()))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** The hint of a message about an unknown name. */
  public static Optional<String> hint(String name, Collection<String> known) {
    return closest(name, known).map(candidate -> "did you mean '" + candidate + "'?");
  }

  private static boolean similar(String name, String candidate, int limit) {
    int distance = distance(name, candidate);
    return distance <= limit && distance < Math.max(name.length(), candidate.length());
  }

  /** Case is folded, so that a name differing by case alone has distance 0. */
  private static int distance(String name, String candidate) {
    int[] a = name.toLowerCase(Locale.ROOT).codePoints().toArray();
    int[] b = candidate.toLowerCase(Locale.ROOT).codePoints().toArray();
    int[][] cost = new int[a.length + 1][b.length + 1];
    for (int i = 0; i <= a.length; i++) {
      for (int j = 0; j <= b.length; j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int replaced = cost[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1);
        cost[i][j] = Math.min(replaced, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[a.length][b.length];
  }
}
