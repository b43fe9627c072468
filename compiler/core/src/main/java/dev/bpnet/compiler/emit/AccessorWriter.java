package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.MethodSpec;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.Modifier;

/** One method per output, named after it, with the inputs as parameters. */
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

  List<MethodSpec> methods() {
    List<MethodSpec> methods = new ArrayList<>();
    if (input.model().variables(Variable.Role.INPUT).size() > MOST_INPUTS) {
      return methods;
    }
    int offset = 0;
    for (Map.Entry<String, Node> output : input.model().prediction().outputs().entrySet()) {
      methods.add(accessor(output.getKey(), output.getValue(), offset));
      offset += output.getValue().shape().size();
    }
    return methods;
  }

  private MethodSpec accessor(String name, Node output, int offset) {
    Names names = members.method();
    List.of("one", "oneOutput", "result").forEach(names::reserve);
    MethodSpec.Builder method =
        MethodSpec.methodBuilder(methodNames.ofAccessor(name)).addModifiers(Modifier.PUBLIC);
    method.addJavadoc("$L of one example.\n", InertText.javadoc(name));
    inputs(method, names);
    method.addStatement("predict(one, 0, 1, oneOutput)");
    result(method, output, offset);
    return method.build();
  }

  private void inputs(MethodSpec.Builder method, Names names) {
    List<Variable> inputs = input.model().variables(Variable.Role.INPUT);
    long total = inputs.stream().mapToLong(variable -> variable.shape().size()).sum();
    int reals = 0;
    int classes = 0;
    for (Variable variable : inputs) {
      boolean isClass = variable.kind().isClass();
      TypeName type = isClass ? TypeName.INT : types.real();
      String source = isClass ? "classInputs" : "inputs";
      int size = variable.shape().size();
      int offset = isClass ? classes : reals;
      if (total <= MOST_SCALARS || variable.shape().isScalar()) {
        for (int i = 0; i < size; i++) {
          String wish = size == 1 ? variable.name() : variable.name() + i;
          String parameter = names.fresh(wish);
          method.addParameter(type, parameter);
          method.addStatement("one.$L()[$L] = $N", source, offset + i, parameter);
        }
      } else {
        String parameter = names.fresh(variable.name());
        method.addParameter(ArrayTypeName.of(type), parameter);
        method.addJavadoc(
            "\n@param $N of shape $L, row-major\n", parameter, variable.shape().toString());
        method.addStatement(
            "$T.arraycopy($N, 0, one.$L(), $L, $L)", System.class, parameter, source, offset, size);
      }
      reals += isClass ? 0 : size;
      classes += isClass ? size : 0;
    }
  }

  private void result(MethodSpec.Builder method, Node output, int offset) {
    boolean whole = output.kind().type() != Kind.Type.REAL;
    if (output.shape().size() == 1) {
      method.returns(whole ? TypeName.INT : types.real());
      method.addStatement(whole ? "return (int) oneOutput[$L]" : "return oneOutput[$L]", offset);
      return;
    }
    method.returns(types.array());
    CodeBlock range = CodeBlock.of("$L, $L", offset, offset + output.shape().size());
    method.addStatement("return $T.copyOfRange(oneOutput, $L)", Arrays.class, range);
  }
}
