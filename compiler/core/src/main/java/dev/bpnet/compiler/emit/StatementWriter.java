package dev.bpnet.compiler.emit;

import com.palantir.javapoet.CodeBlock;
import com.palantir.javapoet.TypeName;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Buffer;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Statements of one routine as Java. */
final class StatementWriter implements Stmt.Visitor<Void> {
  private final boolean single;
  private final Names names;
  private final Calls calls;
  private final Map<ArrayRef, String> arrays = new HashMap<>();
  private final ExpressionWriter expressions;
  private final CodeBlock.Builder out = CodeBlock.builder();

  private StatementWriter(boolean single, Names names, Calls calls) {
    this.single = single;
    this.calls = calls;
    this.names = names;
    this.expressions = new ExpressionWriter(single, names, calls.elementary(), arrays);
  }

  /**
   * @param names of the class's members and the routine's parameters; what the routine declares is
   *     added
   * @param given arrays that are parameters
   */
  static CodeBlock write(
      boolean single, Names names, Calls calls, Map<ArrayRef, String> given, List<Stmt> body) {
    StatementWriter writer = new StatementWriter(single, names, calls);
    writer.arrays.putAll(given);
    writer.block(body);
    return writer.out.build();
  }

  static TypeName type(Type type, boolean single) {
    return switch (type) {
      case REAL -> single ? TypeName.FLOAT : TypeName.DOUBLE;
      case DOUBLE -> TypeName.DOUBLE;
      case INT -> TypeName.INT;
      case BOOL -> TypeName.BOOLEAN;
      case VECTOR -> VectorTypes.vector(single);
      case INT_VECTOR -> VectorTypes.INTEGERS;
      case MASK -> VectorTypes.mask(single);
    };
  }

  private void block(List<Stmt> body) {
    List<ArrayRef> before = List.copyOf(arrays.keySet());
    Names.Mark mark = names.mark();
    body.forEach(stmt -> stmt.accept(this));
    names.release(mark);
    arrays.keySet().retainAll(before);
  }

  @Override
  public Void visitDeclare(Stmt.Declare stmt) {
    TypeName type = type(stmt.local().type(), single);
    CodeBlock value = expressions.write(stmt.value(), stmt.local().type());
    String name = names.give(stmt.local(), stmt.local().hint());
    out.addStatement(stmt.mutable() ? "$T $N = $L" : "final $T $N = $L", type, name, value);
    return null;
  }

  @Override
  public Void visitAssign(Stmt.Assign stmt) {
    String name = names.of(stmt.local());
    if (stmt.value() instanceof Expr.Apply sum
        && sum.function() == Function.ADD
        && !sum.type().isVector()
        && sum.operands().get(0) instanceof Expr.Ref ref
        && ref.local() == stmt.local()) {
      out.addStatement("$N += $L", name, expressions.write(sum.operands().get(1)));
    } else {
      out.addStatement("$N = $L", name, expressions.write(stmt.value()));
    }
    return null;
  }

  @Override
  public Void visitStore(Stmt.Store stmt) {
    CodeBlock array = expressions.array(stmt.array());
    CodeBlock index = expressions.write(stmt.index());
    if (stmt.value().type() == Type.VECTOR) {
      out.addStatement("$L.intoArray($L, $L)", expressions.write(stmt.value()), array, index);
      return null;
    }
    if (stmt.value() instanceof Expr.Apply sum
        && (sum.function() == Function.ADD || sum.function() == Function.SUBTRACT)
        && sum.operands().get(0).equals(new Expr.Load(stmt.array(), stmt.index()))) {
      CodeBlock value = expressions.write(sum.operands().get(1));
      out.addStatement("$L[$L] $L= $L", array, index, sum.function().symbol(), value);
    } else {
      CodeBlock value = expressions.write(stmt.value(), stmt.array().buffer().type());
      out.addStatement("$L[$L] = $L", array, index, value);
    }
    return null;
  }

  @Override
  public Void visitFor(Stmt.For stmt) {
    Names.Mark mark = names.mark();
    String index = names.give(stmt.index(), stmt.index().hint());
    CodeBlock from = expressions.write(stmt.from());
    CodeBlock to = expressions.write(stmt.to());
    if (stmt.step() == 1) {
      out.beginControlFlow("for (int $N = $L; $N < $L; $N++)", index, from, index, to, index);
    } else if (stmt.step() > 1) {
      out.beginControlFlow(
          "for (int $N = $L; $N < $L; $N += $L)", index, from, index, to, index, stmt.step());
    } else {
      out.beginControlFlow("for (int $N = $L; $N >= $L; $N--)", index, from, index, to, index);
    }
    block(stmt.body());
    out.endControlFlow();
    names.release(mark);
    return null;
  }

  @Override
  public Void visitCopy(Stmt.Copy stmt) {
    out.addStatement(
        "$T.arraycopy($L, $L, $L, $L, $L)",
        System.class,
        expressions.array(stmt.from()),
        expressions.write(stmt.fromIndex()),
        expressions.array(stmt.to()),
        expressions.write(stmt.toIndex()),
        stmt.length());
    return null;
  }

  @Override
  public Void visitFill(Stmt.Fill stmt) {
    CodeBlock array = expressions.array(stmt.array());
    CodeBlock value = expressions.write(new Expr.Real(stmt.value()));
    Buffer buffer = stmt.array().buffer();
    // The caller's gradient array may be longer than what is written here.
    boolean whole = stmt.length() == buffer.size() && buffer.role() != Buffer.Role.GRADIENT;
    if (stmt.from().equals(Index.ZERO) && whole) {
      out.addStatement("$T.fill($L, $L)", Arrays.class, array, value);
    } else {
      CodeBlock end = expressions.write(Index.add(stmt.from(), Index.of(stmt.length())));
      out.addStatement(
          "$T.fill($L, $L, $L, $L)",
          Arrays.class,
          array,
          expressions.write(stmt.from()),
          end,
          value);
    }
    return null;
  }

  @Override
  public Void visitComment(Stmt.Comment stmt) {
    out.add("// $L\n", InertText.lineComment(stmt.text()));
    return null;
  }

  @Override
  public Void visitInvoke(Stmt.Invoke stmt) {
    List<CodeBlock> arguments = stmt.arguments().stream().map(expressions::write).toList();
    out.addStatement("$L", calls.call(stmt.routine(), arguments, expressions::array));
    return null;
  }

  @Override
  public Void visitReturn(Stmt.Return stmt) {
    out.addStatement("return $L", expressions.write(stmt.value()));
    return null;
  }

  @Override
  public Void visitSetLoss(Stmt.SetLoss stmt) {
    out.addStatement("meanLoss = $L", expressions.write(stmt.value()));
    return null;
  }

  @Override
  public Void visitBind(Stmt.Bind stmt) {
    if (HandedOn.isOfCall(stmt.array().buffer()) || arrays.containsKey(stmt.array())) {
      return null;
    }
    CodeBlock field = expressions.field(stmt.array());
    Local holder = Local.named(stmt.hint(), Type.REAL);
    String name = names.give(holder, stmt.hint());
    out.addStatement("final $T[] $N = $L", type(stmt.array().buffer().type(), single), name, field);
    arrays.put(stmt.array(), name);
    return null;
  }
}
