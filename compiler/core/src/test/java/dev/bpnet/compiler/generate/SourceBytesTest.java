package dev.bpnet.compiler.generate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class SourceBytesTest {
  @Test
  void whatAnEncodingLacksIsEscaped() {
    String text = "float \u00e9, \u03bb; // \ud83d\ude00";

    assertThat(SourceBytes.of(text, StandardCharsets.UTF_8))
        .isEqualTo(text.getBytes(StandardCharsets.UTF_8));
    assertThat(SourceBytes.of(text, StandardCharsets.US_ASCII))
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("float \\u00e9, \\u03bb; // \\ud83d\\ude00");
    assertThat(SourceBytes.of(text, StandardCharsets.ISO_8859_1))
        .asString(StandardCharsets.ISO_8859_1)
        .isEqualTo("float \u00e9, \\u03bb; // \\ud83d\\ude00");
  }
}
