package dev.bpnet.compiler.emit;

import com.palantir.javapoet.JavaFile;
import java.util.Map;

/** Writes the Java of a network. */
public final class Emitter {
  private Emitter() {}

  public static Emission emit(EmissionInput input) {
    ClassWriter writer = new ClassWriter(input);
    JavaFile file =
        JavaFile.builder(input.packageName(), writer.write())
            .skipJavaLangImports(!ClassNames.hideJavaLang(input.networks()))
            .indent("  ")
            .build();
    String name = input.className();
    String qualified = input.packageName().isEmpty() ? name : input.packageName() + "." + name;
    return new Emission(Map.of(qualified, file.toString()), writer.mismatches());
  }
}
