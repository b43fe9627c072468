package dev.bpnet.cli.data;

/** Counted nouns in messages. */
public final class Plural {
  private Plural() {}

  /** {@code 1 row}, {@code 2 rows}, {@code 2 classes}. */
  public static String of(long count, String noun) {
    if (count == 1) {
      return "1 " + noun;
    }
    return count + " " + noun + (noun.endsWith("s") ? "es" : "s");
  }
}
