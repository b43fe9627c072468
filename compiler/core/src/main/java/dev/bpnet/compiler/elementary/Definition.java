package dev.bpnet.compiler.elementary;

import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import java.util.List;

/**
 * A function of one argument, written out.
 *
 * @param body declarations, in order
 * @param value what it gives, in terms of them
 */
public record Definition(Local argument, List<Stmt> body, Expr value) {
  public Definition {
    body = List.copyOf(body);
  }
}
