package dev.bpnet.compiler.loop;

import java.util.List;

/**
 * A method in the making: a private one, or one of the class that holds the vector code.
 *
 * @param name wished for
 * @param comment what it computes, for its Javadoc; may have several lines
 * @param parameters what it takes, save arrays
 * @param inChunks whether it runs over examples in chunks of {@link Program#CHUNK}, for which there
 *     has to be room
 */
public record Routine(
    String name, String comment, List<Local> parameters, List<Stmt> body, boolean inChunks) {
  public Routine {
    parameters = List.copyOf(parameters);
    body = List.copyOf(body);
  }

  /** A routine that needs no room for chunks of examples. */
  public Routine(String name, String comment, List<Local> parameters, List<Stmt> body) {
    this(name, comment, parameters, body, false);
  }

  public Routine withBody(List<Stmt> newBody) {
    return new Routine(name, comment, parameters, newBody, inChunks);
  }

  /** Whether it works on vectors, and so belongs to the vector code of the network. */
  public boolean hasVectors() {
    return hasVectors(body);
  }

  private static boolean hasVectors(List<Stmt> body) {
    return body.stream()
        .anyMatch(
            stmt ->
                stmt instanceof Stmt.Declare declare && declare.local().type().isVector()
                    || stmt instanceof Stmt.Store store && store.value().type().isVector()
                    || stmt instanceof Stmt.For loop && hasVectors(loop.body()));
  }

  /** Identity: two routines that say the same are two. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
