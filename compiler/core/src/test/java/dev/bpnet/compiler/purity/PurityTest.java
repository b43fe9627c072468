package dev.bpnet.compiler.purity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.runtime.Network;
import dev.bpnet.training.Trainer;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications ship and what is emitted needs java.base alone, and looks nothing up. */
class PurityTest {
  @Test
  void theRuntimeIsPlainJava() throws Exception {
    arePlain(
        classesBeside(Network.class),
        Set.of("dev/bpnet/runtime", "dev/bpnet/runtime/data", "dev/bpnet/runtime/weights"));
  }

  @Test
  void theTrainingIsPlainJava() throws Exception {
    arePlain(
        classesBeside(Trainer.class),
        Set.of("dev/bpnet/runtime", "dev/bpnet/runtime/data", "dev/bpnet/training"));
  }

  private static void arePlain(Map<String, byte[]> classes, Set<String> own) {
    assertThat(classes).hasSizeGreaterThan(30);
    assertThat(new Purity(own).complaints(classes)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void emittedClassesArePlainJava(Precision precision) {
    CompilerOptions options = CompilerOptions.DEFAULTS.withPrecision(precision);
    List<GoldenCase> cases = GoldenCase.all();

    assertThat(cases).isNotEmpty();
    for (GoldenCase model : cases) {
      Map<String, byte[]> classes = new NetworkLoader().compile(model.compile(options).sources());
      String name = classes.keySet().iterator().next().replace('.', '/');
      Set<String> own =
          Set.of("dev/bpnet/runtime", name.substring(0, Math.max(0, name.lastIndexOf('/'))));
      assertThat(new Purity(own).complaints(classes)).as(model.name()).isEmpty();
    }
  }

  /** The scan can fail: each of these is found. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Object f = java.lang.Class.forName(\"A\")|java/lang/Class.forName",
        "Object f = A.class.getMethods()|java/lang/Class.getMethods",
        "Object f = A.class.getResource(\"a\")|java/lang/Class.getResource",
        "Object f = A.class.getClassLoader()|java/lang/Class.getClassLoader",
        "Object f = ClassLoader.getSystemResource(\"a\")|java/lang/ClassLoader.getSystemResource",
        "Object f = java.lang.reflect.Array.newInstance(A.class, 1)|java/lang/reflect/Array",
        "java.lang.reflect.Method f|java/lang/reflect/Method",
        "java.util.List<java.lang.reflect.Method[]> f|java/lang/reflect/Method",
        "Object f = java.lang.invoke.MethodHandles.lookup()|java/lang/invoke/MethodHandles.lookup",
        "java.lang.invoke.VarHandle f|java/lang/invoke/VarHandle",
        "Object f = java.util.ServiceLoader.load(A.class)|java/util/ServiceLoader.load",
        "Object f = java.util.ResourceBundle.getBundle(\"a\")|java/util/ResourceBundle.getBundle",
        "java.util.logging.Logger f|java/util/logging/Logger",
        "java.sql.Connection[] f|java/sql/Connection",
        "sun.misc.Unsafe f|sun/misc/Unsafe",
        "com.sun.management.OperatingSystemMXBean f|com/sun/management/OperatingSystemMXBean",
        "dev.bpnet.compiler.Compiler f|dev/bpnet/compiler/Compiler",
        "Object f = dev.bpnet.runtime.data.Split.class|dev/bpnet/runtime/data/Split",
      })
  void whatIsNotPlainIsFound(String field, String complaint) {
    String source = "package own; class A { Object make() throws Throwable {";
    String text =
        field.contains("=")
            ? source + field + "; return f; } }"
            : source + " return null; } " + field + "; }";
    Map<String, byte[]> classes = new NetworkLoader().compile(Map.of("own.A", text));

    assertThat(new Purity(Set.of("own", "dev/bpnet/runtime")).complaints(classes))
        .anySatisfy(found -> assertThat(found).startsWith("own.A: " + complaint));
  }

  @Test
  void lambdasRecordsAndTextsArePlain() {
    String text =
        "package own; record A(int a) { java.util.function.IntUnaryOperator f() {"
            + " assert a > 0 : getClass().getName(); return x -> (\"\" + x + a).length(); } }";

    assertThat(
            new Purity(Set.of("own"))
                .complaints(new NetworkLoader().compile(Map.of("own.A", text))))
        .isEmpty();
  }

  /** The class files that the tests run with, whether they lie in a folder or in a jar. */
  private static Map<String, byte[]> classesBeside(Class<?> type)
      throws IOException, URISyntaxException {
    Path place = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isDirectory(place)) {
      return below(place);
    }
    try (FileSystem jar = FileSystems.newFileSystem(place)) {
      return below(jar.getPath("/"));
    }
  }

  private static Map<String, byte[]> below(Path root) throws IOException {
    Map<String, byte[]> classes = new LinkedHashMap<>();
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".class")).toList()) {
        if (!file.endsWith("module-info.class")) {
          classes.put(root.relativize(file).toString(), Files.readAllBytes(file));
        }
      }
    }
    return classes;
  }
}
