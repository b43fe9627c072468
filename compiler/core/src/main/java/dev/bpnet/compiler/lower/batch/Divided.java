package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Share;
import java.util.List;
import java.util.Optional;

/**
 * A sum over the batch that is computed in parts.
 *
 * @param part what computes parts, as many in a call as {@code by} says
 * @param before what runs over a range of examples, when all that is summed is known
 */
public record Divided(Routine part, By by, Optional<Routine> before) {
  /** By what a sum is divided. */
  public enum By {
    /** A call computes one part. */
    ROWS(Share.PARAMETERS),

    /** A call computes several of the parts that a layer's units are divided into. */
    UNITS(Share.PARAMETERS_OF_RANGE);

    private final List<Local> parameters;

    By(List<Local> parameters) {
      this.parameters = parameters;
    }

    /** Of which the routines take what they use. */
    List<Local> parameters() {
      return parameters;
    }
  }
}
