package dev.bpnet.compiler.diagnostic;

import dev.bpnet.compiler.source.Span;
import java.util.Locale;

/** Diagnostics for machines. */
public final class JsonRenderer {
  private JsonRenderer() {}

  /**
   * One JSON object on one line, without a line end: {@code file}, {@code line}, {@code column},
   * {@code endLine}, {@code endColumn} (from 1, in code points, the end exclusive), {@code
   * severity} ({@code error} or {@code warning}), {@code code}, {@code message}, and {@code hint}
   * where there is one. All but ASCII is escaped, so no encoding can spoil it.
   */
  public static String render(Diagnostic diagnostic) {
    Span span = diagnostic.span();
    StringBuilder json = new StringBuilder("{");
    json.append("\"file\":").append(quoted(span.file().path()));
    json.append(",\"line\":").append(span.line());
    json.append(",\"column\":").append(span.column());
    json.append(",\"endLine\":").append(span.file().line(span.end()));
    json.append(",\"endColumn\":").append(span.file().column(span.end()));
    String severity = diagnostic.severity().name().toLowerCase(Locale.ROOT);
    json.append(",\"severity\":").append(quoted(severity));
    json.append(",\"code\":").append(quoted(diagnostic.code().id()));
    json.append(",\"message\":").append(quoted(diagnostic.message()));
    diagnostic.hint().ifPresent(hint -> json.append(",\"hint\":").append(quoted(hint)));
    return json.append('}').toString();
  }

  private static String quoted(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c >= ' ' && c < 0x7F) {
            quoted.append(c);
          } else {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
