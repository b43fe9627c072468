package dev.bpnet.compiler.check;

import dev.bpnet.compiler.source.Span;
import java.util.Set;

/**
 * What a look at the bodies found, before anything is elaborated.
 *
 * @param recursive functions that call themselves
 * @param reported where names stand that are unknown, or whose calls are wrong
 */
record Structure(Set<Callee.Source> recursive, Set<Span> reported) {
  Structure {
    recursive = Set.copyOf(recursive);
    reported = Set.copyOf(reported);
  }
}
