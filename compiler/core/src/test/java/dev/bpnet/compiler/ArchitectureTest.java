package dev.bpnet.compiler;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/** Keeps the package table of ARCHITECTURE.md true. */
class ArchitectureTest {
  private static final Path SOURCES = Path.of("src/main/java/dev/bpnet/compiler");
  private static final Pattern IMPORT =
      Pattern.compile(
          "^import (?:static )?dev\\.bpnet\\.compiler\\.((?:[a-z]+\\.)*)", Pattern.MULTILINE);
  private static final String ROOT = "(root)";
  private static final int MOST_LINES = 500;

  /** Package to the packages of this module that it may see. */
  private static final Map<String, Set<String>> SEES =
      Map.ofEntries(
          entry("source", Set.of()),
          entry("diagnostic", Set.of("source")),
          entry("syntax", Set.of("source", "diagnostic")),
          entry("graph", Set.of("source")),
          entry("check", Set.of("source", "diagnostic", "syntax", "graph")),
          entry("derive", Set.of("graph")),
          entry("rewrite", Set.of("graph")),
          entry("oracle", Set.of("graph")),
          entry("explain", Set.of("graph")),
          entry("loop", Set.of()),
          entry("elementary", Set.of("loop")),
          entry("lower.analysis", Set.of("graph")),
          entry("lower.code", Set.of("graph", "loop")),
          entry("lower.storage", Set.of("graph", "loop", "lower.code")),
          entry(
              "lower.kernel",
              Set.of("graph", "loop", "lower.analysis", "lower.code", "lower.storage")),
          entry(
              "lower.straight",
              Set.of("graph", "loop", "lower.analysis", "lower.code", "lower.storage")),
          entry(
              "lower.batch",
              Set.of(
                  "graph",
                  "loop",
                  "lower.analysis",
                  "lower.code",
                  "lower.storage",
                  "lower.kernel")),
          entry(
              "lower.loops",
              Set.of(
                  "graph",
                  "loop",
                  "lower.analysis",
                  "lower.code",
                  "lower.storage",
                  "lower.kernel",
                  "lower.batch")),
          entry(
              "lower",
              Set.of(
                  "graph",
                  "loop",
                  "lower.analysis",
                  "lower.code",
                  "lower.straight",
                  "lower.loops")),
          entry("optimize", Set.of("loop", "elementary")),
          entry("emit", Set.of("graph", "loop", "elementary")),
          entry(
              ROOT,
              Set.of(
                  "source",
                  "diagnostic",
                  "syntax",
                  "check",
                  "graph",
                  "rewrite",
                  "derive",
                  "loop",
                  "lower",
                  "optimize",
                  "emit")),
          entry("files", Set.of()),
          entry("generate", Set.of(ROOT, "source", "diagnostic", "files")),
          entry("memory", Set.of(ROOT)),
          entry("gradcheck", Set.of(ROOT, "graph", "oracle", "memory")));

  @Test
  void everyPackageSeesWhatTheTableSays() throws IOException {
    Map<String, Set<String>> imports = imports();
    assertThat(imports.keySet()).isEqualTo(SEES.keySet());
    imports.forEach((name, seen) -> assertThat(SEES.get(name)).as(name).containsAll(seen));
  }

  @Test
  void theTableHasNoCircle() {
    Set<String> placed = new TreeSet<>();
    while (placed.size() < SEES.size()) {
      List<String> next =
          SEES.keySet().stream()
              .filter(name -> !placed.contains(name) && placed.containsAll(SEES.get(name)))
              .toList();
      assertThat(next).as("what comes after " + placed).isNotEmpty();
      placed.addAll(next);
    }
  }

  @Test
  void theTableIsTheOneOfTheDocument() throws IOException {
    String document = Files.readString(Path.of("ARCHITECTURE.md"));
    SEES.forEach(
        (name, seen) -> {
          Matcher row =
              Pattern.compile(
                      "^\\| `?" + Pattern.quote(name) + "`? \\|.*\\| (.*) \\|$", Pattern.MULTILINE)
                  .matcher(document);
          assertThat(row.find()).as(name).isTrue();
          Set<String> listed =
              row.group(1).equals("nothing") ? Set.of() : Set.of(row.group(1).split(", "));
          assertThat(listed).as(name).isEqualTo(seen);
        });
  }

  @Test
  void onlyOnePackageKnowsJavaPoet() throws IOException {
    for (Path file : javaFiles(SOURCES)) {
      if (!file.startsWith(SOURCES.resolve("emit"))) {
        assertThat(Files.readString(file)).as(file.toString()).doesNotContain("javapoet");
      }
    }
  }

  @Test
  void noSourceFileIsLong() throws IOException {
    List<Path> files = javaFiles(Path.of("../.."));
    assertThat(files).hasSizeGreaterThan(200);
    for (Path file : files) {
      assertThat(Files.readAllLines(file)).as(file.toString()).hasSizeLessThanOrEqualTo(MOST_LINES);
    }
  }

  /** Hand-written main sources below a folder. */
  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> contains(file, "main") && !contains(file, "target"))
          .toList();
    }
  }

  private static boolean contains(Path file, String folder) {
    return StreamSupport.stream(file.spliterator(), false).anyMatch(Path.of(folder)::equals);
  }

  private static Map<String, Set<String>> imports() throws IOException {
    Map<String, Set<String>> imports = new TreeMap<>();
    for (Path file : javaFiles(SOURCES)) {
      Path folder = SOURCES.relativize(file.getParent());
      String name = name(folder.toString().replace(File.separatorChar, '.'));
      Set<String> seen = imports.computeIfAbsent(name, key -> new TreeSet<>());
      Matcher matcher = IMPORT.matcher(Files.readString(file));
      List<String> found = new ArrayList<>();
      while (matcher.find()) {
        found.add(name(matcher.group(1).replaceFirst("\\.$", "")));
      }
      seen.addAll(found);
      seen.remove(name);
    }
    return imports;
  }

  private static String name(String packageName) {
    return packageName.isEmpty() ? ROOT : packageName;
  }
}
