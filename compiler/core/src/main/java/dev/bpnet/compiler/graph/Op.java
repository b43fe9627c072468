package dev.bpnet.compiler.graph;

/**
 * Every operation of the graph. For each there is a shape rule ({@link ShapeRules}), a derivative
 * rule ({@code derive}), a meaning in double and dual numbers ({@code oracle}) and a lowering rule
 * ({@code lower}), each in this order. Operands of elementwise operations have equal shapes:
 * broadcasting is an explicit {@link #EXPAND}. Elementwise arithmetic is on reals; {@link #TO_REAL}
 * converts.
 */
public enum Op {
  // Leaves.
  /** A declared input, target, parameter or state. Attribute: {@link Attribute.Leaf}. */
  VARIABLE(Group.LEAF),
  /** Every element the same number; real, bool or class. Attribute: {@link Attribute.Value}. */
  CONSTANT(Group.LEAF),
  /**
   * Uniform in [0, 1), fresh per site, step, example and iteration; its operands are the INDEX
   * leaves of the loops around it, outermost first. Attribute: {@link Attribute.Site}.
   */
  RANDOM(Group.LEAF),
  /** The index of an enclosing loop, an integer scalar. Attribute: {@link Attribute.Index}. */
  INDEX(Group.LEAF),
  /** A carried value at the start of an iteration; body only. Attribute: {@link Attribute.Slot}. */
  CARRIED(Group.LEAF),

  // Elementwise, one operand.
  NEGATE(Group.UNARY),
  EXP(Group.UNARY),
  EXPM1(Group.UNARY),
  LOG(Group.UNARY),
  LOG1P(Group.UNARY),
  SQRT(Group.UNARY),
  ABS(Group.UNARY),
  SIGN(Group.UNARY),
  SIN(Group.UNARY),
  COS(Group.UNARY),
  TAN(Group.UNARY),
  TANH(Group.UNARY),
  ATAN(Group.UNARY),
  ERF(Group.UNARY),
  FLOOR(Group.UNARY),
  SIGMOID(Group.UNARY),
  /** log(1 + exp x), without overflow. */
  SOFTPLUS(Group.UNARY),
  /** Of a bool. */
  NOT(Group.UNARY),
  /** From bool, class or integer to real; the identity on numbers. */
  TO_REAL(Group.UNARY),

  // Elementwise, two operands.
  ADD(Group.BINARY),
  SUBTRACT(Group.BINARY),
  MULTIPLY(Group.BINARY),
  DIVIDE(Group.BINARY),
  /**
   * x^y for any real y. A constant integer exponent never arrives here: it is repeated
   * multiplication.
   */
  POWER(Group.BINARY),
  /** NaN if either is; ties belong to the first. */
  MAXIMUM(Group.BINARY),
  /** NaN if either is; ties belong to the first. */
  MINIMUM(Group.BINARY),
  /** Of two reals, bools, classes or integers; a bool. Likewise the next three. */
  EQUAL(Group.BINARY),
  NOT_EQUAL(Group.BINARY),
  LESS(Group.BINARY),
  LESS_EQUAL(Group.BINARY),
  AND(Group.BINARY),
  OR(Group.BINARY),

  /** Elementwise condition ? first : second; the condition is a bool. */
  SELECT(Group.TERNARY),

  // Reductions; the reduced axes vanish. Attribute: {@link Attribute.Axes}.
  SUM(Group.REDUCTION),
  PRODUCT(Group.REDUCTION),
  /** Over exactly one axis; NaN if any element is. */
  MAX(Group.REDUCTION),
  /** Over exactly one axis; NaN if any element is. */
  MIN(Group.REDUCTION),
  /**
   * Index of the first largest element over exactly one axis; of kind class(length of the axis).
   */
  ARGMAX(Group.REDUCTION),
  /** Index of the first smallest element over exactly one axis; for derivatives of MIN. */
  ARGMIN(Group.REDUCTION),
  LOG_SUM_EXP(Group.REDUCTION),

  // Along exactly one axis, keeping the shape. Attribute: {@link Attribute.Axes}.
  SOFTMAX(Group.AXIS),
  LOG_SOFTMAX(Group.AXIS),
  /** out[i] = product of all elements along the axes but the i-th; for derivatives of PRODUCT. */
  PRODUCT_OF_OTHERS(Group.AXIS),

  /** Sum of products over shared labels. Attribute: {@link Attribute.Labels}. */
  CONTRACT(Group.CONTRACTION),

  // Data movement.
  /** Row-major order kept; the shape is the node's. */
  RESHAPE(Group.MOVEMENT),
  /** Attribute: {@link Attribute.Axes}, where result axis i is operand axis axes[i]. */
  TRANSPOSE(Group.MOVEMENT),
  /** NumPy broadcast of trailing-aligned dimensions to the node's shape. */
  EXPAND(Group.MOVEMENT),
  /** A box with starts that may depend on loop indices. Attribute: {@link Attribute.Box}. */
  SLICE(Group.MOVEMENT),
  /**
   * Zeros of the node's shape with the operand placed in the box. Attribute: {@link Attribute.Box}.
   */
  PAD(Group.MOVEMENT),
  /** Any number of operands, joined along one axis. Attribute: {@link Attribute.Axes}. */
  CONCAT(Group.MOVEMENT),
  /** (x[…, n], k[…] of class) → x[…, k[…]]: one element along the last axis. */
  PICK(Group.MOVEMENT),
  /** k[…] of class → [..., n] real, 1 at k, 0 elsewhere; n is the last dimension of the node. */
  ONE_HOT(Group.MOVEMENT),
  /** (W[n, rest], k[…] of class) → [k…, rest]: rows selected at run time. */
  GATHER(Group.MOVEMENT),
  /**
   * (g[k…, rest], k[…] of class) → [n, rest]: rows added up by class; for derivatives of GATHER.
   */
  SCATTER(Group.MOVEMENT),

  /** Example → step: the mean over the batch. */
  BATCH_MEAN(Group.BATCH),

  /** A counted loop that owns a body; several results. Attribute: {@link Attribute.Loop}. */
  LOOP(Group.LOOP),
  /** One result of a LOOP. Attribute: {@link Attribute.Slot}. */
  RESULT(Group.LOOP);

  /** Operations of one form. */
  public enum Group {
    LEAF,
    UNARY,
    BINARY,
    TERNARY,
    REDUCTION,
    AXIS,
    CONTRACTION,
    MOVEMENT,
    BATCH,
    LOOP
  }

  private final Group group;

  Op(Group group) {
    this.group = group;
  }

  public Group group() {
    return group;
  }

  /** Whether each element of the result depends on the same element of the operands alone. */
  public boolean isElementwise() {
    return group == Group.UNARY || group == Group.BINARY || group == Group.TERNARY;
  }
}
