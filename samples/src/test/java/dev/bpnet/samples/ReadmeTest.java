package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.memory.NetworkLoader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the README shows is there and works. */
class ReadmeTest {
  private static final Path README = Path.of("..", "README.md");

  @TempDir private Path folder;

  @Test
  void theModelIsTheSample() throws IOException {
    assertThat(Files.readString(README)).contains(Files.readString(Path.of("xor/xor.bpnet")));
  }

  @Test
  void linksLeadSomewhere() throws IOException {
    Matcher link = Pattern.compile("]\\(([^)]+)\\)").matcher(Files.readString(README));
    int links = 0;
    while (link.find()) {
      assertThat(Path.of("..", link.group(1))).exists();
      links++;
    }
    assertThat(links).isPositive();
  }

  @Test
  void theProgramTrainsPredictsAndSaves() throws Exception {
    String program = program();
    Path weights = folder.resolve("xor.safetensors");
    CompiledNetwork xor =
        Sample.compile("xor/xor.bpnet", "Xor", CompilerOptions.DEFAULTS.withPackage("com.acme"));
    Map<String, String> sources = new LinkedHashMap<>(xor.sources());
    sources.put(
        "LearnXor", program.replace("xor.safetensors", weights.toString().replace('\\', '/')));

    String output = run(new NetworkLoader().compile(sources, "-Xlint:all", "-Werror"));

    Matcher prediction = Pattern.compile("0 xor 1 is ([0-9.E-]+)").matcher(output);
    assertThat(prediction.find()).as(output).isTrue();
    assertThat(Double.parseDouble(prediction.group(1))).isGreaterThan(0.9);
    assertThat(weights).exists();
  }

  private static String program() throws IOException {
    Matcher block =
        Pattern.compile("```java\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
    assertThat(block.find()).isTrue();
    return block.group(1);
  }

  private static String run(Map<String, byte[]> classFiles) throws Exception {
    ClassLoader loader =
        new ClassLoader(ReadmeTest.class.getClassLoader()) {
          @Override
          protected Class<?> findClass(String name) throws ClassNotFoundException {
            byte[] bytes = classFiles.get(name);
            if (bytes == null) {
              throw new ClassNotFoundException(name);
            }
            return defineClass(name, bytes, 0, bytes.length);
          }
        };
    return Captured.output(
        () ->
            loader
                .loadClass("LearnXor")
                .getMethod("main", String[].class)
                .invoke(null, (Object) new String[0]));
  }
}
