package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.FieldSpec;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.ParameterSpec;
import com.palantir.javapoet.TypeName;
import com.palantir.javapoet.TypeSpec;
import dev.bpnet.compiler.graph.Node;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;

/**
 * The class of a network that has code with vectors and without: it takes one of the two when it is
 * loaded, and hands everything on to it.
 */
final class AutoClassWriter {
  private static final TypeName INT = TypeName.INT;

  private final EmissionInput input;
  private final RuntimeTypes types;
  private final MethodNames methods = new MethodNames();
  private final Names members = new Names();
  private final HostBinder host;

  AutoClassWriter(EmissionInput input) {
    this.input = input;
    this.types = RuntimeTypes.of(input.single());
    ClassWriter.FIELDS.forEach(members::reserve);
    Stream.of(input.scalarPart(), input.vectorPart())
        .map(EmissionInput::className)
        .forEach(members::reserve);
    members.reserve(VectorClassWriter.name(input).simpleName());
    members.reserveTypes();
    input.model().prediction().outputs().keySet().forEach(methods::accessor);
    this.host = new HostBinder(input, methods);
  }

  TypeSpec write() {
    TypeSpec.Builder type =
        TypeSpec.classBuilder(input.className())
            .addJavadoc(ClassDocumentation.of(input))
            .addModifiers(Modifier.PUBLIC, Modifier.FINAL)
            .addSuperinterface(types.network());
    input.host().ifPresent(asking -> ClassWriter.host(asking, type));
    fields(type);
    constructors(type);
    delegates().forEach(type::addMethod);
    new AccessorWriter(input, methods, members).methods(host).forEach(type::addMethod);
    return type.addMethod(hasVectors()).build();
  }

  List<HostMismatch> mismatches() {
    return host.mismatches();
  }

  private void fields(TypeSpec.Builder type) {
    int outputs =
        input.model().prediction().outputs().values().stream()
            .mapToInt((Node output) -> output.shape().size())
            .sum();
    type.addField(
        FieldSpec.builder(
                TypeName.BOOLEAN, "VECTORS", Modifier.PRIVATE, Modifier.STATIC, Modifier.FINAL)
            .initializer("hasVectors()")
            .build());
    type.addField(
        FieldSpec.builder(types.network(), "code", Modifier.PRIVATE, Modifier.FINAL)
            .addJavadoc("The code that is in use.")
            .build());
    type.addField(
        FieldSpec.builder(types.examples(), "one", Modifier.PRIVATE, Modifier.FINAL)
            .initializer(ClassWriter.one(input))
            .build());
    type.addField(
        FieldSpec.builder(types.array(), "oneOutput", Modifier.PRIVATE, Modifier.FINAL)
            .initializer("new $T[$L]", types.real(), outputs)
            .build());
  }

  private void constructors(TypeSpec.Builder type) {
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addJavadoc(ClassWriter.FRESH)
            .addModifiers(Modifier.PUBLIC)
            .addStatement(
                "this(VECTORS ? new $T() : new $T())",
                name(input.vectorPart()),
                name(input.scalarPart()))
            .addStatement("initialize(code.description().training().seed())")
            .build());
    type.addMethod(
        MethodSpec.constructorBuilder()
            .addModifiers(Modifier.PRIVATE)
            .addParameter(types.network(), "code")
            .addStatement("this.code = code")
            .build());
  }

  private static ClassName name(EmissionInput part) {
    return ClassName.get(part.packageName(), part.className());
  }

  /**
   * What the contract asks for, and what a class of either kind may do better than the contract.
   */
  private List<MethodSpec> delegates() {
    ParameterSpec number = parameter(INT, "number");
    ParameterSpec from = parameter(INT, "from");
    ParameterSpec to = parameter(INT, "to");
    ParameterSpec examples = parameter(types.examples(), "examples");
    ParameterSpec gradient = parameter(types.array(), "gradient");
    ParameterSpec outputs = parameter(types.array(), "outputs");
    ParameterSpec metrics = parameter(TypeName.get(double[].class), "metrics");
    List<MethodSpec> all = new ArrayList<>();
    all.add(handOn(RuntimeTypes.DESCRIPTION, "description"));
    all.add(handOn(types.array(), "parameters"));
    all.add(sharing());
    all.add(handOn(TypeName.VOID, "prepare"));
    all.add(handOn(TypeName.VOID, "prepare", from, to));
    all.add(handOn(INT, "prepareExtent"));
    all.add(handOn(TypeName.VOID, "predict", examples, from, to, outputs));
    all.add(handOn(TypeName.DOUBLE, "evaluate", examples, from, to, metrics));
    all.add(handOn(TypeName.DOUBLE, "gradient", examples, from, to, gradient));
    ParameterSpec rate = parameter(types.real(), "rate");
    all.add(handOn(TypeName.DOUBLE, "descend", examples, from, to, gradient, rate));
    all.add(handOn(TypeName.VOID, "beginStep", examples, from, to, gradient));
    all.add(handOn(INT, "phaseCount"));
    all.add(handOn(RuntimeTypes.PHASE, "phase", number));
    all.add(handOn(INT, "phaseExtent", number));
    all.add(handOn(TypeName.LONG, "phaseWork", number));
    all.add(handOn(TypeName.VOID, "runPhase", number, from, to));
    all.add(handOn(TypeName.DOUBLE, "endStep"));
    all.add(handOn(TypeName.VOID, "updateStates"));
    ParameterSpec seed = parameter(TypeName.LONG, "seed");
    all.add(handOn(TypeName.VOID, "randomStream", seed, parameter(TypeName.LONG, "step")));
    all.add(handOn(types.array(), "inputGradient"));
    return all;
  }

  private static ParameterSpec parameter(TypeName type, String name) {
    return ParameterSpec.builder(type, name).build();
  }

  private static MethodSpec handOn(TypeName returns, String name, ParameterSpec... parameters) {
    List<ParameterSpec> all = List.of(parameters);
    String arguments = all.stream().map(ParameterSpec::name).collect(Collectors.joining(", "));
    String start = returns.equals(TypeName.VOID) ? "" : "return ";
    return MethodSpec.methodBuilder(name)
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(returns)
        .addParameters(all)
        .addStatement("$Lcode.$N($L)", start, name, arguments)
        .build();
  }

  private MethodSpec sharing() {
    ClassName self = name(input);
    return MethodSpec.methodBuilder("sharing")
        .addAnnotation(Override.class)
        .addModifiers(Modifier.PUBLIC)
        .returns(self)
        .addStatement("return new $T(code.sharing())", self)
        .build();
  }

  private MethodSpec hasVectors() {
    CodeBlock look =
        CodeBlock.of(
            "$T.forName($S, false, $T.class.getClassLoader())",
            Class.class,
            VectorTypes.vector(input.single()).reflectionName(),
            name(input));
    return MethodSpec.methodBuilder("hasVectors")
        .addJavadoc("Whether java was started with the vector module, and is fast with it.\n")
        .addModifiers(Modifier.PRIVATE, Modifier.STATIC)
        .returns(TypeName.BOOLEAN)
        .beginControlFlow("try")
        .addStatement(look)
        .addStatement("return $T.$N()", VectorClassWriter.name(input), VectorClassWriter.IS_FAST)
        .nextControlFlow("catch ($T | $T e)", ClassNotFoundException.class, LinkageError.class)
        .addStatement("return false")
        .endControlFlow()
        .build();
  }
}
