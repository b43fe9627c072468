package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.loop.Program;
import java.util.List;
import java.util.function.Function;
import javax.lang.model.element.Modifier;

/** The methods that say what the phases of a training step are, and run them. */
final class PhaseWriter {
  private final List<Program.Phase> phases;
  private final boolean direct;
  private final MethodNames methods;

  PhaseWriter(Program program, MethodNames methods) {
    this.phases = program.phases();
    this.direct = program.direct().isPresent();
    this.methods = methods;
  }

  List<MethodSpec> methods() {
    return List.of(
        override("phaseCount")
            .returns(TypeName.INT)
            .addStatement("return $L", phases.size())
            .build(),
        property("phase", RuntimeTypes.PHASE, PhaseWriter::kind),
        property("phaseExtent", TypeName.INT, PhaseWriter::extent),
        property("phaseWork", TypeName.LONG, phase -> CodeBlock.of("$LL", phase.work())),
        runPhase());
  }

  private static CodeBlock kind(Program.Phase phase) {
    String name =
        switch (phase.over()) {
          case EXAMPLES -> "EXAMPLES";
          case PARTS -> "PARAMETERS";
          case UNITS -> "UNITS";
          case NOTHING -> "WHOLE";
        };
    return CodeBlock.of("$T.$L", RuntimeTypes.PHASE, name);
  }

  private static CodeBlock extent(Program.Phase phase) {
    return phase.over() == Program.Over.EXAMPLES
        ? CodeBlock.of("count")
        : CodeBlock.of("$L", phase.parts());
  }

  private static MethodSpec.Builder override(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  /** A method that tells phases by their number. */
  private MethodSpec property(
      String name, TypeName type, Function<Program.Phase, CodeBlock> value) {
    CodeBlock.Builder cases = CodeBlock.builder().add("return switch (number) {\n").indent();
    for (int i = 0; i < phases.size(); i++) {
      cases.add("case $L -> $L;\n", i, value.apply(phases.get(i)));
    }
    cases.add(noSuchPhase()).unindent().add("};\n");
    return override(name)
        .addParameter(TypeName.INT, "number")
        .returns(type)
        .addCode(cases.build())
        .build();
  }

  private MethodSpec runPhase() {
    CodeBlock.Builder cases = CodeBlock.builder().beginControlFlow("switch (number)");
    for (int i = 0; i < phases.size(); i++) {
      Program.Phase phase = phases.get(i);
      cases.add("case $L -> $L;\n", i, call(phase));
    }
    cases.add(noSuchPhase()).endControlFlow();
    return override("runPhase")
        .addParameter(TypeName.INT, "number")
        .addParameter(TypeName.INT, "from")
        .addParameter(TypeName.INT, "to")
        .addCode(cases.build())
        .build();
  }

  private CodeBlock call(Program.Phase phase) {
    if (direct) {
      return CodeBlock.of("meanLoss = gradient(examples, first, first + count, gradient)");
    }
    boolean whole = phase.over() == Program.Over.NOTHING;
    return CodeBlock.of(whole ? "$N()" : "$N(from, to)", methods.of(phase.routine()));
  }

  private static CodeBlock noSuchPhase() {
    return CodeBlock.of(
        "default -> throw new $T($S + number);\n", IllegalArgumentException.class, "phase ");
  }
}
