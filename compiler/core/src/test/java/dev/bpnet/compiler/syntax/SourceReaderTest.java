package dev.bpnet.compiler.syntax;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SourceReaderTest {
  private final Diagnostics sink = new Diagnostics();

  private Optional<SourceFile> read(byte[] bytes) {
    return SourceReader.read("m.bpnet", bytes, sink);
  }

  @Test
  void dropsTheByteOrderMark() {
    byte[] bytes = "\uFEFFλ😀".getBytes(StandardCharsets.UTF_8);
    assertThat(read(bytes)).contains(new SourceFile("m.bpnet", "λ😀"));
  }

  @Test
  void readsAnEmptyFile() {
    assertThat(read(new byte[0])).contains(new SourceFile("m.bpnet", ""));
  }

  @Test
  void refusesWhatNobodyWrote() {
    assertThat(read(new byte[SourceReader.LARGEST + 1])).isEmpty();
    assertThat(sink.all()).extracting(Diagnostic::code).containsExactly(Code.FILE_TOO_LARGE);
    assertThat(sink.all().get(0).message()).isEqualTo("the file has more than 16777216 bytes");
  }

  @Test
  void refusesACharacterThatTheEndCutsInTwo() {
    assertThat(read(new byte[] {'a', '\n', (byte) 0xF0, (byte) 0x9F})).isEmpty();
    Diagnostic diagnostic = sink.all().get(0);
    assertThat(diagnostic.code()).isEqualTo(Code.MALFORMED_UTF8);
    assertThat(diagnostic.span().line()).isEqualTo(2);
    assertThat(diagnostic.span().column()).isEqualTo(1);
  }

  @Test
  void refusesEncodedSurrogates() {
    assertThat(read(new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80})).isEmpty();
    assertThat(sink.all()).extracting(Diagnostic::code).containsExactly(Code.MALFORMED_UTF8);
  }
}
