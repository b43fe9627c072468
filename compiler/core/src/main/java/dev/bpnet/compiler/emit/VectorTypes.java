package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;

/** The types of the JDK's incubating vector module. Only companion classes name them. */
final class VectorTypes {
  /** The name of the module, and of its one package. */
  static final String MODULE = "jdk.incubator.vector";

  static final ClassName SPECIES = ClassName.get(MODULE, "VectorSpecies");

  static final ClassName OPERATORS = ClassName.get(MODULE, "VectorOperators");
  static final ClassName MASK = ClassName.get(MODULE, "VectorMask");
  static final ClassName SHUFFLE = ClassName.get(MODULE, "VectorShuffle");
  static final ClassName INTEGERS = ClassName.get(MODULE, "IntVector");

  private VectorTypes() {}

  static TypeName mask(boolean single) {
    return ParameterizedTypeName.get(MASK, lane(single));
  }

  static TypeName shuffle(boolean single) {
    return ParameterizedTypeName.get(SHUFFLE, lane(single));
  }

  private static TypeName lane(boolean single) {
    return (single ? TypeName.FLOAT : TypeName.DOUBLE).box();
  }

  static ClassName vector(boolean single) {
    return ClassName.get(MODULE, single ? "FloatVector" : "DoubleVector");
  }

  /** Of vectors of 256 bits. */
  static int lanes(boolean single) {
    return single ? 8 : 4;
  }
}
