package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterizedTypeName;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import java.util.HashMap;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * The companion class with the vector code of a network: static methods over arrays. It is a class
 * of its own so that the network's can be loaded where the vector module is missing.
 */
final class VectorClassWriter {
  /** Of the code behind a network's class: whether it is worth its while. */
  static final String IS_FAST = "isFast";

  private final EmissionInput input;
  private final Calls calls;
  private final LaneTables tables;

  VectorClassWriter(EmissionInput input, Calls calls) {
    this.input = input;
    this.calls = calls;
    this.tables = new LaneTables(input.single(), input.program().routines());
  }

  static ClassName name(EmissionInput input) {
    return ClassName.get(
        input.packageName(), ClassNames.companion(input.networkName(), "Vector", input.networks()));
  }

  /** Says what to do where the vector module is missing, before the first use fails. */
  static CodeBlock requirement(EmissionInput input) {
    return CodeBlock.builder()
        .beginControlFlow(
            "if ($T.boot().findModule($S).isEmpty())", ModuleLayer.class, VectorTypes.MODULE)
        .addStatement(
            "throw new $T($S)",
            IllegalStateException.class,
            input.className()
                + " was compiled for vectors: start java with --add-modules "
                + VectorTypes.MODULE)
        .endControlFlow()
        .build();
  }

  TypeSpec write() {
    TypeName boxed = input.single() ? TypeName.FLOAT.box() : TypeName.DOUBLE.box();
    TypeSpec.Builder type =
        TypeSpec.classBuilder(name(input))
            .addJavadoc(
                "The vector code of {@link $L}, for the JDK's incubating vector module: javac and java\n"
                    + "need {@code --add-modules $L}.\n",
                input.networkName(),
                VectorTypes.MODULE)
            .addModifiers(Modifier.FINAL)
            .addField(
                FieldSpec.builder(
                        ParameterizedTypeName.get(VectorTypes.SPECIES, boxed),
                        "SPECIES",
                        Modifier.PRIVATE,
                        Modifier.STATIC,
                        Modifier.FINAL)
                    .initializer("$T.SPECIES_256", VectorTypes.vector(input.single()))
                    .build())
            .addMethod(MethodSpec.constructorBuilder().addModifiers(Modifier.PRIVATE).build());
    FirstUses firstUses = new FirstUses(input.single(), input.program().routines());
    if (!firstUses.isEmpty()) {
      type.addStaticBlock(firstUses.write());
    }
    if (input.isBehind()) {
      type.addMethod(isFast());
    }
    for (Routine routine : input.program().routines()) {
      if (routine.hasVectors()) {
        type.addMethod(method(routine));
      }
    }
    tables.addTo(type);
    calls.elementary().methods(calls).forEach(type::addMethod);
    return type.build();
  }

  private MethodSpec isFast() {
    return MethodSpec.methodBuilder(IS_FAST)
        .addJavadoc(
            "Whether the JVM makes instructions of the processor of vectors so wide, and not calls.\n")
        .addModifiers(Modifier.STATIC)
        .returns(TypeName.BOOLEAN)
        .addStatement(
            "final $1T mode = $2T.getProperty($3S, $4S)",
            String.class,
            System.class,
            "java.vm.info",
            "")
        .addStatement(
            "return $T.SPECIES_PREFERRED.length() >= SPECIES.length()\n"
                + "&& mode.startsWith($S) && !mode.contains($S)",
            VectorTypes.vector(input.single()),
            "mixed mode",
            "emulated-client")
        .build();
  }

  private MethodSpec method(Routine routine) {
    Names names = new Names();
    names.reserveTypes();
    names.reserve("SPECIES");
    tables.names().forEach(names::reserve);
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(calls.methods().of(routine)).addModifiers(Modifier.STATIC);
    if (!routine.comment().isEmpty()) {
      method.addJavadoc("$L\n", InertText.javadoc(routine.comment()));
    }
    for (Local local : routine.parameters()) {
      TypeName type = StatementWriter.type(local.type(), input.single());
      method.addParameter(type, names.give(local, local.hint()));
    }
    Map<ArrayRef, String> given = new HashMap<>();
    for (Buffer buffer : calls.handedOn().of(routine)) {
      String name = names.give(buffer, buffer.name());
      TypeName type = StatementWriter.type(buffer.type(), input.single());
      method.addParameter(ArrayTypeName.of(type), name);
      given.put(ArrayRef.flat(buffer), name);
    }
    return method
        .addCode(StatementWriter.write(input.single(), names, calls, given, routine.body()))
        .build();
  }
}
