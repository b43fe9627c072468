package dev.bpnet.compiler.graph;

import dev.bpnet.compiler.source.Span;
import java.util.Optional;

/**
 * A tensor that a phase wants to make is above {@link Shape#MAX_SIZE}. Of tensors that the source
 * writes down the checker says so; this is for those that nobody writes, such as the values of all
 * steps of a loop, which its derivative reads.
 */
public final class ShapeTooLargeException extends IllegalArgumentException {
  private static final long serialVersionUID = 1;

  private final String shape;
  private final transient Optional<Span> span;

  ShapeTooLargeException(String shape) {
    this(shape, Optional.empty());
  }

  private ShapeTooLargeException(String shape, Optional<Span> span) {
    super("too many elements: " + shape);
    this.shape = shape;
    this.span = span;
  }

  /** The same of a value whose place is known. */
  ShapeTooLargeException of(Origin origin) {
    return new ShapeTooLargeException(shape, Optional.of(origin.span()));
  }

  /** The shape, as the language writes it. */
  public String shape() {
    return shape;
  }

  /** The expression whose values would make the tensor, where it is known. */
  public Optional<Span> span() {
    return span;
  }
}
