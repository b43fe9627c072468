package dev.bpnet.compiler.emit;

import com.palantir.javapoet.AnnotationSpec;
import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Program;
import dev.bpnet.compiler.loop.Routine;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.lang.model.element.Modifier;

/**
 * The class of a network: fields, constructors, the contract's methods, accessors, private
 * routines.
 */
final class ClassWriter {
  /** Fields that every class has, and parameters that hide them. */
  static final List<String> FIELDS =
      List.of(
          "DESCRIPTION",
          "VECTORS",
          "code",
          "parameters",
          "examples",
          "first",
          "count",
          "gradient",
          "meanLoss",
          "capacity",
          "seed",
          "step",
          "one",
          "oneOutput",
          "outputs",
          "metrics",
          "inputs",
          "classInputs",
          "targets",
          "classTargets");

  /** Of the constructor for everybody. */
  static final String FRESH =
      "A network whose parameters are drawn by the seed of its {@code train} block.\n";

  /** Kept in source alone, so that a generated class needs no module but {@code java.base}. */
  private static final ClassName GENERATED =
      ClassName.get("javax.annotation.processing", "Generated");

  private final EmissionInput input;
  private final Program program;
  private final RuntimeTypes types;
  private final ClassName self;
  private final Names members = new Names();
  private final MethodNames methods = new MethodNames();
  private final boolean random;
  private final BufferWriter buffers;
  private final HandedOn handedOn = new HandedOn();
  private final ClassName companion;
  private HostBinder host;
  private Calls calls;

  ClassWriter(EmissionInput input) {
    this.input = input;
    this.program = input.program();
    this.types = RuntimeTypes.of(input.single());
    this.self = ClassName.get(input.packageName(), input.className());
    this.random = RandomUse.in(program);
    this.buffers = new BufferWriter(input, members);
    this.companion = VectorClassWriter.name(input);
    members.reserve(companion.simpleName());
    FIELDS.forEach(members::reserve);
    members.reserveTypes();
  }

  TypeSpec write() {
    nameMembers();
    TypeSpec.Builder type =
        TypeSpec.classBuilder(input.className())
            .addModifiers(Modifier.FINAL)
            .addSuperinterface(types.network());
    if (input.isBehind()) {
      type.addJavadoc(ClassDocumentation.ofPart(input));
    } else {
      type.addJavadoc(ClassDocumentation.of(input)).addModifiers(Modifier.PUBLIC);
    }
    input.host().ifPresent(asking -> host(asking, type));
    fields(type);
    constructors(type);
    ContractWriter contract = new ContractWriter(input, members, calls, random);
    contract.methods().forEach(type::addMethod);
    if (!input.isBehind()) {
      new AccessorWriter(input, methods, members).methods(host).forEach(type::addMethod);
    }
    for (Routine routine : program.routines()) {
      if (routine.hasVectors()) {
        continue;
      }
      type.addMethod(contract.routine(routine));
    }
    if (program.direct().isPresent()) {
      new DirectWriter(input, members, calls).methods().forEach(type::addMethod);
    } else {
      program.phases().forEach(phase -> type.addMethod(contract.routine(phase.routine())));
    }
    calls.elementary().methods(calls).forEach(type::addMethod);
    return type.build();
  }

  /** Whoever takes the class behind a network's has looked before. */
  private boolean requiresVectors() {
    return hasVectors() && !input.isBehind();
  }

  private boolean hasVectors() {
    return program.routines().stream().anyMatch(Routine::hasVectors);
  }

  /** The companion class of the vector code, if there is any; after {@link #write}. */
  Optional<TypeSpec> companion() {
    return hasVectors()
        ? Optional.of(new VectorClassWriter(input, calls(true)).write())
        : Optional.empty();
  }

  /** What the interface asks for that the class does not have. */
  List<HostMismatch> mismatches() {
    return host.mismatches();
  }

  static void host(HostType asking, TypeSpec.Builder type) {
    asking
        .interfaceName()
        .map(name -> List.of(name.split("\\.")))
        .map(n -> ClassName.get(asking.packageName(), n.get(0), inner(n)))
        .ifPresent(type::addSuperinterface);
    asking
        .generator()
        .map(author -> AnnotationSpec.builder(GENERATED).addMember("value", "$S", author))
        .ifPresent(annotation -> type.addAnnotation(annotation.build()));
    Set<String> hiding = new TreeSet<>(asking.memberTypes());
    if (!hiding.isEmpty()) {
      // JavaPoet goes by the last name of a nested type, and the interface may hide the first.
      hiding.addAll(RuntimeTypes.NESTED);
    }
    type.alwaysQualify(hiding.toArray(new String[0]));
  }

  private static String[] inner(List<String> names) {
    return names.subList(1, names.size()).toArray(new String[0]);
  }

