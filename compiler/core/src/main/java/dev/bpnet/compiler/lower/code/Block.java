package dev.bpnet.compiler.lower.code;

import dev.bpnet.compiler.loop.ArrayRef;
import dev.bpnet.compiler.loop.Expr;
import dev.bpnet.compiler.loop.Function;
import dev.bpnet.compiler.loop.Local;
import dev.bpnet.compiler.loop.Stmt;
import dev.bpnet.compiler.loop.Type;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A statement list being written. Every operation becomes a local, the same operation once (value
 * numbering); later the locals that are used once vanish into expressions again.
 */
public final class Block {
  private final Optional<Block> outer;
  private final List<Stmt> statements = new ArrayList<>();
  private final Map<Expr, Expr> known = new HashMap<>();
  private final Map<Local, Expr.Apply> products = new IdentityHashMap<>();
  private final boolean ofLanes;

  private Block(Optional<Block> outer, boolean ofLanes) {
    this.outer = outer;
    this.ofLanes = ofLanes;
  }

  public static Block top() {
    return new Block(Optional.empty(), false);
  }

  /** The body of a statement of this block; it knows the values computed so far. */
  public Block inner() {
    return new Block(Optional.of(this), false);
  }

  /** As {@link #inner}, where a real that meets a vector is put into every lane. */
  public Block innerOfLanes() {
    return new Block(Optional.of(this), true);
  }

  /** The real in every lane, where possible before the statement that this block is the body of. */
  public Expr lanes(Expr real) {
    Expr vector = Expr.apply(Function.BROADCAST, real);
    Block before = known.containsValue(real) ? this : outer.orElse(this);
    return real instanceof Expr.Ref ref
        ? before.let(vector, ref.local().hint() + "s", true)
        : before.let(vector);
  }

  private Expr spread(Expr.Apply apply) {
    List<Expr> operands = apply.operands();
    if (operands.stream().noneMatch(operand -> operand.type().isVector())) {
      return apply;
    }
    return new Expr.Apply(
        apply.function(),
        operands.stream()
            .map(operand -> operand.type() == Type.REAL ? lanes(operand) : operand)
            .toList());
  }

  public List<Stmt> statements() {
    return List.copyOf(statements);
  }

  public boolean isEmpty() {
    return statements.isEmpty();
  }

  public void add(Stmt statement) {
    statements.add(statement);
    if (statement instanceof Stmt.Store store) {
      forget(store.array());
    } else if (statement instanceof Stmt.Fill fill) {
      forget(fill.array());
    } else if (statement instanceof Stmt.Copy copy) {
      forget(copy.to());
    } else if (statement instanceof Stmt.For || statement instanceof Stmt.Invoke) {
      known.keySet().removeIf(expr -> expr instanceof Expr.Load);
    }
  }

  public void addAll(List<Stmt> more) {
    more.forEach(this::add);
  }

  void comment(String text) {
    add(new Stmt.Comment(text));
  }

  public void store(ArrayRef array, Expr index, Expr value) {
    add(new Stmt.Store(array, index, value));
  }

  /** The value of an operation, computed once. */
  public Expr let(Expr value) {
    return let(value, "t", false);
  }

  /**
   * The value of an operation, computed once.
   *
   * @param named whether the hint is a name of the source, which keeps the local
   */
  public Expr let(Expr value, String hint, boolean named) {
    Expr folded = Folding.fold(value);
    if (ofLanes && folded instanceof Expr.Apply apply) {
      folded = spread(apply);
    }
    if (!(folded instanceof Expr.Load) && !(folded instanceof Expr.Apply)) {
      return folded;
    }
    Optional<Expr> before = lookUp(folded);
    if (before.isPresent()) {
      return before.get();
    }
    Local local = named ? Local.named(hint, folded.type()) : Local.temporary(hint, folded.type());
    add(new Stmt.Declare(local, folded, false));
    Expr ref = Expr.ref(local);
    known.put(folded, ref);
    if (folded instanceof Expr.Apply apply && apply.function() == Function.MULTIPLY && !named) {
      products.put(local, apply);
    }
    return ref;
  }

  /**
   * The expression a + b, rounded once where one of them is a product that readers know by no name:
   * then the product itself may become superfluous.
   */
  public Expr sum(Expr a, Expr b) {
    return product(b)
        .map(product -> fma(product, a))
        .or(() -> product(a).map(product -> fma(product, b)))
        .orElseGet(() -> Expr.apply(Function.ADD, a, b));
  }

  private static Expr fma(Expr.Apply product, Expr addend) {
    List<Expr> factors = product.operands();
    return Expr.apply(Function.FMA, factors.get(0), factors.get(1), addend);
  }

  /** The product that a value is, if readers know it by no name. */
  public Optional<Expr.Apply> product(Expr value) {
    if (!(value instanceof Expr.Ref ref) || value.type() == Type.INT) {
      return Optional.empty();
    }
    Expr.Apply found = products.get(ref.local());
    return found != null ? Optional.of(found) : outer.flatMap(block -> block.product(value));
  }

  public Expr apply(Function function, Expr... operands) {
    return let(Expr.apply(function, operands));
  }

  /** A mutable local. */
  public Local variable(String hint, Type type, Expr start) {
    Local local = Local.named(hint, type);
    add(new Stmt.Declare(local, start, true));
    return local;
  }

  private Optional<Expr> lookUp(Expr expr) {
    Expr found = known.get(expr);
    if (found != null) {
      return Optional.of(found);
    }
    return outer.flatMap(block -> block.lookUp(expr));
  }

  private void forget(ArrayRef array) {
    for (Block block = this; block != null; block = block.outer.orElse(null)) {
      block
          .known
          .keySet()
          .removeIf(
              expr -> expr instanceof Expr.Load load && load.array().buffer() == array.buffer());
    }
  }
}
