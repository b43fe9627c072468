package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** Methods named after outputs, with the inputs as parameters. */
final class AccessorWriter {
  /** Real inputs up to which each element is a parameter of its own. */
  private static final int MOST_SCALARS = 6;

  /** Inputs up to which there are accessors at all; the JVM allows 255 words of parameters. */
  private static final int MOST_INPUTS = 40;

  private final EmissionInput input;
  private final MethodNames methodNames;
  private final Names members;
  private final RuntimeTypes types;

  AccessorWriter(EmissionInput input, MethodNames methodNames, Names members) {
    this.input = input;
    this.methodNames = methodNames;
    this.members = members;
    this.types = RuntimeTypes.of(input.single());
  }

  /** One method per output, and what an interface asks for beyond them. */
  List<MethodSpec> methods(HostBinder host) {
    Map<String, Accessor> accessors = new LinkedHashMap<>();
    if (input.model().variables(Variable.Role.INPUT).size() <= MOST_INPUTS) {
      own().forEach(accessor -> accessors.put(accessor.signature(), accessor));
      accessors.keySet().removeAll(host.defaults());
    }
    host.accessors().forEach(accessor -> accessors.put(accessor.signature(), accessor));
    return accessors.values().stream().map(this::method).toList();
  }

  private List<Accessor> own() {
    List<Variable> inputs = input.model().variables(Variable.Role.INPUT);
    long total = inputs.stream().mapToLong(variable -> variable.shape().size()).sum();
    List<Accessor.Argument> arguments = new ArrayList<>();
    for (Variable variable : inputs) {
      boolean spelled = total <= MOST_SCALARS || variable.shape().isScalar();
      Accessor.Form form = spelled ? Accessor.Form.ELEMENTS : Accessor.Form.ARRAY;
      arguments.add(Accessor.argument(variable, form, types.real()));
    }
    List<Accessor> accessors = new ArrayList<>();
    int offset = 0;
    for (Map.Entry<String, Node> output : input.model().prediction().outputs().entrySet()) {
      String name = methodNames.ofAccessor(output.getKey());
      accessors.add(new Accessor(name, output.getValue(), offset, arguments, Accessor.Nature.OWN));
      offset += output.getValue().shape().size();
    }
    return accessors;
  }

  private MethodSpec method(Accessor accessor) {
    Names names = members.method();
    List.of("one", "oneOutput", "result").forEach(names::reserve);
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(accessor.name()).addModifiers(Modifier.PUBLIC);
    method.addJavadoc(
        "$L of one example. Not thread-safe: one instance per thread.\n",
        InertText.javadoc(methodNames.output(accessor.name())));
    if (accessor.nature() != Accessor.Nature.OWN) {
      method.addAnnotation(Override.class);
      method.varargs(accessor.nature() == Accessor.Nature.IMPLEMENTED_VARARGS);
    }
    inputs(method, accessor.arguments(), names);
    method.addStatement("predict(one, 0, 1, oneOutput)");
    result(method, accessor, names);
    return method.build();
  }

  private static void inputs(
      MethodSpec.Builder method, List<Accessor.Argument> arguments, Names names) {
    int reals = 0;
    int classes = 0;
    for (Accessor.Argument argument : arguments) {
      Variable variable = argument.variable();
      boolean isClass = variable.kind().isClass();
      String source = isClass ? "classInputs" : "inputs";
      int size = variable.shape().size();
      int offset = isClass ? classes : reals;
      if (argument.form() == Accessor.Form.ELEMENTS) {
        for (String wish : argument.wishes()) {
          String parameter = names.fresh(wish);
          method.addParameter(argument.type(), parameter);
          method.addStatement("one.$L()[$L] = $N", source, offset++, parameter);
        }
      } else {
        String parameter = names.fresh(variable.name());
        method.addParameter(argument.type(), parameter);
        method.addJavadoc(
            "\n@param $N of shape $L, row-major\n", parameter, variable.shape().toString());
        method.addStatement(
            "$T.arraycopy($N, 0, one.$L(), $L, $L)", System.class, parameter, source, offset, size);
      }
      reals += isClass ? 0 : size;
      classes += isClass ? size : 0;
    }
  }

  private void result(MethodSpec.Builder method, Accessor accessor, Names names) {
    int size = accessor.output().shape().size();
    int offset = accessor.offset();
    boolean whole = accessor.isWhole();
    method.returns(accessor.returns(types.real()));
    if (size == 1) {
      method.addStatement(whole ? "return (int) oneOutput[$L]" : "return oneOutput[$L]", offset);
    } else if (whole) {
      String index = names.fresh("i");
      method.addStatement("final int[] result = new int[$L]", size);
      method.beginControlFlow("for (int $1N = 0; $1N < $2L; $1N++)", index, size);
      method.addStatement("result[$1N] = (int) oneOutput[$2L + $1N]", index, offset);
      method.endControlFlow();
      method.addStatement("return result");
    } else {
      CodeBlock range = CodeBlock.of("$L, $L", offset, offset + size);
      method.addStatement("return $T.copyOfRange(oneOutput, $L)", Arrays.class, range);
    }
  }
}
