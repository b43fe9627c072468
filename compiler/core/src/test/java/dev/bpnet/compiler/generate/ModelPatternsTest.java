package dev.bpnet.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelPatternsTest {
  @ParameterizedTest
  @CsvSource({
    "**/*.bpnet, a.bpnet, true",
    "**/*.bpnet, a/b/c.bpnet, true",
    "**/*.bpnet, a/b/c.txt, false",
    "*.bpnet, a.bpnet, true",
    "*.bpnet, a/b.bpnet, false",
    "a/**, a/b/c.bpnet, true",
    "a/, a/b/c.bpnet, true",
    "a/**, ab/c.bpnet, false",
    "**/b/*.bpnet, b/c.bpnet, true",
    "**/b/*.bpnet, a/b/c.bpnet, true",
    "**/b/*.bpnet, a/b/c/d.bpnet, false",
    "a/**/d.bpnet, a/d.bpnet, true",
    "a\\*.bpnet, a/d.bpnet, true",
    "?.bpnet, ab.bpnet, false",
    "a.bpnet, aXbpnet, false",
    "[a].bpnet, a.bpnet, false",
  })
  void namesAreMatched(String pattern, String path, boolean fits) {
    assertThat(new ModelPatterns(List.of(pattern), List.of()).fit(path)).isEqualTo(fits);
  }

  @Test
  void whatIsExcludedIsNotMeant() {
    ModelPatterns patterns = new ModelPatterns(List.of(), List.of("**/old/**", "x.bpnet"));

    assertThat(patterns.fit("a.bpnet")).isTrue();
    assertThat(patterns.fit("x.bpnet")).isFalse();
    assertThat(patterns.fit("a/old/b.bpnet")).isFalse();
  }
}
