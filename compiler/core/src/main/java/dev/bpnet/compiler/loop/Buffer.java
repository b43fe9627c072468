package dev.bpnet.compiler.loop;

/**
 * An array that routines read and write. Compared by identity.
 *
 * <p>A flat buffer is one array; a row buffer is an array of arrays of equal length, chosen by the
 * row of an {@link ArrayRef}.
 */
public final class Buffer {
  /** Who owns the array and what it holds. */
  public enum Role {
    /** The flat array of parameters and states. */
    PARAMETERS(false),
    /** The gradient array of the step that was begun. */
    GRADIENT(false),
    /** Real inputs of the examples at hand. */
    INPUTS(false),
    CLASS_INPUTS(false),
    TARGETS(false),
    CLASS_TARGETS(false),
    /** Where a prediction goes. */
    OUTPUTS(false),
    /** Where an evaluation puts the means of the metrics; of type double. */
    METRICS(false),
    /** The loss's derivative by the real inputs, one row per example of the batch. */
    INPUT_GRADIENT(true),
    /** A flat work array of the instance. */
    FLAT(false),
    /** A work array of the instance with one element per example of the batch. */
    SCALAR_PER_EXAMPLE(false),
    /** A work array of the instance: the examples of the batch one behind the other. */
    FLAT_PER_EXAMPLE(false),
    /** A work array of the instance with a row per example of the batch. */
    PER_EXAMPLE(true),
    /** A work array of the instance with a fixed number of rows. */
    ROWS(true);

    private final boolean rows;

    Role(boolean rows) {
      this.rows = rows;
    }

    /** Whether a reference to the buffer names a row. */
    public boolean hasRows() {
      return rows;
    }
  }

  private final String name;
  private final Role role;
  private final Type type;
  private final int rows;
  private final int size;
  private final String comment;

  /**
   * @param name for the field, unique after the emitter has had its say
   * @param rows the number of rows of a {@link Role#ROWS} buffer; 0 otherwise
   * @param size elements, per row if there are rows, per example of a {@link Role#FLAT_PER_EXAMPLE}
   *     buffer
   * @param comment what it holds, for a reader
   */
  public Buffer(String name, Role role, Type type, int rows, int size, String comment) {
    this.name = name;
    this.role = role;
    this.type = type;
    this.rows = rows;
    this.size = size;
    this.comment = comment;
  }

  public String name() {
    return name;
  }

  public Role role() {
    return role;
  }

  public Type type() {
    return type;
  }

  public int rows() {
    return rows;
  }

  public int size() {
    return size;
  }

  public String comment() {
    return comment;
  }

  @Override
  public String toString() {
    return name;
  }
}
