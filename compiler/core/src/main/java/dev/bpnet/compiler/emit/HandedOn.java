package dev.bpnet.compiler.emit;

import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The arrays that a routine gets as parameters: those of a call of the contract, which are no
 * fields, and all that a routine with vectors uses, since it is a static method elsewhere.
 */
final class HandedOn {
  private final Map<Routine, List<Buffer>> known = new IdentityHashMap<>();

  /** In the order of the parameters. */
  List<Buffer> of(Routine routine) {
    List<Buffer> buffers = known.get(routine);
    if (buffers == null) {
      Set<Buffer> found = new LinkedHashSet<>();
      for (Buffer buffer : ContractWriter.buffersOf(routine)) {
        if (isOfCall(buffer) || routine.hasVectors()) {
          found.add(buffer);
        }
      }
      invoked(routine.body(), found);
      buffers = new ArrayList<>(found);
      known.put(routine, buffers);
    }
    return buffers;
  }

  static boolean isOfCall(Buffer buffer) {
    return buffer.role() == Buffer.Role.OUTPUTS || buffer.role() == Buffer.Role.METRICS;
  }

  private void invoked(List<Stmt> body, Set<Buffer> found) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Invoke invoke) {
        of(invoke.routine()).stream().filter(HandedOn::isOfCall).forEach(found::add);
      } else if (stmt instanceof Stmt.For loop) {
        invoked(loop.body(), found);
      }
    }
  }
}
