package dev.bpnet.compiler.lower.batch;

import dev.bpnet.compiler.loop.Routine;
import java.util.Optional;

/**
 * A sum over the batch that is computed in parts.
 *
 * @param part parameters among those of {@code Share}
 * @param before what runs over a range of examples, when all that is summed is known
 */
public record Divided(Routine part, Optional<Routine> before) {}
