package dev.bpnet.compiler.loop;

import java.util.List;

/** A statement. */
public sealed interface Stmt {
  /** Calls the method for the kind of statement. */
  <R> R accept(Visitor<R> visitor);

  /** One method per kind. */
  interface Visitor<R> {
    R visitDeclare(Declare stmt);

    R visitAssign(Assign stmt);

    R visitStore(Store stmt);

    R visitFor(For stmt);

    R visitCopy(Copy stmt);

    R visitFill(Fill stmt);

    R visitComment(Comment stmt);

    R visitInvoke(Invoke stmt);

    R visitReturn(Return stmt);

    R visitSetLoss(SetLoss stmt);

    R visitBind(Bind stmt);
  }

  /**
   * A local gets its first value.
   *
   * @param mutable whether an {@link Assign} may follow
   */
  record Declare(Local local, Expr value, boolean mutable) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitDeclare(this);
    }
  }

  /** A mutable local gets another value. */
  record Assign(Local local, Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitAssign(this);
    }
  }

  /** An array element gets a value. */
  record Store(ArrayRef array, Expr index, Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitStore(this);
    }
  }

  /**
   * A counted loop.
   *
   * @param step positive, or negative for a loop that runs from {@code from} down to {@code to},
   *     inclusive
   * @param to after the last value for a positive step
   */
  record For(Local index, Expr from, Expr to, int step, List<Stmt> body) implements Stmt {
    public For {
      body = List.copyOf(body);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFor(this);
    }
  }

  /** Copies consecutive elements. */
  record Copy(ArrayRef from, Expr fromIndex, ArrayRef to, Expr toIndex, int length)
      implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitCopy(this);
    }
  }

  /** Sets consecutive elements to one value. */
  record Fill(ArrayRef array, Expr from, int length, double value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitFill(this);
    }
  }

  /** A remark for the reader of the Java. */
  record Comment(String text) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitComment(this);
    }
  }

  /** Calls a routine of the same program. */
  record Invoke(Routine routine, List<Expr> arguments) implements Stmt {
    public Invoke {
      arguments = List.copyOf(arguments);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInvoke(this);
    }
  }

  /** Ends an {@code evaluate} routine with the mean loss. */
  record Return(Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReturn(this);
    }
  }

  /** Notes the mean loss of the step. */
  record SetLoss(Expr value) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitSetLoss(this);
    }
  }

  /** From here to the end of the block, the array is held in a local of the name wished for. */
  record Bind(ArrayRef array, String hint) implements Stmt {
    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBind(this);
    }
  }
}
