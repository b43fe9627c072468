package dev.bpnet.compiler.graph;

import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * Where a node comes from; for names in emitted code, comments and explanations.
 *
 * @param span the expression that it was made of
 * @param scope the layers, functions and repeats that surround it, outermost first, as in parameter
 *     paths: {@code [h, dense1]}
 * @param name the source name of the value; empty if it has none
 * @param gradient whether this is the derivative of the objective with respect to the named value
 */
public record Origin(Span span, List<String> scope, Optional<String> name, boolean gradient) {
  public Origin {
    scope = List.copyOf(scope);
  }

  public Origin named(String newName) {
    return new Origin(span, scope, Optional.of(newName), gradient);
  }

  /** The same place and scope, without a name. */
  public Origin unnamed() {
    return name.isEmpty() ? this : new Origin(span, scope, Optional.empty(), gradient);
  }

  /** The origin of the adjoint of a value with this origin. */
  public Origin adjoint() {
    return new Origin(span, scope, name, true);
  }
}
