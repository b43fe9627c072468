package dev.bpnet.compiler.check;

import dev.bpnet.compiler.source.Span;
import java.util.Set;

/**
 * What a look at the bodies found, before anything is elaborated.
 *
 * @param recursive functions that call themselves
 * @param unknownNames where a name stands that was reported as unknown
 */
record Structure(Set<Callee.Source> recursive, Set<Span> unknownNames) {
  Structure {
    recursive = Set.copyOf(recursive);
    unknownNames = Set.copyOf(unknownNames);
  }
}
