package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.source.SourceFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FingerprintTest {
  private static final CompilerOptions PLAIN = CompilerOptions.DEFAULTS;

  private static String of(CompilerOptions options, String path, String text) {
    return new Fingerprint(options).add(new SourceFile(path, text)).text();
  }

  @Test
  void changesWithWhatIsComputedAndHow() {
    assertThat(of(PLAIN, "a.bpnet", "text")).hasSize(16).isEqualTo(of(PLAIN, "a.bpnet", "text"));
    assertThat(
            java.util.List.of(
                of(PLAIN, "a.bpnet", "text"),
                of(PLAIN, "a.bpnet", "other"),
                of(PLAIN.withSettings(Map.of("n", "3")), "a.bpnet", "text"),
                of(PLAIN.withPrecision(CompilerOptions.Precision.DOUBLE), "a.bpnet", "text"),
                of(PLAIN.withUnroll(7), "a.bpnet", "text")))
        .doesNotHaveDuplicates();
  }

  /** Weights that the command trained must suit the class that a build put into a package. */
  @Test
  void staysWhereTheClassIsMoved() {
    assertThat(of(PLAIN.withPackage("com.acme"), "x/b.bpnet", "text"))
        .isEqualTo(of(PLAIN, "a.bpnet", "text"));
  }
}
