package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.JavaFile;
import com.palantir.javapoet.TypeSpec;
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
    Map<String, String> sources = new LinkedHashMap<>();
    if (input.vectors().isEmpty()) {
      return new Emission(sources, write(input, sources));
    }
    AutoClassWriter writer = new AutoClassWriter(input);
    add(ClassName.get(input.packageName(), input.className()), writer.write(), input, sources);
    write(input.scalarPart(), sources);
    write(input.vectorPart(), sources);
    return new Emission(sources, writer.mismatches());
  }

  /** Writes the class that does the work, and the one of its vector code. */
  private static List<HostMismatch> write(EmissionInput input, Map<String, String> sources) {
    long constants = ConstantPool.entries(input);
    if (constants > MOST_CONSTANTS) {
      throw new ClassTooLargeException(constants);
    }
    ClassWriter writer = new ClassWriter(input);
    add(ClassName.get(input.packageName(), input.className()), writer.write(), input, sources);
    writer.companion().ifPresent(type -> add(VectorClassWriter.name(input), type, input, sources));
    return writer.mismatches();
  }

  private static void add(
      ClassName name, TypeSpec type, EmissionInput input, Map<String, String> sources) {
    JavaFile file =
        JavaFile.builder(input.packageName(), type)
            .skipJavaLangImports(!ClassNames.hideJavaLang(input.networks()))
            .indent("  ")
            .build();
    sources.put(name.reflectionName(), file.toString());
  }
}
