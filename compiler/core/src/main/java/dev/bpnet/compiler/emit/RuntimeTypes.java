package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.TypeName;
import java.util.List;

/** The types of the runtime that a generated class names, for one precision. */
record RuntimeTypes(ClassName network, ClassName examples, TypeName real, TypeName array) {
  static final ClassName NETWORK = ClassName.get("dev.bpnet.runtime", "Network");
  static final ClassName EXAMPLES = ClassName.get("dev.bpnet.runtime", "Examples");
  static final ClassName DESCRIPTION = ClassName.get("dev.bpnet.runtime", "Description");
  static final ClassName INITIALIZER = ClassName.get("dev.bpnet.runtime", "Initializer");
  static final ClassName TRAINING = ClassName.get("dev.bpnet.runtime", "TrainingDefaults");
  static final ClassName PHASE = NETWORK.nestedClass("Phase");

  /** The simple names of nested types. */
  static final List<String> NESTED = List.of("OfFloat", "OfDouble", "Phase", "Builder");

  static RuntimeTypes of(boolean single) {
    String precision = single ? "OfFloat" : "OfDouble";
    TypeName real = single ? TypeName.FLOAT : TypeName.DOUBLE;
    return new RuntimeTypes(
        NETWORK.nestedClass(precision),
        EXAMPLES.nestedClass(precision),
        real,
        ArrayTypeName.of(real));
  }
}
