package dev.bpnet.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says to copy is what the project in {@code src/it} consists of, and works. */
class ReadmeTest {
  private static final Path PROJECT = Path.of("src/it/inline");

  @Test
  void theJavaIsThatOfTheProject() throws IOException {
    assertThat(fence("java"))
        .isEqualTo(Files.readString(PROJECT.resolve("src/main/java/com/acme/Gate.java")));
  }

  @Test
  void theLinesForMavenAreThoseOfTheProject() throws IOException {
    String pom = Files.readString(PROJECT.resolve("pom.xml"));
    assertThat(fence("xml").lines()).allSatisfy(line -> assertThat(pom.lines()).contains(line));
  }

  private static String fence(String language) throws IOException {
    String readme = Files.readString(Path.of("../../README.md"));
    String section = readme.substring(readme.indexOf("\n## In a Java file\n"));
    Matcher fence =
        Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(section);
    assertThat(fence.find()).isTrue();
    return fence.group(1);
  }
}
