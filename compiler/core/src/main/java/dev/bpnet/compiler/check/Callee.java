package dev.bpnet.compiler.check;

import dev.bpnet.compiler.syntax.Declaration;
import dev.bpnet.compiler.syntax.Expression;
import dev.bpnet.compiler.syntax.Identifier;
import dev.bpnet.compiler.syntax.Statement;
import java.util.List;
import java.util.Optional;

/** What can be called. */
sealed interface Callee {
  String name();

  /** In declaration order; of a variadic native the named ones only. */
  List<Parameter> parameters();

  String describe();

  /**
   * @param defaultValue empty if the caller must give it
   */
  record Parameter(String name, Optional<Expression> defaultValue, boolean optional) {}

  /**
   * Written in the language: by the user or in the prelude.
   *
   * @param layer whether it may own parameters
   * @param file whose names its body sees
   */
  record Source(
      Identifier identifier,
      boolean layer,
      List<Parameter> parameters,
      List<Statement> body,
      FileScope file)
      implements Callee {
    public Source {
      parameters = List.copyOf(parameters);
      body = List.copyOf(body);
    }

    static Source of(Declaration.Function function, FileScope file) {
      return new Source(
          function.name(), false, parameters(function.parameters()), function.body(), file);
    }

    static Source of(Declaration.Layer layer, FileScope file) {
      return new Source(layer.name(), true, parameters(layer.parameters()), layer.body(), file);
    }

    private static List<Parameter> parameters(List<Declaration.Parameter> written) {
      return written.stream()
          .map(
              parameter ->
                  new Parameter(
                      parameter.name().text(),
                      parameter.defaultValue(),
                      parameter.defaultValue().isPresent()))
          .toList();
    }

    @Override
    public String name() {
      return identifier.text();
    }

    @Override
    public String describe() {
      return layer ? "a layer" : "a function";
    }

    /** Two are the same if they are declared at the same place. */
    @Override
    public boolean equals(Object other) {
      return other instanceof Source that && identifier.span().equals(that.identifier.span());
    }

    @Override
    public int hashCode() {
      return identifier.hashCode();
    }
  }

  /** Built by Java code: one operation of the graph, or a fact about a shape. */
  record Builtin(Native function) implements Callee {
    @Override
    public String name() {
      return function.name();
    }

    @Override
    public List<Parameter> parameters() {
      return function.signature().parameters().stream()
          .map(p -> new Parameter(p.name(), Optional.empty(), p.optional()))
          .toList();
    }

    @Override
    public String describe() {
      return "a function";
    }
  }
}
