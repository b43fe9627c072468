package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.source.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** The sum of all that a model's Java depends on: compiler, options, its text and its imports. */
final class ContentKey {
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final String shared;

  /**
   * @param request whose settings count for every model, whether it has them or not
   */
  ContentKey(GenerationRequest request) {
    CompilerOptions options = request.options();
    Digest digest =
        new Digest()
            .add(CompilerIdentity.text())
            .add(request.encoding().name())
            .add(options.precision().name())
            .add(options.target().name())
            .add(options.inputGradients() ? "input gradients" : "")
            .add(options.unroll().toString())
            .add(options.sourceRoot().map(Path::toString).orElse(""));
    new TreeMap<>(options.settings()).forEach((name, value) -> digest.add(name).add(value));
    shared = digest.text();
  }

  /**
   * Of texts that were compiled.
   *
   * @param sources the model and what it imports
   */
  String of(Optional<String> packageName, List<SourceFile> sources) {
    Digest digest = start(packageName);
    sources.forEach(source -> digest.add(source.text()));
    return digest.text();
  }

  /** Of texts as they are on the disk; empty if one cannot be read. */
  Optional<String> now(Optional<String> packageName, Path model, List<Path> imports) {
    Digest digest = start(packageName);
    try {
      digest.add(text(model));
      for (Path file : imports) {
        digest.add(text(file));
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    return Optional.of(digest.text());
  }

  private Digest start(Optional<String> packageName) {
    return new Digest().add(shared).add(packageName.orElse(""));
  }

  private static byte[] text(Path file) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    boolean marked =
        bytes.length >= MARK.length && Arrays.equals(bytes, 0, MARK.length, MARK, 0, MARK.length);
    String text = new String(bytes, StandardCharsets.UTF_8);
    return (marked ? text.substring(1) : text).getBytes(StandardCharsets.UTF_8);
  }
}
