package dev.bpnet.compiler.lower.storage;

import dev.bpnet.compiler.graph.Graph;
import dev.bpnet.compiler.graph.Variable;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Routine;
import dev.bpnet.compiler.loop.Stmt;
import java.util.ArrayList;
import java.util.List;

/** Copies the states that a step computed to where the next step reads them. */
public final class StateUpdates {
  private StateUpdates() {}

  /**
   * @param newStates the new values of the updated states, one after another
   */
  public static Routine routine(Graph training, Layout layout, Buffer newStates) {
    List<Stmt> body = new ArrayList<>();
    int offset = 0;
    for (Variable state : training.updates().keySet()) {
      int size = state.shape().size();
      body.add(
          new Stmt.Copy(
              ArrayRef.flat(newStates),
              Index.of(offset),
              ArrayRef.flat(layout.array(state)),
              Index.of(layout.offset(state)),
              size));
      offset += size;
    }
    return new Routine("updateStates", "", List.of(), body);
  }
}
