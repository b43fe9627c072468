package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceParser;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nothing is said of an uncalled body that some arguments would make right. */
class UncalledFunctionsTest {
  private static List<Diagnostic> check(String text) {
    Diagnostics sink = new Diagnostics();
    Checker.check(
        SourceParser.parse(new SourceFile("m.bpnet", text), sink), CheckOptions.DEFAULTS, sink);
    return sink.all();
  }

  @Test
  void whatDependsOnArgumentsIsNotJudged() {
    assertThat(
            check(
                """
                fn apply(f, x, axis = 1) = f(x) + sum(x, axis = axis) + x[2] + reshape(x, [7])
                fn chosen(x, n = 3) {
                    if n > 2 { return x |> apply(relu, axis = n) } else { return zeros([n]) }
                }
                fn mixed(x) = training ? batch_mean(x) + random_uniform([dim(x, 0)]) : x
                fn picked(rows, k) = rows[k] + one_hot(k) + argmax(rows)
                layer deep(x, n, init = he_normal, activation = tanh) {
                    param w[n, dim(x, 0)] = init
                    param v[n]
                    state s[n] = zeros()
                    update s = batch_mean(w @ x)
                    h = w @ x + v
                    for t in 0..n { h = h * x[t] }
                    ys = for t in 0..dim(x, 0) { yield x[t] * t }
                    repeat i in 0..n { h = h |> dense(n + i, init = init) |> activation }
                    return h + sum(ys) - s
                }
                """))
        .isEmpty();
  }

  @Test
  void bodiesThatMultiplyEndInTime() {
    StringBuilder text = new StringBuilder("fn f0(x) = x\n");
    for (int i = 1; i <= 400; i++) {
      text.append("fn f%d(x) = f%d(x) + f%d(x)\n".formatted(i, i - 1, i - 1));
    }
    assertThat(check(text.toString())).isEmpty();
  }
}
