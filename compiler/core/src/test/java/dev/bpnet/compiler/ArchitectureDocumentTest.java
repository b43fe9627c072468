package dev.bpnet.compiler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What ARCHITECTURE.md quotes is what the compiler says, and the files it names are there. */
class ArchitectureDocumentTest {
  private static final Pattern FENCE =
      Pattern.compile("^```([a-z]+)\\R(.*?)^```$", Pattern.MULTILINE | Pattern.DOTALL);
  private static final Pattern CLASS =
      Pattern.compile("`((?:lower\\.)?[a-z]+)\\.([A-Z][A-Za-z]+)`");

  private static String document() throws IOException {
    return Files.readString(Path.of("ARCHITECTURE.md"));
  }

  @Test
  void everyQuotationIsTrue() throws IOException {
    GoldenCase xor = new GoldenCase(GoldenCase.CORPUS.resolve("xor"));
    CompiledNetwork network = xor.compile(CompilerOptions.DEFAULTS);
    Map<String, String> texts = new HashMap<>(network.dumps());
    texts.put("bpnet", xor.source().text());
    texts.put("java", network.sources().get(network.className()));
    Set<String> quoted = new HashSet<>();
    Matcher fences = FENCE.matcher(document());
    while (fences.find()) {
      quoted.add(fences.group(1));
      assertThat(texts.get(fences.group(1))).as(fences.group(1)).contains(fences.group(2));
    }
    assertThat(quoted).isEqualTo(texts.keySet());
  }

  @Test
  void everyClassThatItNamesExists() throws IOException {
    Set<String> named = new HashSet<>();
    Matcher classes = CLASS.matcher(document());
    while (classes.find()) {
      named.add(classes.group());
      Path file =
          Path.of(
              "src/main/java/dev/bpnet/compiler",
              classes.group(1).replace('.', '/'),
              classes.group(2) + ".java");
      assertThat(file).isRegularFile();
    }
    assertThat(named).hasSizeGreaterThan(10);
  }
}
