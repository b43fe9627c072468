package dev.bpnet.compiler.optimize;

import dev.bpnet.compiler.elementary.Definition;
import dev.bpnet.compiler.elementary.FloatFunctions;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Substitution;
import dev.bpnet.compiler.loop.Type;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Writes elementary functions of vectors out where they stand, and makes the vectors of constants
 * before the first loop. A call instead would make an object of each vector wherever HotSpot does
 * not inline it.
 */
final class VectorFunctions {
  /** Declarations of constants by what they are. */
  private final Map<Expr, Local> constants = new LinkedHashMap<>();

  private VectorFunctions() {}

  static List<Stmt> expand(List<Stmt> body) {
    VectorFunctions functions = new VectorFunctions();
    List<Stmt> expanded = functions.block(body);
    List<Stmt> result = new ArrayList<>();
    functions.constants.forEach(
        (value, local) -> result.add(new Stmt.Declare(local, value, false)));
    result.addAll(expanded);
    return result;
  }

  private List<Stmt> block(List<Stmt> body) {
    List<Stmt> result = new ArrayList<>();
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.For loop) {
        List<Stmt> inner = block(loop.body());
        result.add(new Stmt.For(loop.index(), loop.from(), loop.to(), loop.step(), inner));
      } else if (stmt instanceof Stmt.Declare declare) {
        Expr value = expanded(declare.value(), result);
        result.add(new Stmt.Declare(declare.local(), value, declare.mutable()));
      } else if (stmt instanceof Stmt.Assign assign) {
        result.add(new Stmt.Assign(assign.local(), expanded(assign.value(), result)));
      } else if (stmt instanceof Stmt.Store store) {
        Expr value = expanded(store.value(), result);
        result.add(new Stmt.Store(store.array(), store.index(), value));
      } else {
        result.add(stmt);
      }
    }
    return result;
  }

  private Expr expanded(Expr expr, List<Stmt> before) {
    if (!(expr instanceof Expr.Apply apply)) {
      return expr;
    }
    if (apply.function() == Function.BROADCAST && apply.operands().get(0) instanceof Expr.Real) {
      return constant(apply);
    }
    List<Expr> operands = apply.operands().stream().map(o -> expanded(o, before)).toList();
    if (apply.type() != Type.VECTOR || !FloatFunctions.describes(apply.function())) {
      return new Expr.Apply(apply.function(), operands);
    }
    return written(apply.function(), operands.get(0), before);
  }

  private Expr constant(Expr.Apply broadcast) {
    return Expr.ref(
        constants.computeIfAbsent(broadcast, value -> Local.named(name(value), Type.VECTOR)));
  }

  private static String name(Expr broadcast) {
    double value = ((Expr.Real) ((Expr.Apply) broadcast).operands().get(0)).value();
    if (value == 0) {
      return "zero";
    }
    if (value == 1) {
      return "one";
    }
    if (Double.isNaN(value)) {
      return "nan";
    }
    return Double.isFinite(value) ? "c" : value > 0 ? "infinity" : "minusInfinity";
  }

  private Expr written(Function function, Expr operand, List<Stmt> before) {
    Definition definition = FloatFunctions.of(function, Type.VECTOR);
    Map<Local, Expr> renamed = new IdentityHashMap<>();
    Expr.Ref argument = named(definition.argument(), operand, before);
    renamed.put(definition.argument(), argument);
    String name = function.name().toLowerCase(Locale.ROOT);
    before.add(new Stmt.Comment(name + "(" + argument.local().hint() + ")"));
    Substitution substitution =
        new Substitution(local -> renamed.getOrDefault(local, Expr.ref(local)));
    for (Stmt stmt : definition.body()) {
      Stmt.Declare declare = (Stmt.Declare) stmt;
      Expr value = expanded(substitution.in(declare.value()), before);
      before.add(new Stmt.Declare(declare.local(), value, false));
    }
    return expanded(substitution.in(definition.value()), before);
  }

  private static Expr.Ref named(Local argument, Expr operand, List<Stmt> before) {
    if (operand instanceof Expr.Ref ref) {
      return ref;
    }
    Local local = Local.named(argument.hint(), Type.VECTOR);
    before.add(new Stmt.Declare(local, operand, false));
    return new Expr.Ref(local);
  }
}
