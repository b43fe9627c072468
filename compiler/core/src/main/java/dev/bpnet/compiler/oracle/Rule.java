package dev.bpnet.compiler.oracle;

import dev.bpnet.compiler.graph.Node;
import java.util.Optional;

/** What one operation means. */
interface Rule {
  /** Its value; operands are found in the scope. */
  Field value(Node node, Scope scope);

  /** The tangent of its value; empty if no operand has one. */
  Optional<Field> tangent(Node node, Tangents tangents);
}
