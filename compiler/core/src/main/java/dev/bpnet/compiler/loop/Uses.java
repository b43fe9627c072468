package dev.bpnet.compiler.loop;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Finds the expressions and arrays that statements mention. */
public final class Uses {
  private Uses() {}

  /** Every expression that a statement holds directly, not those of nested statements. */
  public static List<Expr> ownExpressions(Stmt stmt) {
    return stmt.accept(new OwnExpressions());
  }

  /** Every array that a statement mentions directly, rows' arrays included. */
  public static List<ArrayRef> ownArrays(Stmt stmt) {
    List<ArrayRef> arrays = new ArrayList<>(stmt.accept(new OwnArrays()));
    for (Expr expr : ownExpressions(stmt)) {
      walk(
          expr,
          part -> {
            if (part instanceof Expr.Load load) {
              arrays.add(load.array());
            }
          });
    }
    return arrays;
  }

  /** All expressions of statements, those in loops and inside of others included. */
  public static void walkAll(List<Stmt> body, Consumer<Expr> action) {
    for (Stmt stmt : body) {
      for (Expr expr : ownExpressions(stmt)) {
        walk(expr, action);
      }
      if (stmt instanceof Stmt.For loop) {
        walkAll(loop.body(), action);
      }
    }
  }

  /**
   * Calls the action on the expression and all its parts, outermost first; rows of loads included.
   */
  public static void walk(Expr expr, Consumer<Expr> action) {
    action.accept(expr);
    if (expr instanceof Expr.Apply apply) {
      apply.operands().forEach(operand -> walk(operand, action));
    } else if (expr instanceof Expr.Load load) {
      walk(load.index(), action);
      load.array().row().ifPresent(row -> walk(row, action));
    }
  }

  /** Calls the action on each local that the expression reads, once per reading. */
  public static void locals(Expr expr, Consumer<Local> action) {
    walk(
        expr,
        part -> {
          if (part instanceof Expr.Ref ref) {
            action.accept(ref.local());
          }
        });
  }

  /** Calls the action on each local that the statements read, nested ones included. */
  public static void locals(List<Stmt> body, Consumer<Local> action) {
    for (Stmt stmt : body) {
      ownExpressions(stmt).forEach(expr -> locals(expr, action));
      if (stmt instanceof Stmt.For loop) {
        locals(loop.body(), action);
      }
    }
  }

  private static List<Expr> withRow(ArrayRef array, Expr... more) {
    List<Expr> all = new ArrayList<>(List.of(more));
    array.row().ifPresent(all::add);
    return all;
  }

  /** Statement to what it evaluates. */
  private static final class OwnExpressions implements Stmt.Visitor<List<Expr>> {
    @Override
    public List<Expr> visitDeclare(Stmt.Declare stmt) {
      return List.of(stmt.value());
    }

    @Override
    public List<Expr> visitAssign(Stmt.Assign stmt) {
      return List.of(stmt.value());
    }

    @Override
    public List<Expr> visitStore(Stmt.Store stmt) {
      return withRow(stmt.array(), stmt.index(), stmt.value());
    }

    @Override
    public List<Expr> visitFor(Stmt.For stmt) {
      return List.of(stmt.from(), stmt.to());
    }

    @Override
    public List<Expr> visitCopy(Stmt.Copy stmt) {
      List<Expr> all = withRow(stmt.from(), stmt.fromIndex(), stmt.toIndex());
      stmt.to().row().ifPresent(all::add);
      return all;
    }

    @Override
    public List<Expr> visitFill(Stmt.Fill stmt) {
      return withRow(stmt.array(), stmt.from());
    }

    @Override
    public List<Expr> visitComment(Stmt.Comment stmt) {
      return List.of();
    }

    @Override
    public List<Expr> visitInvoke(Stmt.Invoke stmt) {
      return stmt.arguments();
    }

    @Override
    public List<Expr> visitReturn(Stmt.Return stmt) {
      return List.of(stmt.value());
    }

    @Override
    public List<Expr> visitSetLoss(Stmt.SetLoss stmt) {
      return List.of(stmt.value());
    }

    @Override
    public List<Expr> visitBind(Stmt.Bind stmt) {
      return withRow(stmt.array());
    }
  }

  /** Statement to the arrays that it writes or copies. */
  private static final class OwnArrays implements Stmt.Visitor<List<ArrayRef>> {
    @Override
    public List<ArrayRef> visitDeclare(Stmt.Declare stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitAssign(Stmt.Assign stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitStore(Stmt.Store stmt) {
      return List.of(stmt.array());
    }

    @Override
    public List<ArrayRef> visitFor(Stmt.For stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitCopy(Stmt.Copy stmt) {
      return List.of(stmt.from(), stmt.to());
    }

    @Override
    public List<ArrayRef> visitFill(Stmt.Fill stmt) {
      return List.of(stmt.array());
    }

    @Override
    public List<ArrayRef> visitComment(Stmt.Comment stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitInvoke(Stmt.Invoke stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitReturn(Stmt.Return stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitSetLoss(Stmt.SetLoss stmt) {
      return List.of();
    }

    @Override
    public List<ArrayRef> visitBind(Stmt.Bind stmt) {
      return List.of();
    }
  }
}
