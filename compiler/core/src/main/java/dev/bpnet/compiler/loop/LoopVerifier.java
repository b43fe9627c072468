package dev.bpnet.compiler.loop;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Says whether a program is well formed: every local declared once and before its use, only mutable
 * ones assigned, every buffer of the instance listed, constant indices inside their arrays, types
 * fitting, routines invoked after their definition, ranges of examples independent, no vector the
 * receiver of what changes it. For tests of lowering and of the passes.
 */
public final class LoopVerifier implements Stmt.Visitor<Void> {
  private final Program program;
  private final Set<Routine> known = new HashSet<>();
  private final Set<Local> everDeclared = Collections.newSetFromMap(new IdentityHashMap<>());
  private final Map<Local, Boolean> mutableInScope = new IdentityHashMap<>();
  private final Deque<Set<ArrayRef>> bound = new ArrayDeque<>();
  private Routine routine;

  private LoopVerifier(Program program) {
    this.program = program;
  }

  /**
   * @throws IllegalStateException naming the routine and the first fault
   */
  public static void verify(Program program) {
    LoopVerifier verifier = new LoopVerifier(program);
    program.allRoutines().forEach(verifier::routine);
    for (Program.Phase phase : program.phases()) {
      if (phase.over() == Program.Over.EXAMPLES) {
        verifier.examplesOnly(phase.routine());
      }
    }
  }

  /**
   * Ranges of examples may be run at the same time: nothing may be stored where another range
   * stores too.
   */
  private void examplesOnly(Routine current) {
    routine = current;
    examplesOnly(current.body());
  }

  private void examplesOnly(List<Stmt> body) {
    for (Stmt stmt : body) {
      if (stmt instanceof Stmt.Store store) {
        belongsToAnExample(store.array());
      } else if (stmt instanceof Stmt.Fill fill) {
        belongsToAnExample(fill.array());
      } else if (stmt instanceof Stmt.Copy copy) {
        belongsToAnExample(copy.to());
      } else if (stmt instanceof Stmt.For loop) {
        examplesOnly(loop.body());
      } else if (stmt instanceof Stmt.Invoke invoke) {
        Routine invoking = routine;
        examplesOnly(invoke.routine());
        routine = invoking;
      }
    }
  }

  private void belongsToAnExample(ArrayRef array) {
    boolean own =
        switch (array.buffer().role()) {
          case PER_EXAMPLE, SCALAR_PER_EXAMPLE, FLAT_PER_EXAMPLE, INPUT_GRADIENT -> true;
          case FLAT,
              ROWS,
              PARAMETERS,
              GRADIENT,
              INPUTS,
              CLASS_INPUTS,
              TARGETS,
              CLASS_TARGETS,
              OUTPUTS,
              METRICS ->
              false;
        };
    require(own, array + " is stored by every range of examples");
  }

  private void routine(Routine current) {
    routine = current;
    everDeclared.clear();
    mutableInScope.clear();
    bound.clear();
    for (Local given : List.of(Program.FIRST, Program.COUNT)) {
      if (!current.parameters().contains(given)) {
        mutableInScope.put(given, false);
      }
    }
    current.parameters().forEach(parameter -> declare(parameter, false));
    block(current.body());
    known.add(current);
  }

  private void block(List<Stmt> body) {
    Map<Local, Boolean> outer = new IdentityHashMap<>(mutableInScope);
    bound.push(new HashSet<>());
    body.forEach(stmt -> stmt.accept(this));
    bound.pop();
    mutableInScope.keySet().retainAll(outer.keySet());
  }

  private void declare(Local local, boolean mutable) {
    require(everDeclared.add(local), local + " is declared twice");
    mutableInScope.put(local, mutable);
  }

  private void require(boolean condition, String fault) {
    if (!condition) {
      throw new IllegalStateException("in " + routine.name() + ": " + fault);
    }
  }

  private void fits(Type type, Expr value) {
    Type given = type(value);
    require(
        given == type || type == Type.DOUBLE && given != Type.BOOL,
        value + " of type " + given + " where " + type + " is wanted");
  }

  private void index(Expr index, int size) {
    fits(Type.INT, index);
    if (index instanceof Expr.Int constant) {
      require(
          constant.value() >= 0 && constant.value() < size, index + " is outside of 0.." + size);
    }
  }

