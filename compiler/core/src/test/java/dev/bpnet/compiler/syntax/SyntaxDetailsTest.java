package dev.bpnet.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntaxDetailsTest {
  private static CompilationUnit parse(String text) {
    Diagnostics sink = new Diagnostics();
    CompilationUnit unit = SourceParser.parse(new SourceFile("m.bpnet", text), sink);
    assertThat(sink.all()).as(text).isEmpty();
    return unit;
  }

  private static Expression value(String expression) {
    return ((Declaration.Constant) parse("const a = " + expression).declarations().get(0)).value();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '#',
      value = {
        "-x^2 # (- (x ^ 2))",
        "2^-x^y # (2 ^ (- (x ^ y)))",
        "-x * y # ((- x) * y)",
        "!a == b # ((! a) == b)",
        "a @ b * c / d # (a @ b * c / d)",
        "a + b * c - d # (a + (b * c) - d)",
        "a - (b - c) # (a - (b - c))",
        "a < b == c >= d # ((a < b) == (c >= d))",
        "a || b && c || d # (a || (b && c) || d)",
        "a ? b : c ? d : e # (a ? b : (c ? d : e))",
        "a ? b ? c : d : e # (a ? (b ? c : d) : e)",
        "x |> f + 1 |> g(2) # (x |> (f + 1) |> g(2))",
        "x[1..3] # x[1..3]",
        "x[1 ..3, .5] # x[1..3, .5]",
        "x[0..T][..] # x[0..T][..]",
        "f(a, b = c, d) # f(a, b = c, d)",
        "f()[1] # f()[1]",
        "[[1, 2], [3, 4]][0, 1] # [[1, 2], [3, 4]][0, 1]",
        "zeros([]) # zeros([])",
        "class + int + NaN + $L + _ # (class + int + NaN + $L + _)",
        "λ + δ1 + x̂ + 漢字 # (λ + δ1 + x̂ + 漢字)",
        "--x # (- (- x))",
        "training && true != false # (training && (true != false))",
      })
  void groupsExpressions(String written, String meant) {
    assertThat(TreePrinter.print(value(written))).isEqualTo(meant);
  }

  @ParameterizedTest
  @CsvSource({
    "12, 12, true",
    "0, 0, true",
    "007, 7, true",
    "12.0, 12, false",
    ".5, 0.5, false",
    "1e-3, 0.001, false",
    "2E+2, 200, false",
    "0e-400, 0, false",
    "4.9e-324, 4.9e-324, false",
    "2147483648, 2147483648, true"
  })
  void readsNumbers(String written, double value, boolean integral) {
    Expression.NumberLiteral number = (Expression.NumberLiteral) value(written);
    assertThat(number.value()).isEqualTo(value);
    assertThat(number.integral()).isEqualTo(integral);
  }

  @Test
  void takesLineEndsForBlanks() {
    String spread = "network A { h\n=\nf\n(x)\n[0]\n-\ny loss\n-h }";
    String dense = "network A { h = f(x)[0] - y; ; loss -h; };";
    assertThat(TreePrinter.print(parse(spread))).isEqualTo(TreePrinter.print(parse(dense)));
  }

  @Test
  void tellsTheEndOfAStatementWithoutAnySign() {
    assertThat(TreePrinter.print(parse("network A { a = b c = d output e output f = g loss h }")))
        .isEqualTo("network A()\n  a = b\n  c = d\n  output e\n  output f = g\n  loss h\n");
  }

  @Test
  void takesTheLastDocumentation() {
    CompilationUnit unit =
        parse(
            """
            // license
            /** one */
            /** two
             *  * three
             *
               four */
            // and a remark
            const a = 1 /** nobody's */
            /* plain */ const b = 2
            /**/ const c = 3
            network N {
                /** five */ output y = 1
                /** six */ loss y
            }
            """);
    assertThat(unit.declarations().get(0).documentation().orElseThrow().text())
        .isEqualTo("two\n* three\n\nfour");
    assertThat(unit.declarations().get(1).documentation().orElseThrow().text())
        .isEqualTo("nobody's");
    assertThat(unit.declarations().get(2).documentation()).isEmpty();
    List<Statement> body = ((Declaration.Network) unit.declarations().get(3)).body();
    assertThat(body.get(0).documentation().orElseThrow().text()).isEqualTo("five");
    assertThat(body.get(1).documentation()).isEmpty();
    assertThat(unit.comments()).hasSize(9);
    assertThat(unit.comments().get(0).text()).isEqualTo("// license");
  }

  @Test
  void placesSpansBehindCharactersOutsideTheBasicPlane() {
    Expression.Binary sum = (Expression.Binary) value("/* 😀😀 */ x + 𝛼");
    assertThat(sum.span().text()).isEqualTo("x + 𝛼");
    assertThat(sum.operators().get(0).span().text()).isEqualTo("+");
    assertThat(sum.operands().get(1).span().text()).isEqualTo("𝛼");
  }

  @Test
  void letsKeywordsBePartsOfPackages() {
    assertThat(TreePrinter.print(parse("package com.network.loss const a = 1")))
        .isEqualTo("package com.network.loss\nconst a = 1\n");
  }

  @Test
  void keepsWhatSurroundsAMistake() {
    Diagnostics sink = new Diagnostics();
    CompilationUnit unit =
        SourceParser.parse(
            new SourceFile(
                "m.bpnet",
                """
                fn broken(a b) = a
                network A(n = 1) {
                    input x[2
                    h = x |> |> tanh
                    for t in { g = h }
                    if n = 2 { k = 0x1 } else { l = 2 }
                    ys = for { yield g }
                    loss h
                }
                const c = )
                """),
            sink);
    assertThat(sink.all()).hasSize(8);
    assertThat(TreePrinter.print(unit))
        .isEqualTo(
            """
            broken broken
            network A(n = 1)
              broken x
              broken h
              for t in <broken>..<broken>
                g = h
              if <broken>
                k = <broken>
              else
                l = 2
              broken ys
              loss h
            broken c
            """);
  }
}
