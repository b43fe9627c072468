package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.lower.code.Share;
import java.util.Optional;

/**
 * A sum over the batch that is computed in parts.
 *
 * @param part parameters among those of {@code Share}
 * @param before what runs over a range of examples, when all that is summed is known
 */
public record Divided(Routine part, Optional<Routine> before) {
  /** Whether the routine does several parts in one call: those of a layer's units. */
  public boolean isOfUnits() {
    return part.parameters().contains(Share.FROM);
  }
}
