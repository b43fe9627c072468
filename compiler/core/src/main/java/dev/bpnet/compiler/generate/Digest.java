package dev.bpnet.compiler.generate;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** A sum over parts, each with its length, so that no two lists of parts run together alike. */
final class Digest {
  private final MessageDigest sum;

  Digest() {
    try {
      sum = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  Digest add(byte[] part) {
    sum.update(ByteBuffer.allocate(Integer.BYTES).putInt(part.length).array());
    sum.update(part);
    return this;
  }

  Digest add(String part) {
    return add(part.getBytes(StandardCharsets.UTF_8));
  }

  /** In hexadecimal digits; ends the sum. */
  String text() {
    return HexFormat.of().formatHex(sum.digest());
  }

  static String of(byte[] content) {
    return new Digest().add(content).text();
  }
}
