package dev.bpnet.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
  private final Diagnostics sink = new Diagnostics();

  private Expression value(String expression) {
    CompilationUnit unit =
        SourceParser.parse(new SourceFile("m.bpnet", "const a = " + expression), sink);
    return ((Declaration.Constant) unit.declarations().get(0)).value();
  }

  /** Open, close and infix forms of nesting, one level each. */
  @ParameterizedTest
  @CsvSource({
    "(, )",
    "-, ''",
    "!, ''",
    "f(, )",
    "'f(a, b = ', )",
    "'[', ']'",
    "a[, ']'",
    "'a ^ ', ''",
    "'a ? b : ', ''",
    "'a ? ', ' : b'",
    "'a[0..', ']'"
  })
  void nestsFiveHundredLevels(String open, String close) {
    value(open.repeat(500) + "x" + close.repeat(500));
    assertThat(sink.all()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "501, (, )",
    "10000, (, )",
    "501, -, ''",
    "10000, -, ''",
    "1000, f(, )",
    "501, 'a ^ ', ''",
    "250, '-f(a[', '])'",
    "501, 'a ? b : ', ''",
    "501, 'a ? ', ' : b'"
  })
  void refusesToNestDeeperWithOneReport(int levels, String open, String close) {
    SourceParser.parse(
        new SourceFile("m.bpnet", "const a = " + open.repeat(levels) + "x" + close.repeat(levels)),
        sink);
    assertThat(sink.all()).extracting(Diagnostic::code).containsExactly(Code.NESTED_TOO_DEEPLY);
  }

  @Test
  void needsNoStackOfItsCaller() throws InterruptedException {
    StringBuilder printed = new StringBuilder();
    String calls = "f(".repeat(500) + "x" + ")".repeat(500);
    Runnable task = () -> printed.append(TreePrinter.print(value(calls)));
    Thread caller = new Thread(null, task, "small", 128 << 10);
    caller.start();
    caller.join();
    assertThat(sink.all()).isEmpty();
    assertThat(printed.toString()).isEqualTo(calls);
  }

  @Test
  void readsAChainOfAnyLengthAsOneNode() {
    Expression sum = value("x + ".repeat(99_999) + "x");
    assertThat(sink.all()).isEmpty();
    assertThat(((Expression.Binary) sum).operands()).hasSize(100_000);
  }

  @Test
  void readsAPipeOfAnyLengthAsOneNode() {
    Expression pipe = value("x" + " |> f(1)".repeat(20_000));
    assertThat(((Expression.Pipe) pipe).stages()).hasSize(20_000);
  }

  @Test
  void givesUpAfterAThousandErrors() {
    SourceParser.parse(
        new SourceFile("m.bpnet", "network A {\n" + "  a = )\n".repeat(2_000) + "}\n"), sink);
    assertThat(sink.all()).hasSize(1_001);
    assertThat(sink.all().get(1_000).message())
        .isEqualTo("more than 1000 errors; the rest of the file was not read");
    assertThat(sink.all().get(1_000).code()).isEqualTo(Code.TOO_MANY_ERRORS);
  }

  @Test
  void keepsLargeWholeNumbersExactOrRefusesThem() {
    assertThat(value("9007199254740991")).matches(e -> ((Expression.NumberLiteral) e).integral());
    assertThat(value("2147483648")).matches(e -> ((Expression.NumberLiteral) e).integral());
    assertThat(value("9007199254740992.0"))
        .matches(e -> !((Expression.NumberLiteral) e).integral());
    assertThat(value("1e3")).matches(e -> !((Expression.NumberLiteral) e).integral());
    assertThat(sink.all()).isEmpty();
    assertThat(value("9007199254740992")).isInstanceOf(Expression.Broken.class);
    assertThat(sink.all()).extracting(d -> d.code()).containsExactly(Code.INTEGER_OVERFLOW);
  }
}
