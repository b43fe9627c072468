package dev.bpnet.compiler.graph;

import java.util.List;

/**
 * An affine function of loop indices: offset + Σ coefficient · index.
 *
 * @param terms each index at most once, no coefficient 0
 */
public record Affine(int offset, List<Term> terms) {
  /** One coefficient with its index. */
  public record Term(int coefficient, LoopIndex index) {}

  public Affine {
    terms = List.copyOf(terms);
    if (terms.stream().anyMatch(t -> t.coefficient() == 0)
        || terms.stream().map(Term::index).distinct().count() != terms.size()) {
      throw new IllegalArgumentException("terms " + terms);
    }
  }

  public static Affine constant(int value) {
    return new Affine(value, List.of());
  }

  public boolean isConstant() {
    return terms.isEmpty();
  }

  /** The smallest value over the whole range of the indices. */
  public long min() {
    return offset
        + terms.stream()
            .mapToLong(t -> Math.min(0, t.coefficient() * (t.index().count() - 1L)))
            .sum();
  }

  /** The largest value over the whole range of the indices. */
  public long max() {
    return offset
        + terms.stream()
            .mapToLong(t -> Math.max(0, t.coefficient() * (t.index().count() - 1L)))
            .sum();
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (Term term : terms) {
      text.append(text.isEmpty() ? "" : " + ");
      text.append(term.coefficient() == 1 ? "" : term.coefficient() + "*").append(term.index());
    }
    return text.isEmpty()
        ? Integer.toString(offset)
        : offset == 0 ? text.toString() : text + " + " + offset;
  }
}
