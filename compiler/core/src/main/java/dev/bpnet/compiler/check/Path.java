package dev.bpnet.compiler.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An immutable list that grows at its front and shares its tail, with its hash at hand: chains of
 * calls and names of parameters are as long as layers nest, and there are many of them.
 *
 * @param <T> of the elements
 */
final class Path<T> {
  private final Optional<T> first;
  private final Optional<Path<T>> rest;
  private final int hash;

  private Path(Optional<T> first, Optional<Path<T>> rest) {
    this.first = first;
    this.rest = rest;
    this.hash = 31 * rest.map(Path::hashCode).orElse(7) + first.hashCode();
  }

  static <T> Path<T> empty() {
    return new Path<>(Optional.empty(), Optional.empty());
  }

  /** This path with an element before it. */
  Path<T> prepend(T element) {
    return new Path<>(Optional.of(element), Optional.of(this));
  }

  /** From the front. */
  List<T> elements() {
    List<T> elements = new ArrayList<>();
    for (Path<T> path = this; path.rest.isPresent(); path = path.rest.get()) {
      path.first.ifPresent(elements::add);
    }
    return elements;
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || other instanceof Path<?> that && hash == that.hash && elements().equals(that.elements());
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
