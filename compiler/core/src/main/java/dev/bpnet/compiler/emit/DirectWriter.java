package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/**
 * A training pass that is one call: {@code gradient} and {@code descend} of the contract and what
 * is behind them. The examples and the gradient's array are parameters, not fields of a step.
 */
final class DirectWriter {
  private final EmissionInput input;
  private final Program program;
  private final Program.Direct passes;
  private final RuntimeTypes types;
  private final Names members;
  private final Calls calls;

  DirectWriter(EmissionInput input, Names members, Calls calls) {
    this.input = input;
    this.program = input.program();
    this.passes = program.direct().orElseThrow();
    this.types = RuntimeTypes.of(input.single());
    this.members = members;
    this.calls = calls;
  }

  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>(List.of(gradient(), descend()));
    passes.predictOne().ifPresent(routine -> methods.add(predictOne(routine)));
    methods.add(routine(passes.gradientOfOne()));
    passes.gradientOfFew().ifPresent(few -> methods.add(routine(few.routine())));
    methods.add(routine(ofBatch()));
    return methods;
  }

  private Routine ofBatch() {
    return program.phases().get(0).routine();
  }

  private MethodSpec gradient() {
    MethodSpec.Builder method = contract("gradient");
    passes
        .gradientOfFew()
        .ifPresent(
            few ->
                method
                    .beginControlFlow("if (to - from == $L)", few.count())
                    .addStatement(
                        "return $N(examples, from, gradient)", calls.methods().of(few.routine()))
                    .endControlFlow());
    return method
        .addStatement(
            "return to - from == 1\n? $N(examples, from, gradient)\n: $N(examples, from, to - from,"
                + " gradient)",
            calls.methods().of(passes.gradientOfOne()),
            calls.methods().of(ofBatch()))
        .build();
  }

  private MethodSpec descend() {
    Names names = scope();
    List.of("from", "to", "loss").forEach(names::reserve);
    MethodSpec.Builder method =
        contract("descend")
            .addParameter(types.real(), "rate")
            .addStatement("final double loss = gradient(examples, from, to, gradient)");
    if (program.updateStates().isPresent()) {
      method.addStatement("updateStates()");
    }
    return method.addCode(body(passes.descend(), names)).addStatement("return loss").build();
  }

  private MethodSpec.Builder contract(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(TypeName.DOUBLE)
        .addParameter(types.examples(), "examples")
        .addParameter(TypeName.INT, "from")
        .addParameter(TypeName.INT, "to")
        .addParameter(types.array(), "gradient");
  }

  private MethodSpec predictOne(Routine routine) {
    Names names = scope();
    names.reserve("outputs");
    return method(routine, names)
        .addParameter(types.array(), "outputs")
        .addCode(body(routine, names))
        .build();
  }

  private MethodSpec routine(Routine routine) {
    Names names = scope();
    return method(routine, names)
        .returns(TypeName.DOUBLE)
        .addParameter(types.array(), "gradient")
        .addCode(body(routine, names))
        .build();
  }

  private MethodSpec.Builder method(Routine routine, Names names) {
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(calls.methods().of(routine))
            .addModifiers(Modifier.PRIVATE)
            .addJavadoc("$L\n", InertText.javadoc(routine.comment()))
            .addParameter(types.examples(), "examples");
    for (Local local : routine.parameters()) {
      TypeName type = StatementWriter.type(local.type(), input.single());
      method.addParameter(type, names.of(local));
    }
    return method;
  }

  private Names scope() {
    Names names = members.method();
    List.of("examples", "gradient", "seed", "step").forEach(names::reserve);
    names.giveReserved(Program.FIRST, "first");
    names.giveReserved(Program.COUNT, "count");
    names.giveReserved(Program.RATE, "rate");
    return names;
  }

  private CodeBlock body(Routine routine, Names names) {
    Map<ArrayRef, String> given = new HashMap<>();
    for (Buffer buffer : ContractWriter.buffersOf(routine)) {
      if (buffer.role() == Buffer.Role.GRADIENT) {
        given.put(ArrayRef.flat(buffer), "gradient");
      }
    }
    return StatementWriter.write(input.single(), names, calls, given, routine.body());
  }
}
