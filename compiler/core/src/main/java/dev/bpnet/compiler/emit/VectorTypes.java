package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;

/** The types of the JDK's incubating vector module. Only companion classes name them. */
final class VectorTypes {
  /** The name of the module, and of its one package. */
  static final String MODULE = "jdk.incubator.vector";

  static final ClassName SPECIES = ClassName.get(MODULE, "VectorSpecies");

  private VectorTypes() {}

  static ClassName vector(boolean single) {
    return ClassName.get(MODULE, single ? "FloatVector" : "DoubleVector");
  }
}
