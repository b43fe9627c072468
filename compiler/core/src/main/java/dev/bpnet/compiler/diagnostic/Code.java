package dev.bpnet.compiler.diagnostic;

import java.util.List;

/**
 * Every message, with a stable number: BP01xx text and syntax, BP02xx names and declarations, BP03xx
 * values and shapes, BP04xx networks and training, BP05xx files and imports, BP06xx limits. Numbers are
 * never reused.
 */
public enum Code {
  UNEXPECTED_TOKEN("BP0101", Severity.ERROR, "unexpected %s, expected %s");

  private final String id;
  private final Severity severity;
  private final String template;

  Code(String id, Severity severity, String template) {
    this.id = id;
    this.severity = severity;
    this.template = template;
  }

  /** Such as {@code BP0101}. */
  public String id() {
    return id;
  }

  public Severity severity() {
    return severity;
  }

  String format(List<Object> arguments) {
    return String.format(java.util.Locale.ROOT, template, arguments.toArray());
  }
}
