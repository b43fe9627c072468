package dev.bpnet.compiler.loop;

import java.util.List;

/** A scalar expression without side effects. */
public sealed interface Expr {
  Type type();

  /** Calls the method for the kind of expression. */
  <R> R accept(Visitor<R> visitor);

  /** One method per kind. */
  interface Visitor<R> {
    R visitReal(Real expr);

    R visitInt(Int expr);

    R visitBool(Bool expr);

    R visitRef(Ref expr);

    R visitLoad(Load expr);

    R visitApply(Apply expr);
  }

  /** A real constant, compared by bits. */
  record Real(double value) implements Expr {
    @Override
    public Type type() {
      return Type.REAL;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitReal(this);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof Real that
          && Double.doubleToLongBits(value) == Double.doubleToLongBits(that.value);
    }

    @Override
    public int hashCode() {
      return Double.hashCode(value);
    }

    @Override
    public String toString() {
      return Double.toString(value);
    }
  }

  /** An integer constant. */
  record Int(int value) implements Expr {
    @Override
    public Type type() {
      return Type.INT;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitInt(this);
    }

    @Override
    public String toString() {
      return Integer.toString(value);
    }
  }

  /** A truth value. */
  record Bool(boolean value) implements Expr {
    @Override
    public Type type() {
      return Type.BOOL;
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitBool(this);
    }

    @Override
    public String toString() {
      return Boolean.toString(value);
    }
  }

  /** The value of a local. */
  record Ref(Local local) implements Expr {
    @Override
    public Type type() {
      return local.type();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitRef(this);
    }

    @Override
    public String toString() {
      return local.toString();
    }
  }

  /** An array element. */
  record Load(ArrayRef array, Expr index) implements Expr {
    @Override
    public Type type() {
      return array.buffer().type();
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitLoad(this);
    }

    @Override
    public String toString() {
      return array + "[" + index + "]";
    }
  }

  /** An operation on operands. */
  record Apply(Function function, List<Expr> operands) implements Expr {
    public Apply {
      operands = List.copyOf(operands);
    }

    @Override
    public Type type() {
      return function.resultType(operands);
    }

    @Override
    public <R> R accept(Visitor<R> visitor) {
      return visitor.visitApply(this);
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder();
      if (function.form() == Function.Form.INFIX) {
        return "(" + operands.get(0) + " " + function.symbol() + " " + operands.get(1) + ")";
      }
      text.append(function.name().toLowerCase(java.util.Locale.ROOT)).append("(");
      for (int i = 0; i < operands.size(); i++) {
        text.append(i == 0 ? "" : ", ").append(operands.get(i));
      }
      return text.append(")").toString();
    }
  }

  static Expr apply(Function function, Expr... operands) {
    return new Apply(function, List.of(operands));
  }

  static Expr ref(Local local) {
    return new Ref(local);
  }
}
