package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.source.SourceFile;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Arrays that no line of the source asks for, and that would be too long for Java. */
class TooLargeTest {
  private static List<Diagnostic> diagnose(String text) {
    return new Compiler(CompilerOptions.DEFAULTS)
        .compile(new SourceFile("model.bpnet", text))
        .diagnostics();
  }

  @Test
  void refusesToKeepACarriedValueOfTooManySteps() {
    List<Diagnostic> diagnostics =
        diagnose(
            """
            network B {
                input x[65536]
                param w[65536]
                h = x
                for i in 0..65536 { h = tanh(h * w) }
                output y = h
                loss sum(y)
            }
            """);
    assertThat(diagnostics).hasSize(1);
    assertThat(diagnostics.get(0).code()).isEqualTo(Code.TENSOR_TOO_LARGE);
    assertThat(diagnostics.get(0).message())
        .isEqualTo("[65536, 65536] has more than 2147483632 elements");
    assertThat(diagnostics.get(0).span().line()).isEqualTo(5);
    assertThat(diagnostics.get(0).hint().orElseThrow()).contains("every step");
  }

  @Test
  void refusesToKeepAnInnerValueOfTooManySteps() {
    List<Diagnostic> diagnostics =
        diagnose(
            """
            network B {
                input x[50000]
                param w
                s = 0
                for i in 0..50000 {
                    a = exp(x * s)
                    s = s * w + sum(a * a)
                }
                output y = s
                loss y
            }
            """);
    assertThat(diagnostics).extracting(Diagnostic::code).containsExactly(Code.TENSOR_TOO_LARGE);
    assertThat(diagnostics.get(0).span().line()).isEqualTo(6);
  }

  @Test
  void acceptsTheSameLoopWhereNothingOfItIsKept() {
    assertThat(
            diagnose(
                """
                network B {
                    input x[65536]
                    param w[2]
                    h = x
                    for i in 0..65536 { h = tanh(h) }
                    output y = h
                    loss sum(w^2)
                }
                """))
        .isEmpty();
  }
}
