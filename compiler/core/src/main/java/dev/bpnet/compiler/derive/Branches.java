package dev.bpnet.compiler.derive;

import dev.bpnet.compiler.graph.Node;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Op;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The literals that enclose a value, innermost first: a list that shares its end with the lists of
 * the enclosing values, so that selects in selects take as much memory as there are selects.
 */
final class Branches {
  /** A condition of a select that holds or does not, elementwise; or a scalar, for all elements. */
  record Literal(Node condition, boolean positive) {
    /** The value where the literal holds, else 0. */
    Node mask(NodeBuilder b, Node value) {
      Node zero = b.constant(0, value.shape());
      return positive ? b.select(condition, value, zero) : b.select(condition, zero, value);
    }

    /** The condition that holds where the literal does. */
    Node truth(NodeBuilder b) {
      return positive ? condition : b.unary(Op.NOT, condition);
    }
  }

  /** More literals than this are taken together where each would be work. */
  private static final int MANY = 16;

  private final Branches outer;
  private final Literal literal;
  private final int depth;
  private final boolean scalar;
  private final Map<Literal, Branches> inner = new HashMap<>(2);
  private List<Literal> conjunctions;

  private Branches(Branches outer, Literal literal, int depth, boolean scalar) {
    this.outer = outer;
    this.literal = literal;
    this.depth = depth;
    this.scalar = scalar;
  }

  /** None, to which others are added; lists that go on from the same one are comparable. */
  static Branches none() {
    return new Branches(null, null, 0, true);
  }

  /** These and some within them. */
  Branches with(Collection<Literal> literals) {
    Branches result = this;
    for (Literal each : literals) {
      result = result.with(each);
    }
    return result;
  }

  /** These and one within them: the same list for the same one. */
  Branches with(Literal each) {
    return depth <= MANY && literals().contains(each)
        ? this
        : inner.computeIfAbsent(
            each,
            key ->
                new Branches(this, each, depth + 1, scalar && each.condition().shape().isScalar()));
  }

  boolean isEmpty() {
    return depth == 0;
  }

  /** Whether all conditions are scalars. */
  boolean areScalar() {
    return scalar;
  }

  /** The literals, outermost first; instead of many, a few that hold together where all do. */
  List<Literal> few() {
    return depth <= MANY ? literals() : conjunctions();
  }

  /** The literals that both have. */
  Branches intersection(Branches other) {
    Branches common = common(other);
    if (common.depth == depth || common.depth == other.depth) {
      return common;
    }
    Set<Literal> others = new HashSet<>(other.inside(common.depth));
    Branches both = common;
    for (Literal each : inside(common.depth)) {
      both = others.contains(each) ? both.with(each) : both;
    }
    return both;
  }

  /** What holds where all of these do, save for what the others see to. */
  List<Literal> without(Branches others) {
    if (others == this) {
      return List.of();
    }
    Branches common = common(others);
    if (depth - common.depth > MANY) {
      return conjunctions();
    }
    List<Literal> rest = inside(common.depth);
    rest.removeAll(new HashSet<>(others.inside(common.depth)));
    return rest;
  }

  private List<Literal> literals() {
    return inside(0);
  }

  /** The literals within the first so many, outermost first. */
  private List<Literal> inside(int end) {
    List<Literal> literals = new ArrayList<>(depth - end);
    for (Branches each = this; each.depth > end; each = each.outer) {
      literals.add(each.literal);
    }
    Collections.reverse(literals);
    return literals;
  }

  /** The longest end that two lists share. */
  private Branches common(Branches other) {
    Branches one = this;
    Branches two = other;
    while (one != two) {
      if (one.depth >= two.depth) {
        one = one.outer;
      } else {
        two = two.outer;
      }
    }
    return one;
  }

  /**
   * One literal each for the scalars and the elementwise conditions of steps and of examples, so
   * far as there are any. Each list's is made from that of the list which it goes on.
   */
  private List<Literal> conjunctions() {
    List<Branches> pending = new ArrayList<>();
    Branches known = this;
    while (known.depth > 0 && known.conjunctions == null) {
      pending.add(known);
      known = known.outer;
    }
    List<Literal> result = known.depth == 0 ? List.of() : known.conjunctions;
    for (int i = pending.size() - 1; i >= 0; i--) {
      result = and(result, pending.get(i).literal);
      pending.get(i).conjunctions = result;
    }
    return result;
  }

  private static List<Literal> and(List<Literal> literals, Literal more) {
    Set<Literal> result = new LinkedHashSet<>();
    Literal added = more;
    for (Literal literal : literals) {
      if (literal.condition().shape().equals(more.condition().shape())
          && literal.condition().perExample() == more.condition().perExample()) {
        NodeBuilder b = new NodeBuilder(more.condition().origin().unnamed());
        added = new Literal(b.binary(Op.AND, literal.truth(b), more.truth(b)), true);
      } else {
        result.add(literal);
      }
    }
    result.add(added);
    return List.copyOf(result);
  }
}
