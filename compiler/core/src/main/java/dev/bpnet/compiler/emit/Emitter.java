package dev.bpnet.compiler.emit;

import com.palantir.javapoet.JavaFile;
import dev.bpnet.compiler.graph.Graph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes the Java of a network. */
public final class Emitter {
  /** The largest number of constants that a class file can hold. */
  public static final int MOST_CONSTANTS = ConstantPool.MOST_ENTRIES;

  private Emitter() {}

  /**
   * Refuses graphs of more numbers than a class can have, before anything is made of them.
   *
   * @param single whether the numbers will be floats
   * @throws ClassTooLargeException if there are too many
   */
  public static void requireRoom(List<Graph> graphs, boolean single) {
    long constants = ConstantPool.ofNumbers(graphs, single);
    if (constants > MOST_CONSTANTS) {
      throw new ClassTooLargeException(constants);
    }
  }

  /**
   * @throws ClassTooLargeException if the class would need more constants than there may be
   */
  public static Emission emit(EmissionInput input) {
    long constants = ConstantPool.entries(input);
    if (constants > MOST_CONSTANTS) {
      throw new ClassTooLargeException(constants);
    }
    ClassWriter writer = new ClassWriter(input);
    JavaFile file =
        JavaFile.builder(input.packageName(), writer.write())
            .skipJavaLangImports(!ClassNames.hideJavaLang(input.networks()))
            .indent("  ")
            .build();
    String name = input.className();
    String qualified = input.packageName().isEmpty() ? name : input.packageName() + "." + name;
    Map<String, String> sources = new LinkedHashMap<>();
    sources.put(qualified, file.toString());
    writer
        .companion()
        .ifPresent(
            type ->
                sources.put(
                    VectorClassWriter.name(input).reflectionName(),
                    JavaFile.builder(input.packageName(), type)
                        .skipJavaLangImports(!ClassNames.hideJavaLang(input.networks()))
                        .indent("  ")
                        .build()
                        .toString()));
    return new Emission(sources, writer.mismatches());
  }
}