  private void range(ArrayRef array, Expr from, int length) {
    element(array, from);
    require(length > 0, "length " + length);
    if (from instanceof Expr.Int start && isOurs(array.buffer())) {
      require(start.value() + length <= array.buffer().size(), "a range past the end of " + array);
    }
  }

  private void element(ArrayRef array, Expr index) {
    array(array);
    // How many examples there are, and so how long their arrays, is not known here.
    index(index, isOurs(array.buffer()) ? array.buffer().size() : Integer.MAX_VALUE);
  }

  private void array(ArrayRef array) {
    Buffer buffer = array.buffer();
    require(!isOurs(buffer) || program.buffers().contains(buffer), buffer + " is not listed");
    int rows = buffer.role() == Buffer.Role.ROWS ? buffer.rows() : Integer.MAX_VALUE;
    array.row().ifPresent(row -> index(row, rows));
  }

  /** Whether the instance allocates it, with elements in a number known here. */
  private static boolean isOurs(Buffer buffer) {
    return switch (buffer.role()) {
      case FLAT, PER_EXAMPLE, ROWS, INPUT_GRADIENT -> true;
      case SCALAR_PER_EXAMPLE,
          FLAT_PER_EXAMPLE,
          PARAMETERS,
          GRADIENT,
          INPUTS,
          CLASS_INPUTS,
          TARGETS,
          CLASS_TARGETS,
          OUTPUTS,
          METRICS ->
          false;
    };
  }

  /** The type of an expression whose parts are well formed. */
  private Type type(Expr expr) {
    if (expr instanceof Expr.Ref ref) {
      require(mutableInScope.containsKey(ref.local()), ref + " is not declared here");
    } else if (expr instanceof Expr.Load load) {
      element(load.array(), load.index());
    } else if (expr instanceof Expr.Apply apply) {
      operands(apply);
    }
    return expr.type();
  }

  private void operands(Expr.Apply apply) {
    List<Type> types = apply.operands().stream().map(this::type).toList();
    boolean valid =
        switch (apply.function()) {
          case ADD, SUBTRACT, MULTIPLY, DIVIDE, MAX, MIN ->
              types.size() == 2 && (numbers(types) || integers(types));
          case REMAINDER -> types.equals(List.of(Type.INT, Type.INT));
          case LESS, LESS_EQUAL, GREATER -> types.size() == 2 && numbers(types);
          case EQUAL, NOT_EQUAL -> types.size() == 2 && types.get(0) == types.get(1);
          case NEGATE, ABS ->
              types.size() == 1 && types.get(0) != Type.BOOL && types.get(0) != Type.MASK;
          case FMA ->
              types.equals(List.of(Type.REAL, Type.REAL, Type.REAL))
                  || types.equals(List.of(Type.VECTOR, Type.VECTOR, Type.VECTOR));
          case POWER -> types.equals(List.of(Type.REAL, Type.REAL));
          case SIGN, FLOOR, SIN, COS, TAN, ATAN -> types.equals(List.of(Type.REAL));
          case SQRT, EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIGMOID, SOFTPLUS ->
              types.equals(List.of(Type.REAL)) || types.equals(List.of(Type.VECTOR));
          case AND, OR -> types.equals(List.of(Type.BOOL, Type.BOOL));
          case NOT -> types.equals(List.of(Type.BOOL));
          case CHOOSE ->
              types.size() == 3
                  && types.get(1) == types.get(2)
                  && types.get(0) == (types.get(1) == Type.VECTOR ? Type.MASK : Type.BOOL);
          case TO_BITS, OF_BITS -> types.size() == 1;
          case SHIFT_LEFT, SHIFT_RIGHT, BIT_AND, BIT_OR -> integers(types);
          case INT_TO_REAL -> types.equals(List.of(Type.INT));
          case RANDOM -> types.size() >= 3 && types.stream().allMatch(Type.INT::equals);
          case LANES ->
              apply.operands().get(0) instanceof Expr.Load
                  && (types.equals(List.of(Type.REAL)) || types.equals(List.of(Type.INT)));
          case GATHER ->
              apply.operands().get(0) instanceof Expr.Load
                  && apply.operands().get(1) instanceof Expr.Int
                  && (types.get(0) == Type.REAL || types.get(0) == Type.INT)
                  && types.subList(1, types.size()).equals(List.of(Type.INT, Type.INT));
          case LANE_NUMBERS -> types.isEmpty();
          case PAIR_SUMS ->
              types.equals(List.of(Type.VECTOR, Type.VECTOR, Type.INT))
                  && apply.operands().get(2) instanceof Expr.Int;
          case BROADCAST -> types.equals(List.of(Type.REAL));
        };
    require(valid, apply + " of types " + types);
  }

