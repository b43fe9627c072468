package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * What the phases make of models, text by text. With {@code -Dbpnet.update=true} the expected texts
 * are rewritten, and the tests fail all the same, so that nobody forgets to read what changed.
 */
class GoldenCorpusTest {
  private static final boolean UPDATE = Boolean.getBoolean("bpnet.update");

  @TestFactory
  Stream<DynamicTest> everyStageIsAsExpected() {
    return GoldenCase.all().stream()
        .map(golden -> DynamicTest.dynamicTest(golden.name(), () -> run(golden)));
  }

  @Test
  void holdsNothingButCases() throws IOException {
    try (Stream<Path> entries = Files.list(GoldenCase.CORPUS)) {
      assertThat(entries).hasSizeGreaterThanOrEqualTo(8).allMatch(Files::isDirectory);
    }
  }

  private static void run(GoldenCase golden) throws IOException {
    Map<String, String> actual = golden.actual();
    if (UPDATE) {
      for (Map.Entry<String, String> file : actual.entrySet()) {
        Files.writeString(golden.folder().resolve(file.getKey()), file.getValue());
      }
      fail("rewritten; read it, then run without -Dbpnet.update");
    }
    Set<String> expected = new HashSet<>(actual.keySet());
    expected.add("model.bpnet");
    try (Stream<Path> files = Files.walk(golden.folder())) {
      assertThat(files.filter(Files::isRegularFile).map(golden.folder()::relativize))
          .as("the files of the case, none left over")
          .extracting(Path::toString)
          .containsExactlyInAnyOrderElementsOf(expected);
    }
    actual.forEach((file, text) -> assertThat(text).as(file).isEqualTo(golden.read(file)));
  }
}
