package dev.bpnet.compiler.diagnostic;

import java.util.List;
import java.util.Locale;

/**
 * Every message, with a stable number: BP01xx text and syntax, BP02xx names and declarations,
 * BP03xx values and shapes, BP04xx networks and training, BP05xx files and imports, BP06xx limits.
 * Numbers are never reused.
 */
public enum Code {
  // ---- BP01xx: text and syntax
  UNEXPECTED_TOKEN("BP0101", Severity.ERROR, "unexpected %s, expected %s"),
  UNEXPECTED_CHARACTER("BP0102", Severity.ERROR, "unexpected character %s"),
  MALFORMED_NUMBER("BP0103", Severity.ERROR, "'%s' is not a number"),
  NUMBER_OUT_OF_RANGE("BP0104", Severity.ERROR, "the number %s is %s for a double"),
  KEYWORD_AS_NAME("BP0105", Severity.ERROR, "'%s' is a keyword and cannot be a name"),
  UNCLOSED_COMMENT("BP0106", Severity.ERROR, "this comment is never closed"),
  UNCLOSED_BRACE("BP0107", Severity.ERROR, "this '{' is never closed"),
  UNCLOSED_TEXT("BP0108", Severity.ERROR, "the closing '\"' is missing"),
  MALFORMED_UTF8("BP0109", Severity.ERROR, "not UTF-8: the byte 0x%02X cannot stand here"),
  OTHER_ENCODING("BP0110", Severity.ERROR, "the file is encoded as %s; it must be UTF-8"),
  CONTROL_CHARACTER("BP0111", Severity.ERROR, "the control character %s may not stand in a source"),
  DIRECTION_CHARACTER(
      "BP0112",
      Severity.ERROR,
      "the text direction character %s may not stand in a source: it would read differently from what"
          + " it says"),
  NOTHING_DECLARED(
      "BP0113", Severity.ERROR, "a file must declare something: a const, fn, layer or network"),
  MISPLACED_CLAUSE("BP0114", Severity.ERROR, "%s"),

  // ---- BP06xx: limits
  NESTED_TOO_DEEPLY("BP0601", Severity.ERROR, "nested more than %s levels deep"),
  TOO_MANY_ERRORS(
      "BP0602", Severity.ERROR, "more than %s errors; the rest of the file was not read"),
  FILE_TOO_LARGE("BP0603", Severity.ERROR, "the file has more than %s bytes"),
  ;

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
    return String.format(Locale.ROOT, template, arguments.toArray());
  }
}
