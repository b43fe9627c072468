package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import dev.bpnet.compiler.loop.Uses;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.lang.model.element.Modifier;

/** The methods that {@code Network} asks for, and the private routines behind them. */
final class ContractWriter {
  private final EmissionInput input;
  private final Program program;
  private final RuntimeTypes types;
  private final Names members;
  private final boolean random;
  private final Calls calls;

  ContractWriter(EmissionInput input, Names members, Calls calls, boolean random) {
    this.input = input;
    this.program = input.program();
    this.types = RuntimeTypes.of(input.single());
    this.members = members;
    this.calls = calls;
    this.random = random;
  }

  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    methods.add(
        override("description")
            .returns(RuntimeTypes.DESCRIPTION)
            .addStatement("return DESCRIPTION")
            .build());
    methods.add(
        override("parameters").returns(types.array()).addStatement("return parameters").build());
    String name = input.className();
    methods.add(
        override("sharing")
            .returns(com.palantir.javapoet.ClassName.get(input.packageName(), name))
            .addStatement("final $1N other = new $1N(parameters)", name)
            .addStatement("other.prepare()")
            .addStatement("return other")
            .build());
    prepare(methods);
    methods.add(predict());
    methods.add(evaluate());
    methods.add(beginStep());
    methods.addAll(new PhaseWriter(program, calls.methods()).methods());
    methods.add(
        override("endStep").returns(TypeName.DOUBLE).addStatement("return meanLoss").build());
    program
        .updateStates()
        .ifPresent(
            routine ->
                methods.add(override("updateStates").addCode(body(routine, scope())).build()));
    if (random) {
      methods.add(
          override("randomStream")
              .addParameter(TypeName.LONG, "seed")
              .addParameter(TypeName.LONG, "step")
              .addStatement("this.seed = seed")
              .addStatement("this.step = step")
              .build());
    }
    if (input.inputGradients()) {
      methods.add(inputGradient());
    }
    return methods;
  }

  /** A private method. */
  MethodSpec routine(Routine routine) {
    Names names = scope();
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(calls.methods().of(routine)).addModifiers(Modifier.PRIVATE);
    if (!routine.comment().isEmpty()) {
      method.addJavadoc("$L\n", InertText.javadoc(routine.comment()));
    }
    routine.parameters().forEach(p -> method.addParameter(parameter(p, names)));
    calls
        .handedOn()
        .of(routine)
        .forEach(
            buffer -> {
              names.reserve(buffer.name());
              TypeName type = buffer.type() == Type.DOUBLE ? TypeName.DOUBLE : types.real();
              method.addParameter(ArrayTypeName.of(type), buffer.name());
            });
    return method.addCode(body(routine, names)).build();
  }

  private ParameterSpec parameter(Local local, Names names) {
    TypeName type = StatementWriter.type(local.type(), input.single());
    return ParameterSpec.builder(type, names.give(local, local.hint())).build();
  }

  /** Every buffer that a routine mentions. */
  static Set<Buffer> buffersOf(Routine routine) {
    Set<Buffer> buffers = new LinkedHashSet<>();
    collect(routine.body(), buffers);
    return buffers;
  }

  private static void collect(List<Stmt> body, Set<Buffer> buffers) {
    for (Stmt stmt : body) {
      Uses.ownArrays(stmt).stream().map(ArrayRef::buffer).forEach(buffers::add);
      if (stmt instanceof Stmt.For loop) {
        collect(loop.body(), buffers);
      }
    }
  }

  private static MethodSpec.Builder override(String name) {
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC);
  }

  private Names scope() {
    Names names = members.method();
    List.of("examples", "first", "count", "meanLoss", "seed", "step").forEach(names::reserve);
    names.reserve(calls.companion().simpleName());
    names.giveReserved(Program.FIRST, "first");
    names.giveReserved(Program.COUNT, "count");
    return names;
  }

  private CodeBlock body(Routine routine, Names names) {
    return StatementWriter.write(input.single(), names, calls, Map.of(), routine.body());
  }

  private void prepare(List<MethodSpec> methods) {
    boolean divided = program.prepare().stream().anyMatch(r -> !r.parameters().isEmpty());
    MethodSpec.Builder whole = override("prepare");
    if (!divided) {
      program.prepare().ifPresent(routine -> whole.addCode(body(routine, scope())));
      methods.add(whole.build());
      return;
    }
    methods.add(whole.addStatement("prepare(0, prepareExtent())").build());
    Routine routine = program.prepare().get();
    Names names = scope();
    MethodSpec.Builder part = override("prepare");
    routine.parameters().forEach(p -> part.addParameter(parameter(p, names)));
    methods.add(part.addCode(body(routine, names)).build());
    methods.add(
        override("prepareExtent")
            .returns(TypeName.INT)
            .addStatement("return $L", Program.PREPARE_PARTS)
            .build());
  }

  private MethodSpec predict() {
    MethodSpec.Builder method = override("predict").addParameter(types.examples(), "examples");
    if (program.predict().isEmpty()) {
      return method
          .addParameter(TypeName.INT, "from")
          .addParameter(TypeName.INT, "to")
          .addParameter(types.array(), "outputs")
          .build();
    }
    Routine routine = program.predict().get();
    Names names = scope();
    names.reserve("outputs");
    routine.parameters().forEach(p -> method.addParameter(parameter(p, names)));
    method.addParameter(types.array(), "outputs");
    method.addCode(remember()).addCode(makeRoom(routine, names));
    program
        .direct()
        .flatMap(Program.Direct::predictOne)
        .ifPresent(
            one ->
                method
                    .beginControlFlow("if (to - from == 1)")
                    .addStatement("$N(examples, from, outputs)", calls.methods().of(one))
                    .addStatement("return")
                    .endControlFlow());
    return method.addCode(body(routine, names)).build();
  }

  private MethodSpec evaluate() {
    MethodSpec.Builder method = override("evaluate").addParameter(types.examples(), "examples");
    method.returns(TypeName.DOUBLE);
    if (program.evaluate().isEmpty()) {
      return method
          .addParameter(TypeName.INT, "from")
          .addParameter(TypeName.INT, "to")
          .addParameter(double[].class, "metrics")
          .addStatement("return 0")
          .build();
    }
    Routine routine = program.evaluate().get();
    Names names = scope();
    names.reserve("metrics");
    routine.parameters().forEach(p -> method.addParameter(parameter(p, names)));
    method.addParameter(double[].class, "metrics");
    method.addCode(remember()).addCode(makeRoom(routine, names));
    return method.addCode(body(routine, names)).build();
  }

  /** Buffers for a chunk of examples, if the pass goes in chunks. */
  private static CodeBlock makeRoom(Routine pass, Names names) {
    if (!pass.inChunks()) {
      return CodeBlock.of("");
    }
    String from = names.of(pass.parameters().get(0));
    String to = names.of(pass.parameters().get(1));
    return CodeBlock.builder()
        .beginControlFlow("if (capacity < $L && capacity < $N - $N)", Program.CHUNK, to, from)
        .addStatement("grow($T.min($N - $N, $L))", Math.class, to, from, Program.CHUNK)
        .endControlFlow()
        .build();
  }

  /** Routines find the examples in the field. */
  private CodeBlock remember() {
    return program.routines().isEmpty()
        ? CodeBlock.of("")
        : CodeBlock.builder().addStatement("this.examples = examples").build();
  }

  private MethodSpec beginStep() {
    MethodSpec.Builder method =
        override("beginStep")
            .addParameter(types.examples(), "examples")
            .addParameter(TypeName.INT, "from")
            .addParameter(TypeName.INT, "to")
            .addParameter(types.array(), "gradient")
            .addStatement("this.examples = examples")
            .addStatement("first = from")
            .addStatement("count = to - from")
            .addStatement("this.gradient = gradient");
    if (program.buffers().stream().anyMatch(BufferWriter::isPerExample)) {
      method.beginControlFlow("if (count > capacity)").addStatement("grow(count)").endControlFlow();
    }
    return method.build();
  }

  private MethodSpec inputGradient() {
    MethodSpec.Builder method = override("inputGradient").returns(types.array());
    Buffer rows =
        program.buffers().stream()
            .filter(buffer -> buffer.role() == Buffer.Role.INPUT_GRADIENT)
            .findFirst()
            .orElse(null);
    if (rows == null) {
      return method.addStatement("return new $T[0]", types.real()).build();
    }
    return method
        .addStatement(
            "final $T[] flat = new $T[count * $L]", types.real(), types.real(), rows.size())
        .beginControlFlow("for (int b = 0; b < count; b++)")
        .addStatement(
            "$T.arraycopy($N[b], 0, flat, b * $L, $L)",
            System.class,
            members.of(rows),
            rows.size(),
            rows.size())
        .endControlFlow()
        .addStatement("return flat")
        .build();
  }
}
