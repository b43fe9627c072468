package dev.bpnet.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import org.junit.jupiter.api.Test;

class RenderingTest {
  private static Diagnostic at(String text, String marked) {
    int start = text.indexOf(marked);
    Diagnostics sink = new Diagnostics();
    Span span = new Span(new SourceFile("a\"b\\.bpnet", text), start, start + marked.length());
    sink.reportWithHint("é", Code.KEYWORD_AS_NAME, span, "\u001B\n\t\"");
    return sink.all().get(0);
  }

  @Test
  void underlinesSeveralLinesToTheEndOfTheFirst() {
    String[] lines = DiagnosticRenderer.plain().render(at("a\n  bc d\ne", "bc d\ne")).split("\n");
    assertThat(lines[1]).isEqualTo("  bc d");
    assertThat(lines[2]).isEqualTo("  ^^^^");
  }

  @Test
  void showsAPlaceBetweenCharactersAsOneCaret() {
    Diagnostics sink = new Diagnostics();
    sink.report(Code.UNCLOSED_COMMENT, new Span(new SourceFile("f", "ab"), 2, 2));
    assertThat(DiagnosticRenderer.plain().render(sink.all().get(0)))
        .isEqualTo("f:1:3: error[BP0106]: this comment is never closed\nab\n  ^\n");
  }

  @Test
  void letsNothingReachTheTerminalThatCouldSteerIt() {
    String rendered = DiagnosticRenderer.plain().render(at("x \u001B[2J\u202E y", "y"));
    assertThat(rendered.chars())
        .allMatch(c -> c == '\n' || c == '\t' || !Character.isISOControl(c));
    assertThat(rendered).doesNotContain("\u202E");
  }

  @Test
  void colorsOnlyWhenAsked() {
    Diagnostic diagnostic = at("x", "x");
    assertThat(DiagnosticRenderer.plain().render(diagnostic)).doesNotContain("\u001B");
    String colored = DiagnosticRenderer.colored().render(diagnostic);
    assertThat(colored).contains("\u001B[1;31merror[BP0105]:\u001B[0m");
    assertThat(colored.replaceAll("\u001B\\[[0-9;]*m", ""))
        .isEqualTo(DiagnosticRenderer.plain().render(diagnostic));
  }

  @Test
  void escapesJson() {
    assertThat(JsonRenderer.render(at("\n λ😀x", "x")))
        .isEqualTo(
            "{\"file\":\"a\\\"b\\\\.bpnet\",\"line\":2,\"column\":4,\"endLine\":2,\"endColumn\":5,"
                + "\"severity\":\"error\",\"code\":\"BP0105\","
                + "\"message\":\"'\\u001b\\n\\t\\\"' is a keyword and cannot be a name\","
                + "\"hint\":\"\\u00e9\"}");
  }

  @Test
  void countsColumnsInCodePoints() {
    SourceFile file = new SourceFile("f", "😀😀x\r\ny");
    assertThat(file.column(4)).isEqualTo(3);
    assertThat(file.lineText(1)).isEqualTo("😀😀x");
    assertThat(file.line(7)).isEqualTo(2);
    assertThat(file.column(7)).isEqualTo(1);
  }
}
