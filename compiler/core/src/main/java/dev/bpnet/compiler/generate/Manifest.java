package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.files.AtomicFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What was made from what. A manifest is written before the files that it names: a file whose bytes
 * are not those of its sum is made again, whoever was interrupted.
 *
 * @param output the folder that files are named below, absolute
 * @param entries by the absolute path of the model
 * @param orphans files whose model is gone and that are to be removed
 */
record Manifest(Path output, SortedMap<Path, Entry> entries, SortedSet<String> orphans) {
  private static final String HEAD = "bpnet manifest 1";

  /**
   * What was made from one model.
   *
   * @param key sum of all that the files depend on
   * @param imports files that were imported, directly or not, in order
   * @param files sum of the bytes by path below the output folder
   */
  record Entry(String key, List<Path> imports, SortedMap<String, String> files) {}

  static Manifest empty(Path output) {
    return new Manifest(output, new TreeMap<>(), new TreeSet<>());
  }

  /** All files that are named. */
  Set<String> files() {
    Set<String> files =
        entries.values().stream()
            .flatMap(entry -> entry.files().keySet().stream())
            .collect(Collectors.toCollection(TreeSet::new));
    files.addAll(orphans);
    return files;
  }

  /** Empty if there is none, if it cannot be understood, or if it is of another folder. */
  static Manifest read(Path file, Path output) {
    try {
      List<String> lines = Files.readAllLines(file, StandardCharsets.UTF_8);
      Manifest read = Files.isRegularFile(file) ? parse(lines) : empty(output);
      return read.output.equals(output) ? read : empty(output);
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      return empty(output);
    }
  }

  private static Manifest parse(List<String> lines) {
    if (!lines.get(0).equals(HEAD)) {
      throw new IllegalArgumentException(lines.get(0));
    }
    Manifest manifest = empty(Path.of(unescaped(lines.get(1))));
    Entry entry = null;
    for (String line : lines.subList(2, lines.size())) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "model" -> {
          entry = new Entry(words[1], new ArrayList<>(), new TreeMap<>());
          manifest.entries.put(Path.of(unescaped(words[2])), entry);
        }
        case "import" -> known(entry).imports.add(Path.of(unescaped(words[2])));
        case "file" -> known(entry).files.put(below(unescaped(words[2])), words[1]);
        case "orphan" -> manifest.orphans.add(below(unescaped(words[2])));
        default -> throw new IllegalArgumentException(line);
      }
    }
    return manifest;
  }

  private static Entry known(Entry entry) {
    if (entry == null) {
      throw new IllegalArgumentException("no model yet");
    }
    return entry;
  }

  /** A manifest that somebody touched must not remove files elsewhere. */
  private static String below(String file) {
    boolean within =
        !file.startsWith("/")
            && file.indexOf('\\') < 0
            && file.indexOf(':') < 0
            && !Arrays.asList(file.split("/")).contains("..");
    if (!within) {
      throw new InvalidPathException(file, "not below the output folder");
    }
    return file;
  }

  /**
   * Writes it, unless that changes nothing.
   *
   * @throws dev.bpnet.compiler.files.FileException if it cannot be written
   */
  void write(Path file) {
    StringBuilder text = new StringBuilder(HEAD).append('\n').append(escaped(output)).append('\n');
    entries.forEach(
        (model, entry) -> {
          line(text, "model", entry.key, escaped(model));
          entry.imports.forEach(path -> line(text, "import", "-", escaped(path)));
          entry.files.forEach((path, sum) -> line(text, "file", sum, escaped(path)));
        });
    orphans.forEach(path -> line(text, "orphan", "-", escaped(path)));
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    if (!Outputs.holds(file, bytes)) {
      AtomicFiles.write(Map.of(file, bytes));
    }
  }

  private static void line(StringBuilder text, String word, String sum, String path) {
    text.append(word).append(' ').append(sum).append(' ').append(path).append('\n');
  }

  private static String escaped(Object path) {
    return path.toString().replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D");
  }

  private static String unescaped(String text) {
    return text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%");
  }
}
