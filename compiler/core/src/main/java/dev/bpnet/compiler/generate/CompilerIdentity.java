package dev.bpnet.compiler.generate;

import dev.bpnet.compiler.Compiler;
import dev.bpnet.grammar.BpNetParser;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Stream;

/**
 * Tells one compiler from another by its code rather than by its version: snapshots share a version
 * and do not share their output.
 */
final class CompilerIdentity {
  private static final String CODE = digest();

  private CompilerIdentity() {}

  static String text() {
    return CODE;
  }

  private static String digest() {
    Digest digest = new Digest();
    for (Class<?> part : List.of(Compiler.class, BpNetParser.class)) {
      try {
        add(part, digest);
      } catch (IOException
          | UncheckedIOException
          | URISyntaxException
          | IllegalArgumentException
          | FileSystemNotFoundException e) {
        digest.add(String.valueOf(part.getPackage().getImplementationVersion()));
      }
    }
    return digest.text();
  }

  private static void add(Class<?> part, Digest digest) throws IOException, URISyntaxException {
    CodeSource source = part.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      digest.add(String.valueOf(part.getPackage().getImplementationVersion()));
      return;
    }
    Path place = Path.of(source.getLocation().toURI());
    try (Stream<Path> files = Files.walk(place)) {
      for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
        digest.add(place.relativize(file).toString()).add(Files.readAllBytes(file));
      }
    }
  }
}
