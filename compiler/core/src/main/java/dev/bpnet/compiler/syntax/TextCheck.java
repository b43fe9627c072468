package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/**
 * Refuses characters that make a text look different from what it is, in comments too: controls,
 * line separators that only some editors show as such, and text direction (the "Trojan Source"
 * attack).
 */
final class TextCheck {
  private TextCheck() {}

  /**
   * Reports each such character once per file, where it stands first; says whether there was none.
   */
  static boolean check(SourceFile file, Diagnostics sink) {
    String text = file.text();
    Set<Character> seen = new HashSet<>();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= ' ' && c < 0x7F || c == '\n' || c == '\t') {
        continue;
      }
      Span span = new Span(file, i, i + 1);
      if (isControl(text, i) && seen.add(c)) {
        sink.report(Code.CONTROL_CHARACTER, span, name(c));
      } else if (isDirection(c) && seen.add(c)) {
        sink.report(Code.DIRECTION_CHARACTER, span, name(c));
      }
    }
    return seen.isEmpty();
  }

  /** Whether {@link #check} refuses a text of one character. */
  static boolean isRefused(String character) {
    return isControl(character, 0) || isDirection(character.charAt(0));
  }

  private static boolean isControl(String text, int i) {
    char c = text.charAt(i);
    if (c == '\r') {
      return i + 1 == text.length() || text.charAt(i + 1) != '\n';
    }
    boolean lone =
        Character.isHighSurrogate(c)
                && (i + 1 == text.length() || !Character.isLowSurrogate(text.charAt(i + 1)))
            || Character.isLowSurrogate(c)
                && (i == 0 || !Character.isHighSurrogate(text.charAt(i - 1)));
    return Character.isISOControl(c) || c == 0x2028 || c == 0x2029 || lone;
  }

  private static boolean isDirection(char c) {
    return c >= 0x202A && c <= 0x202E
        || c >= 0x2066 && c <= 0x2069
        || c == 0x200E
        || c == 0x200F
        || c == 0x061C;
  }

  private static String name(char c) {
    return String.format(Locale.ROOT, "U+%04X", (int) c);
  }
}
