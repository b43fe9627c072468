package dev.bpnet.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.DiagnosticRenderer;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.diagnostic.JsonRenderer;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Whatever the bytes: no exception, and either a clean tree or a diagnostic with a place inside the
 * file. {@code -Dbpnet.fuzz=N} multiplies the number of rounds.
 */
class GarbageTest {
  private static final int ROUNDS = 200 * Integer.getInteger("bpnet.fuzz", 1);

  private static final String VALID =
      """
      package a.b
      import "x.bpnet"
      const K = 8 * .5e1 // half
      /** doc */
      fn f(z, β = 1.0) = z > 0 ? z ^ -β : [z, 2][1]
      layer l(x, n) { param W[n, 3] = he_normal(); return W @ x[0..n, .., 1] }
      network N(hidden = 32) {
          input x[K]  target k: class(10)
          frozen param c; state m[8] = zeros()  update m = 0.9 * m
          ys = for t in 0..4 { h = x |> f |> l(3); yield -h }
          repeat i in 0..2 { if i == 0 && !training { a = 1 } else if true { a = 2 } else { a = 3 } }
          output y = ys  loss sum((y - k)^2) || x != y  metric e = f(y, β = 2)
          train { optimizer = adam(rate = 1e-3)  batch = 4 }
      }
      """;

  private static final List<String> PIECES =
      List.of(
          "network",
          "{",
          "}",
          "(",
          ")",
          "[",
          "]",
          "a",
          "=",
          "1",
          ",",
          "+",
          "-",
          "^",
          "for",
          "in",
          "..",
          "input",
          "x",
          "loss",
          "train",
          "|>",
          "?",
          ":",
          "if",
          "else",
          ";",
          "repeat",
          "fn",
          "const",
          "A",
          "\n",
          "\"",
          "/*",
          "*/",
          "/**",
          "//",
          "import",
          "package",
          ".",
          "yield",
          "return",
          "frozen",
          "param",
          "0x",
          "λ",
          "😀",
          "\u0000",
          "\u202E",
          "é",
          "training",
          "1e999");

  @Test
  void survivesRandomTokens() {
    Random random = new Random(7);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder();
      for (int i = random.nextInt(200); i > 0; i--) {
        text.append(PIECES.get(random.nextInt(PIECES.size())));
        text.append(random.nextInt(4) == 0 ? "" : " ");
      }
      check(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void survivesRandomBytes() {
    Random random = new Random(8);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
      check(bytes);
    }
  }

  @Test
  void survivesTruncationAtEveryByte() {
    byte[] whole = VALID.getBytes(StandardCharsets.UTF_8);
    assertThat(check(whole)).isEmpty();
    for (int length = 0; length < whole.length; length++) {
      check(java.util.Arrays.copyOf(whole, length));
    }
  }

  @Test
  void survivesMutations() {
    Random random = new Random(9);
    for (int round = 0; round < ROUNDS; round++) {
      StringBuilder text = new StringBuilder(VALID);
      for (int i = 1 + random.nextInt(6); i > 0; i--) {
        int place = random.nextInt(text.length());
        String piece = PIECES.get(random.nextInt(PIECES.size()));
        switch (random.nextInt(3)) {
          case 0 -> text.deleteCharAt(place);
          case 1 -> text.insert(place, piece);
          default -> text.replace(place, Math.min(text.length(), place + 8), piece);
        }
      }
      check(text.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  /** A missing token costs at most a few reports, wherever it is missing. */
  @Test
  void reportsOneMistakeFewTimes() {
    int total = 0;
    int broken = 0;
    String[] tokens = VALID.split("(?<=\\s)|(?=[(){}\\[\\],;])|(?<=[(){}\\[\\],;])");
    for (int skipped = 0; skipped < tokens.length; skipped++) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < tokens.length; i++) {
        text.append(i == skipped && !tokens[i].isBlank() ? "" : tokens[i]);
      }
      int reports = check(text.toString().getBytes(StandardCharsets.UTF_8)).size();
      assertThat(reports).as(text.toString()).isLessThanOrEqualTo(3);
      total += reports;
      broken += reports > 0 ? 1 : 0;
    }
    assertThat(broken).isGreaterThan(50);
    assertThat(total).isLessThan(broken * 13 / 10);
  }

  private static List<Diagnostic> check(byte[] bytes) {
    Diagnostics sink = new Diagnostics();
    Optional<SourceFile> file = SourceReader.read("m.bpnet", bytes, sink);
    file.map(f -> SourceParser.parse(f, sink))
        .ifPresent(unit -> assertThat(TreePrinter.print(unit)).isNotNull());
    assertThat(file.isPresent() || sink.hasErrors()).isTrue();
    for (Diagnostic diagnostic : sink.all()) {
      Span span = diagnostic.span();
      assertThat(span.end()).isLessThanOrEqualTo(span.file().text().length());
      assertThat(DiagnosticRenderer.plain().render(diagnostic)).contains(diagnostic.code().id());
      assertThat(JsonRenderer.render(diagnostic)).isPrintable();
    }
    return sink.all();
  }
}
