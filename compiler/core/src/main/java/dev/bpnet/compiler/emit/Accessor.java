package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ArrayTypeName;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.graph.Kind;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A method that computes one output of one example.
 *
 * @param name of the method
 * @param output its node in the prediction graph
 * @param offset of the output's first element among the outputs of an example
 * @param arguments all inputs in declaration order
 * @param nature why the method is there
 */
record Accessor(String name, Node output, int offset, List<Argument> arguments, Nature nature) {
  /** Where a method comes from. */
  enum Nature {
    /** From the model alone. */
    OWN,
    /** An interface asks for it. */
    IMPLEMENTED,
    /** An interface asks for it and declares its last parameter as variable. */
    IMPLEMENTED_VARARGS
  }

  /** How an input arrives. */
  enum Form {
    /** As one array. */
    ARRAY,
    /** Each element as a parameter of its own. */
    ELEMENTS
  }

  /**
   * One input.
   *
   * @param element its Java type
   */
  record Argument(Variable variable, Form form, TypeName element) {
    /** What the parameters would best be called; there may be reasons to call them otherwise. */
    List<String> wishes() {
      String name = variable.name();
      int size = variable.shape().size();
      return form == Form.ARRAY || size == 1
          ? List.of(name)
          : IntStream.range(0, size).mapToObj(i -> name + i).toList();
    }

    /** The parameters as an interface is to call them: the wishes, unless Java has other plans. */
    List<String> names() {
      return wishes().stream().map(wish -> new Names().fresh(wish)).toList();
    }

    TypeName type() {
      return form == Form.ARRAY ? ArrayTypeName.of(element) : element;
    }

    private List<String> types() {
      return Collections.nCopies(wishes().size(), type().toString());
    }
  }

  String signature() {
    return HostMethod.signature(
        name, arguments.stream().flatMap(argument -> argument.types().stream()).toList());
  }

  boolean isWhole() {
    return output.kind().type() != Kind.Type.REAL;
  }

  /** The Java type of the result. */
  TypeName returns(TypeName real) {
    TypeName element = isWhole() ? TypeName.INT : real;
    return output.shape().size() == 1 ? element : ArrayTypeName.of(element);
  }

  /** As a programmer would declare it. */
  String declaration(TypeName real) {
    List<String> parameters =
        arguments.stream()
            .flatMap(a -> a.names().stream().map(name -> a.type() + " " + name))
            .toList();
    return returns(real) + " " + name + "(" + String.join(", ", parameters) + ")";
  }

  static Argument argument(Variable variable, Form form, TypeName real) {
    return new Argument(variable, form, variable.kind().isClass() ? TypeName.INT : real);
  }
}