  private void nameMembers() {
    for (Routine routine : program.allRoutines()) {
      for (Buffer buffer : ContractWriter.buffersOf(routine)) {
        switch (buffer.role()) {
          case FLAT, PER_EXAMPLE, FLAT_PER_EXAMPLE, SCALAR_PER_EXAMPLE, ROWS, INPUT_GRADIENT -> {}
          default -> nameAs(buffer, buffer.name());
        }
      }
    }
    program.buffers().forEach(buffer -> members.give(buffer, buffer.name()));
    input.model().prediction().outputs().keySet().forEach(methods::accessor);
    host = new HostBinder(input, methods);
    input.host().ifPresent(h -> h.methods().forEach(method -> methods.reserve(method.name())));
    program.routines().forEach(methods::routine);
    program.phases().forEach(phase -> methods.routine(phase.routine()));
    program.direct().stream()
        .flatMap(passes -> passes.ofKnownCounts().stream())
        .forEach(methods::routine);
    calls = calls(false);
  }

  /** How the routines with vectors, or those without, call others and elementary functions. */
  private Calls calls(boolean vectors) {
    List<Routine> callers =
        program.allRoutines().stream().filter(r -> r.hasVectors() == vectors).toList();
    ElementaryMethods elementary =
        input.single() ? ElementaryMethods.calledBy(callers, methods) : ElementaryMethods.none();
    return new Calls(methods, handedOn, companion, elementary);
  }

  /** A name of the contract, reserved for just this. */
  private void nameAs(Buffer buffer, String name) {
    if (!members.has(buffer)) {
      members.giveReserved(buffer, name);
    }
  }

  private void fields(TypeSpec.Builder type) {
    DescriptionWriter description = new DescriptionWriter(input);
    description.methods().forEach(type::addMethod);
    type.addField(
        FieldSpec.builder(
                RuntimeTypes.DESCRIPTION,
                "DESCRIPTION",
                Modifier.PRIVATE,
                Modifier.STATIC,
                Modifier.FINAL)
            .initializer(description.expression())
            .build());
    type.addField(types.array(), "parameters", Modifier.PRIVATE, Modifier.FINAL);
    buffers.fields().forEach(type::addField);
    if (!input.isBehind()) {
      type.addField(
          FieldSpec.builder(types.examples(), "one", Modifier.PRIVATE, Modifier.FINAL)
              .initializer(one(input))
              .build());
      type.addField(
          FieldSpec.builder(types.array(), "oneOutput", Modifier.PRIVATE, Modifier.FINAL)
              .initializer("new $T[DESCRIPTION.outputSize()]", types.real())
              .build());
    }
    type.addField(types.examples(), "examples", Modifier.PRIVATE);
    type.addField(TypeName.INT, "first", Modifier.PRIVATE);
    type.addField(TypeName.INT, "count", Modifier.PRIVATE);
    type.addField(types.array(), "gradient", Modifier.PRIVATE);
    type.addField(TypeName.DOUBLE, "meanLoss", Modifier.PRIVATE);
    if (buffers.growsWithBatch()) {
      type.addField(TypeName.INT, "capacity", Modifier.PRIVATE);
    }
    if (random) {
      type.addField(TypeName.LONG, "seed", Modifier.PRIVATE);
      type.addField(TypeName.LONG, "step", Modifier.PRIVATE);
    }
  }

  /** Room for the inputs of one example. */
  static CodeBlock one(EmissionInput input) {
    RuntimeTypes types = RuntimeTypes.of(input.single());
    return CodeBlock.of(
        "new $T(1,$Wnew $T[$L],$Wnew int[$L],$Wnew $T[$L],$Wnew int[$L])",
        types.examples(),
        types.real(),
        size(input, Variable.Role.INPUT, false),
        size(input, Variable.Role.INPUT, true),
        types.real(),
        size(input, Variable.Role.TARGET, false),
        size(input, Variable.Role.TARGET, true));
  }

  private static int size(EmissionInput input, Variable.Role role, boolean classes) {
    return input.model().variables(role).stream()
        .filter(variable -> variable.kind().isClass() == classes)
        .mapToInt(variable -> variable.shape().size())
        .sum();
  }

  private void constructors(TypeSpec.Builder type) {
    int size =
        input.model().variables().stream()
            .filter(variable -> variable.initializer().isPresent())
            .mapToInt(variable -> variable.shape().size())
            .sum();
    MethodSpec.Builder fresh =
        MethodSpec.constructorBuilder().addStatement("this(new $T[$L])", types.real(), size);
    if (!input.isBehind()) {
      fresh
          .addJavadoc(FRESH)
          .addModifiers(Modifier.PUBLIC)
          .addStatement("initialize(DESCRIPTION.training().seed())");
    }
    type.addMethod(fresh.build());
    MethodSpec.Builder sharing =
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(types.array(), "parameters")
            .addCode(requiresVectors() ? VectorClassWriter.requirement(input) : CodeBlock.of(""))
            .addStatement("this.parameters = parameters");
    if (buffers.allocatesInMethods()) {
      sharing.addStatement("allocate()");
    }
    if (buffers.growsWithBatch()) {
      sharing.addStatement("grow(1)");
    }
    type.addMethod(sharing.build());
    buffers.methods().forEach(type::addMethod);
  }
}
