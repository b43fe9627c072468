package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.CompilerOptions.Target;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.source.SourceFile;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What vector code calls, its static initialiser has called before, and nothing else. */
class FirstUsesTest {
  private static final Pattern OPERATION =
      Pattern.compile(
          "(?<!Math)[.](add|sub|mul|div|neg|fma|abs|sqrt|max|min|and|or)[(]|VectorOperators[.](LSHL|ASHR)\\b");

  static Stream<Arguments> networks() {
    return Stream.of(
            Named.of("softmax", LargeModels.classifier(64, 512, 10)),
            Named.of("a root and a minimum", network("tanh", "sum(sqrt(1 + min(y - t, 2) ^ 2))")),
            Named.of("an error function", network("erf", "sum(abs(y - t))")))
        .map(Arguments::of);
  }

  private static SourceFile network(String activation, String loss) {
    return new SourceFile(
        "small.bpnet",
        """
        network Small {
            input  x[6]
            target t[5]
            h = x |> dense(24) |> %s
            output y = h |> dense(5)
            loss   %s
        }
        """
            .formatted(activation, loss));
  }

  @ParameterizedTest
  @MethodSource("networks")
  void everyOperationIsLookedUpWhenTheClassIsInitialised(SourceFile source) {
    check(source, CompilerOptions.DEFAULTS.withTarget(Target.VECTOR));
    check(
        source, CompilerOptions.DEFAULTS.withTarget(Target.VECTOR).withPrecision(Precision.DOUBLE));
  }

  private static void check(SourceFile source, CompilerOptions options) {
    CompiledNetwork network = GoldenCase.compile(source, options);
    String vectors = network.sources().get(network.className() + "Vector");
    int begin = vectors.indexOf("  static {");
    int end = vectors.indexOf("\n  }\n", begin);
    assertThat(begin).as(vectors).isPositive();
    assertThat(operations(vectors.substring(begin, end)))
        .isNotEmpty()
        .isEqualTo(operations(vectors.substring(end)));
  }

  private static Set<String> operations(String code) {
    Set<String> found = new TreeSet<>();
    Matcher matcher = OPERATION.matcher(code);
    while (matcher.find()) {
      found.add(matcher.group());
    }
    return found;
  }
}
