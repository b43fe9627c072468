package dev.bpnet.compiler;

import dev.bpnet.compiler.lower.Plan;
import dev.bpnet.compiler.source.SourceFile;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A digest of what a network computes and how: texts, settings, options, compiler. Whoever has
 * weights sees by it whether they are of the network at hand. Where its class lies does not matter
 * for that: neither the package that the build tool chooses nor the path of the source enters.
 */
final class Fingerprint {
  /** Changes whenever the same source gives other Java than before. */
  private static final String COMPILER = "bpnet 0.1";

  private final MessageDigest digest;
  private final List<SourceFile> sources = new ArrayList<>();

  Fingerprint(CompilerOptions options) {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    update(COMPILER);
    update(options.precision().name());
    update(options.inputGradients() ? "input gradients" : "");
    update(options.unroll().isPresent() ? Integer.toString(options.unroll().getAsInt()) : "");
    if (options.plan() != Plan.AUTO) {
      update(options.plan().name());
    }
    for (Map.Entry<String, String> setting : new TreeMap<>(options.settings()).entrySet()) {
      update(setting.getKey() + "=" + setting.getValue());
    }
  }

  Fingerprint add(SourceFile source) {
    update(source.text());
    sources.add(source);
    return this;
  }

  /** Adds an imported text and gives it back. */
  SourceFile added(SourceFile source) {
    add(source);
    return source;
  }

  /** What was added. */
  List<SourceFile> sources() {
    return sources;
  }

  private void update(String text) {
    digest.update(text.getBytes(StandardCharsets.UTF_8));
    digest.update((byte) 0);
  }

  /** Sixteen hexadecimal digits. */
  String text() {
    try {
      byte[] sum = ((MessageDigest) digest.clone()).digest();
      return HexFormat.of().formatHex(sum, 0, 8);
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("SHA-256 can be cloned", e);
    }
  }
}