  /** Of one type, or sums in double with something narrower. */
  private static boolean numbers(List<Type> types) {
    return !types.contains(Type.BOOL)
        && !types.contains(Type.MASK)
        && (types.get(0) == types.get(1) || types.contains(Type.DOUBLE));
  }

  /** Integers alone, or a vector of them and what goes to each of its lanes. */
  private static boolean integers(List<Type> types) {
    Type first = types.get(0);
    Type second = types.get(1);
    return (first == Type.INT || first == Type.INT_VECTOR)
        && (second == first || second == Type.INT);
  }

  @Override
  public Void visitDeclare(Stmt.Declare stmt) {
    fits(stmt.local().type(), stmt.value());
    declare(stmt.local(), stmt.mutable());
    return null;
  }

  @Override
  public Void visitAssign(Stmt.Assign stmt) {
    fits(stmt.local().type(), stmt.value());
    require(
        mutableInScope.getOrDefault(stmt.local(), false), stmt.local() + " may not be assigned");
    require(
        !stmt.local().type().isVector() || !isReceiver(stmt.local(), stmt.value()),
        stmt.local() + " is the receiver of what changes it");
    return null;
  }

  /**
   * Whether Java calls a method of this vector to get the value. HotSpot knows the class of a
   * vector from how it was made, or, if from the loop's last round, from a profile alone, which
   * methods of the JDK have or have not; without, the call stays a call and its vectors objects.
   */
  private static boolean isReceiver(Local local, Expr value) {
    if (value instanceof Expr.Apply apply && !apply.operands().isEmpty()) {
      int receiver = apply.function() == Function.CHOOSE ? 2 : 0;
      return isReceiver(local, apply.operands().get(receiver));
    }
    return value instanceof Expr.Ref ref && ref.local() == local;
  }

  @Override
  public Void visitStore(Stmt.Store stmt) {
    element(stmt.array(), stmt.index());
    boolean lanes = type(stmt.value()) == Type.VECTOR && stmt.array().buffer().type() == Type.REAL;
    if (!lanes) {
      fits(stmt.array().buffer().type(), stmt.value());
    }
    return null;
  }

  @Override
  public Void visitFor(Stmt.For stmt) {
    fits(Type.INT, stmt.from());
    fits(Type.INT, stmt.to());
    require(stmt.step() != 0 && stmt.index().type() == Type.INT, "a loop over " + stmt.index());
    Map<Local, Boolean> outer = new IdentityHashMap<>(mutableInScope);
    declare(stmt.index(), false);
    block(stmt.body());
    mutableInScope.keySet().retainAll(outer.keySet());
    return null;
  }

  @Override
  public Void visitCopy(Stmt.Copy stmt) {
    range(stmt.from(), stmt.fromIndex(), stmt.length());
    range(stmt.to(), stmt.toIndex(), stmt.length());
    require(
        stmt.from().buffer().type() == stmt.to().buffer().type(),
        "a copy from " + stmt.from() + " to " + stmt.to());
    return null;
  }

  @Override
  public Void visitFill(Stmt.Fill stmt) {
    range(stmt.array(), stmt.from(), stmt.length());
    return null;
  }

  @Override
  public Void visitComment(Stmt.Comment stmt) {
    return null;
  }

  @Override
  public Void visitInvoke(Stmt.Invoke stmt) {
    require(known.contains(stmt.routine()), stmt.routine().name() + " comes later");
    require(
        stmt.arguments().size() == stmt.routine().parameters().size(),
        "arguments of " + stmt.routine().name());
    for (int i = 0; i < stmt.arguments().size(); i++) {
      fits(stmt.routine().parameters().get(i).type(), stmt.arguments().get(i));
    }
    return null;
  }

  @Override
  public Void visitReturn(Stmt.Return stmt) {
    fits(Type.DOUBLE, stmt.value());
    return null;
  }

  @Override
  public Void visitSetLoss(Stmt.SetLoss stmt) {
    fits(Type.DOUBLE, stmt.value());
    return null;
  }

  @Override
  public Void visitBind(Stmt.Bind stmt) {
    array(stmt.array());
    require(
        bound.stream().noneMatch(scope -> scope.contains(stmt.array())),
        stmt.array() + " is bound twice");
    bound.element().add(stmt.array());
    return null;
  }
}
