package dev.bpnet.compiler.emit;

import com.palantir.javapoet.JavaFile;
import java.util.Map;

/** Writes the Java of a network. */
public final class Emitter {
  private Emitter() {}

  /**
   * @return source text by fully qualified class name, with Unix line ends; the network's class
   *     first
   */
  public static Map<String, String> emit(EmissionInput input) {
    JavaFile file =
        JavaFile.builder(input.packageName(), new ClassWriter(input).write())
            .skipJavaLangImports(!ClassNames.hideJavaLang(input.networks()))
            .indent("  ")
            .build();
    String name = input.className();
    String qualified = input.packageName().isEmpty() ? name : input.packageName() + "." + name;
    return Map.of(qualified, file.toString());
  }
}
