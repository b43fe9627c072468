package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.memory.NetworkLoader;
import dev.bpnet.compiler.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What holds of all generated code, whatever the network: javac's silence, size, sameness. */
class EmittedCodeTest {
  /** HotSpot never compiles a longer method. */
  private static final int MOST_BYTECODE = 8_000;

  private static Map<String, SourceFile> small() {
    Map<String, SourceFile> models = new LinkedHashMap<>();
    GoldenCase.all().forEach(golden -> models.put(golden.name(), golden.source()));
    models.put("64-32-10", LargeModels.classifier(64, 32, 10));
    for (int classes : new int[] {3, 6, 12, 20, 40, 60}) {
      models.put(classes + " classes", LargeModels.classifier(2, classes));
    }
    return models;
  }

  private static Map<String, SourceFile> large() {
    return Map.of(
        "784-128-10", LargeModels.classifier(784, 128, 10),
        "4096-4096-4096-10", LargeModels.classifier(4096, 4096, 4096, 10),
        "1,000 steps", LargeModels.steps(1_000),
        "300 layers", LargeModels.deep(300, 32),
        "700 declarations", LargeModels.manyDeclarations(700),
        "a stack of 1,500", LargeModels.stack(1_500),
        "40 layers in a loop", LargeModels.longSteps(40));
  }

  @TestFactory
  Stream<DynamicTest> compilesWithoutWarningsIntoShortMethods() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Precision precision : Precision.values()) {
      CompilerOptions options = CompilerOptions.DEFAULTS.withPrecision(precision);
      small()
          .forEach(
              (name, source) -> {
                String title = name + " " + precision;
                tests.add(shortMethods(title, source, options));
                tests.add(shortMethods(title + ", loops", source, options.withUnroll(0)));
                tests.add(shortMethods(title + ", scalars", source, options.withUnroll(100_000)));
              });
      large()
          .forEach(
              (name, source) -> tests.add(shortMethods(name + " " + precision, source, options)));
    }
    return tests.stream();
  }

  private static DynamicTest shortMethods(String name, SourceFile source, CompilerOptions options) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          CompiledNetwork network = GoldenCase.compile(source, options.withInputGradients());
          Map<String, byte[]> classes =
              new NetworkLoader().compile(network.sources(), "-Xlint:all", "-Werror");
          assertThat(classes).containsKey(network.className());
          classes.values().forEach(EmittedCodeTest::assertShortMethods);
        });
  }

  private static void assertShortMethods(byte[] classFile) {
    Map<String, Integer> lengths = ClassFile.codeLengths(classFile);
    assertThat(lengths).containsKey("phaseCount()I");
    assertThat(lengths).allSatisfy((method, bytes) -> assertThat(bytes).isLessThan(MOST_BYTECODE));
  }

  @Test
  void theReaderOfClassFilesSeesLongMethods() {
    String assignments = "x = x * 3 + y[x & 7];\n".repeat(800);
    Map<String, byte[]> classes =
        new NetworkLoader()
            .compile(
                Map.of(
                    "Long",
                    "class Long { int f(int x, int[] y) {\n" + assignments + "return x; } }"));
    assertThat(ClassFile.codeLengths(classes.get("Long")).get("f(I[I)I"))
        .isGreaterThan(MOST_BYTECODE);
  }

  @Test
  void textGrowsWithLayersAndNotWithWidth() {
    int one = text(LargeModels.deep(40, 32)).length();
    int two = text(LargeModels.deep(80, 32)).length();
    assertThat(two / (double) one).isBetween(1.5, 2.2);

    int wide = text(LargeModels.classifier(4096, 4096, 4096, 10)).length();
    int wider = text(LargeModels.classifier(8192, 8192, 8192, 10)).length();
    assertThat(wider / (double) wide).isBetween(0.95, 1.05);
    assertThat(text(LargeModels.classifier(4096, 4096, 4096, 10)).getBytes(StandardCharsets.UTF_8))
        .hasSizeLessThan(100_000);
  }

  @Test
  void manyStepsAreALoop() {
    String hundred = text(LargeModels.steps(100));
    String thousand = text(LargeModels.steps(1_000));
    assertThat(thousand.length() - hundred.length()).isLessThan(200);
    assertThat(thousand).containsPattern("for \\(int \\w+ = 0; \\w+ < 1000; \\w+\\+\\+\\)");
  }

  @TestFactory
  Stream<DynamicTest> sameSourceGivesSameBytesEverywhere() {
    return GoldenCase.all().stream()
        .map(
            golden ->
                DynamicTest.dynamicTest(golden.name(), () -> sameInEveryLocale(golden.source())));
  }

  private static void sameInEveryLocale(SourceFile source) {
    Locale before = Locale.getDefault();
    CompiledNetwork expected = GoldenCase.compile(source, CompilerOptions.DEFAULTS);
    try {
      for (String tag :
          List.of("en", "tr-TR", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "th-TH-u-nu-thai")) {
        Locale.setDefault(Locale.forLanguageTag(tag));
        CompiledNetwork again = GoldenCase.compile(source, CompilerOptions.DEFAULTS);
        assertThat(again.sources()).as(tag).isEqualTo(expected.sources());
        assertThat(again.dumps()).as(tag).isEqualTo(expected.dumps());
      }
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String text(SourceFile source) {
    CompiledNetwork network = GoldenCase.compile(source, CompilerOptions.DEFAULTS);
    return network.sources().get(network.className());
  }
}
