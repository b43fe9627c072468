package dev.bpnet.runtime;

import java.nio.charset.Charset;
import java.text.Normalizer;

/** File names that tests try, as far as the system under them can have such names. */
public final class FileNames {
  private FileNames() {}

  /** The name, or the name without its accents where paths are not written with them. */
  public static String of(String name) {
    Charset ofPaths = Charset.forName(System.getProperty("sun.jnu.encoding", "UTF-8"));
    return ofPaths.newEncoder().canEncode(name)
        ? name
        : Normalizer.normalize(name, Normalizer.Form.NFD).replaceAll("\\p{M}", "");
  }
}
