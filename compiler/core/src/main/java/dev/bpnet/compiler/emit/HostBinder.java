package dev.bpnet.compiler.emit;

import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.Variable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds what the methods of an interface mean: each is named after an output and takes the inputs
 * in declaration order, each input as an array or element by element.
 */
final class HostBinder {
  private static final Pattern PRIVATE =
      Pattern.compile("(grow|allocate|describe|hasVectors)[0-9]*");

  private final EmissionInput input;
  private final MethodNames methodNames;
  private final TypeName real;
  private final List<HostMethod> methods;
  private final Map<HostMethod, Accessor> bound = new LinkedHashMap<>();
  private final List<HostMismatch> mismatches = new ArrayList<>();

  /**
   * @param methodNames with the names of the accessors
   */
  HostBinder(EmissionInput input, MethodNames methodNames) {
    this.input = input;
    this.methodNames = methodNames;
    this.real = RuntimeTypes.of(input.single()).real();
    this.methods = input.host().map(HostType::methods).orElse(List.of());
    for (HostMethod method : methods) {
      if (PRIVATE.matcher(method.name()).matches()) {
        mismatch(method, "the name is that of a private method of " + input.className());
      } else if (!method.is(HostMethod.Trait.DEFAULT)) {
        bind(method);
      }
    }
  }

  /** The methods to write. */
  List<Accessor> accessors() {
    return List.copyOf(bound.values());
  }

  List<HostMismatch> mismatches() {
    return mismatches;
  }

  /** Signatures of methods that the interface has a body for, which is to stay in force. */
  Set<String> defaults() {
    return methods.stream()
        .filter(method -> method.is(HostMethod.Trait.DEFAULT))
        .map(HostMethod::signature)
        .collect(Collectors.toSet());
  }

  private void mismatch(HostMethod method, String message) {
    mismatches.add(new HostMismatch(method, message));
  }

  private void bind(HostMethod method) {
    int offset = 0;
    for (Map.Entry<String, Node> output : input.model().prediction().outputs().entrySet()) {
      if (methodNames.ofAccessor(output.getKey()).equals(method.name())) {
        bind(method, output.getValue(), offset);
        return;
      }
      offset += output.getValue().shape().size();
    }
    mismatch(method, "no output of " + input.model().name() + " is called so; " + outputs());
  }

  private void bind(HostMethod method, Node output, int offset) {
    Accessor.Nature nature =
        method.is(HostMethod.Trait.VARARGS)
            ? Accessor.Nature.IMPLEMENTED_VARARGS
            : Accessor.Nature.IMPLEMENTED;
    Binding binding = arguments(method);
    Accessor accessor = new Accessor(method.name(), output, offset, binding.arguments(), nature);
    Optional<String> complaint =
        method.is(HostMethod.Trait.GENERIC)
            ? Optional.of("it has type parameters")
            : binding.complaint().or(() -> wrongReturn(method, accessor));
    if (complaint.isPresent()) {
      mismatch(method, complaint.get() + "; expected " + expected(accessor));
    } else {
      bound.put(method, accessor);
    }
  }

  private Optional<String> wrongReturn(HostMethod method, Accessor accessor) {
    return method.returns().equals(accessor.returns(real).toString())
        ? Optional.empty()
        : Optional.of("it returns " + method.returns());
  }

  private record Binding(List<Accessor.Argument> arguments, Optional<String> complaint) {}

  /** The inputs as the method takes them, as far as it does. */
  private Binding arguments(HostMethod method) {
    List<HostMethod.Parameter> parameters = method.parameters();
    List<Accessor.Argument> arguments = new ArrayList<>();
    int next = 0;
    for (Variable variable : input.model().variables(Variable.Role.INPUT)) {
      if (next == parameters.size()) {
        return new Binding(arguments, Optional.of("the input " + variable.name() + " is missing"));
      }
      Accessor.Argument argument = argument(variable, form(variable, parameters.get(next), next));
      for (String name : argument.names()) {
        if (next == parameters.size()) {
          return new Binding(arguments, Optional.of("the parameter " + name + " is missing"));
        }
        HostMethod.Parameter parameter = parameters.get(next);
        if (!isCalled(parameter, name, next++)) {
          return new Binding(
              arguments, Optional.of("parameter " + next + " is called " + parameter.name()));
        }
        if (!parameter.type().equals(argument.type().toString())) {
          return new Binding(arguments, Optional.of(name + " is of type " + parameter.type()));
        }
      }
      arguments.add(argument);
    }
    return new Binding(
        arguments,
        next == parameters.size()
            ? Optional.empty()
            : Optional.of(parameters.get(next).name() + " is one parameter too many"));
  }

  /** As an array unless the parameter looks like an element. */
  private Accessor.Form form(Variable variable, HostMethod.Parameter parameter, int number) {
    Accessor.Argument elements = argument(variable, Accessor.Form.ELEMENTS);
    boolean isElement =
        variable.shape().isScalar()
            || isCalled(parameter, elements.names().get(0), number)
                && !parameter.type().endsWith("[]");
    return isElement ? Accessor.Form.ELEMENTS : Accessor.Form.ARRAY;
  }

  private static boolean isCalled(HostMethod.Parameter parameter, String name, int number) {
    return parameter.name().equals(name) || parameter.name().equals("arg" + number);
  }

  /** The declarations to choose from. */
  private String expected(Accessor like) {
    List<Variable> inputs = input.model().variables(Variable.Role.INPUT);
    String arrays = declaration(like, inputs, Accessor.Form.ARRAY);
    String elements = declaration(like, inputs, Accessor.Form.ELEMENTS);
    boolean small = inputs.stream().mapToLong(v -> v.shape().size()).sum() <= 6;
    return arrays.equals(elements) || !small ? arrays : elements + " or " + arrays;
  }

  private String declaration(Accessor like, List<Variable> inputs, Accessor.Form form) {
    List<Accessor.Argument> arguments =
        inputs.stream()
            .map(v -> argument(v, v.shape().isScalar() ? Accessor.Form.ELEMENTS : form))
            .toList();
    return new Accessor(like.name(), like.output(), like.offset(), arguments, like.nature())
        .declaration(real);
  }

  private Accessor.Argument argument(Variable variable, Accessor.Form form) {
    return Accessor.argument(variable, form, real);
  }

  private String outputs() {
    Map<String, String> names = methodNames.accessors();
    if (names.isEmpty()) {
      return "it has no outputs";
    }
    return names.entrySet().stream()
        .map(
            e -> e.getKey().equals(e.getValue()) ? e.getKey() : e.getValue() + " for " + e.getKey())
        .collect(Collectors.joining(", ", "its outputs are ", ""));
  }
}
