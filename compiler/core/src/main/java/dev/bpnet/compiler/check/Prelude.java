package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.SourceParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The library that every file sees, shipped as source. It was checked by our tests. */
final class Prelude {
  /** In {@code dev/bpnet/prelude}; each may use the others. */
  private static final List<String> FILES =
      List.of("activations", "reductions", "losses", "layers");

  private static final FileScope SCOPE = load();

  private Prelude() {}

  static FileScope scope() {
    return SCOPE;
  }

  private static FileScope load() {
    Diagnostics sink = new Diagnostics();
    FileScope scope = new FileScope(parse(FILES.get(0), sink), Optional.empty());
    FILES.stream().skip(1).forEach(name -> scope.merge(parse(name, sink)));
    if (sink.hasErrors()) {
      throw new IllegalStateException("prelude: " + sink.all());
    }
    return scope;
  }

  private static CompilationUnit parse(String name, Diagnostics sink) {
    String path = "/dev/bpnet/prelude/" + name + ".bpnet";
    try (InputStream stream = Prelude.class.getResourceAsStream(path)) {
      if (stream == null) {
        throw new IllegalStateException("missing resource " + path);
      }
      String text = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      return SourceParser.parse(new SourceFile("prelude/" + name + ".bpnet", text), sink);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
