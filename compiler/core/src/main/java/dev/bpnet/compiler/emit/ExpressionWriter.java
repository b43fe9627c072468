package dev.bpnet.compiler.emit;

import com.palantir.javapoet.ClassName;
import com.palantir.javapoet.CodeBlock;
import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Index;
import dev.bpnet.compiler.loop.Type;
import java.util.List;
import java.util.Map;

/** Expressions as Java, with no more parentheses than a careful author would write. */
final class ExpressionWriter implements Expr.Visitor<CodeBlock> {
  private static final ClassName ELEMENTARY = ClassName.get("dev.bpnet.runtime", "Elementary");
  private static final ClassName RANDOM = ClassName.get("dev.bpnet.runtime", "RandomStream");

  private final boolean single;
  private final Literals literals;
  private final Names names;
  private final ElementaryMethods methods;
  private final Map<ArrayRef, String> arrays;
  private final VectorExpressions vectors;

  /**
   * @param methods the elementary functions that the class has itself
   * @param arrays the locals that hold arrays at this point; the caller keeps it up to date
   */
  ExpressionWriter(
      boolean single, Names names, ElementaryMethods methods, Map<ArrayRef, String> arrays) {
    this.single = single;
    this.literals = new Literals(single);
    this.names = names;
    this.methods = methods;
    this.arrays = arrays;
    this.vectors = new VectorExpressions(single, this);
  }

  CodeBlock write(Expr expr) {
    return expr.accept(this);
  }

  /**
   * The expression as the value of a local or element of the type, where a constant may need no
   * suffix.
   */
  CodeBlock write(Expr expr, Type type) {
    if (type == Type.DOUBLE && expr instanceof Expr.Real real) {
      return Literals.ofDouble(real.value());
    }
    return write(expr);
  }

  CodeBlock array(ArrayRef ref) {
    String local = arrays.get(ref);
    return local != null ? CodeBlock.of("$N", local) : field(ref);
  }

  /** The array through its field. */
  CodeBlock field(ArrayRef ref) {
    String buffer = names.of(ref.buffer());
    CodeBlock owner =
        switch (ref.buffer().role()) {
          case INPUTS, CLASS_INPUTS, TARGETS, CLASS_TARGETS ->
              CodeBlock.of("examples.$N()", buffer);
          case OUTPUTS, METRICS -> CodeBlock.of("$N", buffer);
          default -> CodeBlock.of("this.$N", buffer);
        };
    return ref.row().isPresent() ? CodeBlock.of("$L[$L]", owner, write(ref.row().get())) : owner;
  }

  @Override
  public CodeBlock visitReal(Expr.Real expr) {
    return literals.real(expr.value());
  }

  @Override
  public CodeBlock visitInt(Expr.Int expr) {
    // Whoever writes so large a number means its bits.
    return Math.abs((long) expr.value()) < 1 << 23
        ? CodeBlock.of("$L", expr.value())
        : CodeBlock.of("0x$L", Integer.toHexString(expr.value()));
  }

  @Override
  public CodeBlock visitBool(Expr.Bool expr) {
    return CodeBlock.of("$L", expr.value());
  }

  @Override
  public CodeBlock visitRef(Expr.Ref expr) {
    return CodeBlock.of("$N", names.of(expr.local()));
  }

  @Override
  public CodeBlock visitLoad(Expr.Load expr) {
    return CodeBlock.of("$L[$L]", array(expr.array()), write(expr.index()));
  }

  @Override
  public CodeBlock visitApply(Expr.Apply expr) {
    List<Expr> operands = expr.operands();
    Function function = expr.function();
    if (expr.type().isVector()) {
      return vectors.write(function, operands);
    }
    return switch (function.form()) {
      case INFIX -> infix(function, operands.get(0), operands.get(1));
      case PREFIX -> prefix(function, operands.get(0));
      case MATH -> CodeBlock.of("$T.$L($L)", Math.class, function.symbol(), breakable(operands));
      case ELEMENTARY ->
          methods
              .of(function)
              .map(own -> CodeBlock.of("$N($L)", own, list(operands)))
              .orElse(CodeBlock.of("$T.$L($L)", ELEMENTARY, function.symbol(), list(operands)));
      case BITS -> CodeBlock.of("$T.$L($L)", Float.class, function.symbol(), list(operands));
      case CONDITIONAL ->
          CodeBlock.of(
              "$L ? $L : $L",
              inside(operands.get(0), Precedence.CONDITIONAL + 1),
              inside(operands.get(1), Precedence.CONDITIONAL + 1),
              inside(operands.get(2), Precedence.CONDITIONAL));
      case CAST ->
          operands.get(0) instanceof Expr.Int constant
              ? literals.real(constant.value())
              : CodeBlock.of(
                  "($L) $L",
                  single ? "float" : "double",
                  inside(operands.get(0), Precedence.UNARY));
      case RANDOM -> random(operands);
      case VECTOR -> throw new IllegalArgumentException(expr + " makes no vector");
    };
  }

  /** The hash of the site takes in one number of the key after another, the element last. */
  private CodeBlock random(List<Expr> key) {
    CodeBlock hash = CodeBlock.of("$T.start(seed, step, $L)", RANDOM, write(key.get(0)));
    for (Expr number : key.subList(1, key.size() - 1)) {
      hash = CodeBlock.of("$T.next($L, $L)", RANDOM, hash, write(number));
    }
    return CodeBlock.of("$T.uniform($L, $L)", RANDOM, hash, write(key.get(key.size() - 1)));
  }

  private CodeBlock infix(Function function, Expr left, Expr right) {
    if (function == Function.ADD && right instanceof Expr.Int number && number.value() < 0) {
      return infix(Function.SUBTRACT, left, Index.of(-number.value()));
    }
    int level = Precedence.of(function);
    boolean grouped = function == Function.MULTIPLY || function == Function.ADD;
    CodeBlock second =
        // Integer sums and products may be regrouped; those of reals may not.
        grouped && right.type() == Type.INT ? inside(right, level) : inside(right, level + 1);
    boolean breaks = level <= Precedence.SUM;
    return CodeBlock.of(
        breaks ? "$L$W$L $L" : "$L $L $L", inside(left, level), function.symbol(), second);
  }

  private CodeBlock prefix(Function function, Expr operand) {
    CodeBlock inner = inside(operand, Precedence.UNARY);
    boolean minusMinus =
        function == Function.NEGATE
            && (operand instanceof Expr.Real real && real.value() <= 0
                || operand instanceof Expr.Apply apply && apply.function() == Function.NEGATE);
    return CodeBlock.of(minusMinus ? "$L($L)" : "$L$L", function.symbol(), inner);
  }

  private CodeBlock inside(Expr expr, int level) {
    CodeBlock text = write(expr);
    return Precedence.of(expr) < level ? CodeBlock.of("($L)", text) : text;
  }

  /** Of which the last may be long. */
  private CodeBlock breakable(List<Expr> operands) {
    int last = operands.size() - 1;
    CodeBlock end = write(operands.get(last));
    return last == 0 ? end : CodeBlock.of("$L,$W$L", list(operands.subList(0, last)), end);
  }

  CodeBlock list(List<Expr> operands) {
    return operands.stream().map(this::write).collect(CodeBlock.joining(", "));
  }
}
