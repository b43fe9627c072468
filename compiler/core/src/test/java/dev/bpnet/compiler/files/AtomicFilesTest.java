package dev.bpnet.compiler.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFilesTest {
  private static final Path NULL_DEVICE = Path.of("/dev/null");

  @TempDir private Path folder;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void makesTheFoldersThatFilesNeed() throws IOException {
    Path file = folder.resolve("a/b/file");

    AtomicFiles.write(Map.of(file, bytes("text")));

    assertThat(file).hasContent("text");
    assertThat(names(file.getParent())).containsExactly("file");
  }

  @Test
  void writesNothingIfOneOfTheFilesCannotBeWritten() throws IOException {
    Path kept = folder.resolve("kept");
    Files.writeString(kept, "old");
    Map<Path, byte[]> files = new LinkedHashMap<>();
    files.put(kept, bytes("new"));
    files.put(kept.resolve("below"), bytes("new"));

    assertThatThrownBy(() -> AtomicFiles.write(files))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("cannot write " + kept.resolve("below"));

    assertThat(kept).hasContent("old");
    assertThat(names(folder)).containsExactly("kept");
  }

  @Test
  void writesBehindALinkAndKeepsTheLink() throws IOException {
    Path real = folder.resolve("real/file");
    Files.createDirectories(real.getParent());
    Files.writeString(real, "old");
    Path link = link(folder.resolve("link"), real);

    AtomicFiles.write(Map.of(link, bytes("new")));

    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("new");
    assertThat(names(folder)).containsExactly("link", "real");
    assertThat(names(real.getParent())).containsExactly("file");
  }

  @Test
  void whatALinkToNothingStandsForIsMade() throws IOException {
    Path real = folder.resolve("not/yet");
    Path second = link(folder.resolve("second"), real);
    Path link = link(folder.resolve("link"), Path.of("second"));

    AtomicFiles.write(Map.of(link, bytes("new")));

    assertThat(link).isSymbolicLink();
    assertThat(second).isSymbolicLink();
    assertThat(real).isRegularFile().hasContent("new");
  }

  @Test
  void linksThatLeadToEachOtherAreRefused() throws IOException {
    Path link = link(folder.resolve("link"), Path.of("other"));
    link(folder.resolve("other"), Path.of("link"));

    assertThatThrownBy(() -> AtomicFiles.probe(link))
        .isInstanceOf(FileException.class)
        .hasMessageEndingWith("its links lead to each other");
  }

  @Test
  void writesToADeviceInsteadOfReplacingIt() {
    assumeTrue(Files.exists(NULL_DEVICE) && Files.isWritable(NULL_DEVICE));

    AtomicFiles.write(Map.of(NULL_DEVICE, bytes("text")));

    assertThat(Files.isRegularFile(NULL_DEVICE)).isFalse();
    assertThat(NULL_DEVICE).exists();
  }

  @Test
  void aProbeLeavesNothingAndFindsWhatCannotBeWritten() throws IOException {
    AtomicFiles.probe(folder.resolve("file"));

    assertThat(names(folder)).isEmpty();
    assertThatThrownBy(() -> AtomicFiles.probe(folder))
        .isInstanceOf(FileException.class)
        .hasMessageEndingWith("it is a directory");
    assertThatThrownBy(() -> AtomicFiles.probe(folder.resolve("no/file")))
        .isInstanceOf(FileException.class)
        .hasMessageContaining("there is no folder");
  }

  private static Path link(Path link, Path to) throws IOException {
    try {
      return Files.createSymbolicLink(link, to);
    } catch (UnsupportedOperationException e) {
      assumeTrue(false, "no links here");
      return link;
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
