package dev.bpnet.compiler.loop;

/** Operations. The integer ones serve indices; arithmetic on vectors goes lane by lane. */
public enum Function {
  ADD(Form.INFIX, "+"),
  SUBTRACT(Form.INFIX, "-"),
  MULTIPLY(Form.INFIX, "*"),
  DIVIDE(Form.INFIX, "/"),
  /** Of integers. */
  REMAINDER(Form.INFIX, "%"),
  NEGATE(Form.PREFIX, "-"),
  /** a·b + c, rounded once. */
  FMA(Form.MATH, "fma"),
  ABS(Form.MATH, "abs"),
  MAX(Form.MATH, "max"),
  MIN(Form.MATH, "min"),
  SIGN(Form.ELEMENTARY, "sign"),
  SQRT(Form.ELEMENTARY, "sqrt"),
  FLOOR(Form.ELEMENTARY, "floor"),
  EXP(Form.ELEMENTARY, "exp"),
  EXPM1(Form.ELEMENTARY, "expm1"),
  LOG(Form.ELEMENTARY, "log"),
  LOG1P(Form.ELEMENTARY, "log1p"),
  SIN(Form.ELEMENTARY, "sin"),
  COS(Form.ELEMENTARY, "cos"),
  TAN(Form.ELEMENTARY, "tan"),
  TANH(Form.ELEMENTARY, "tanh"),
  ATAN(Form.ELEMENTARY, "atan"),
  ERF(Form.ELEMENTARY, "erf"),
  SIGMOID(Form.ELEMENTARY, "sigmoid"),
  SOFTPLUS(Form.ELEMENTARY, "softplus"),
  POWER(Form.ELEMENTARY, "pow"),
  EQUAL(Form.INFIX, "=="),
  NOT_EQUAL(Form.INFIX, "!="),
  LESS(Form.INFIX, "<"),
  LESS_EQUAL(Form.INFIX, "<="),
  GREATER(Form.INFIX, ">"),
  AND(Form.INFIX, "&&"),
  OR(Form.INFIX, "||"),
  NOT(Form.PREFIX, "!"),
  /** condition ? first : second; of vectors lane by lane. */
  CHOOSE(Form.CONDITIONAL, "?"),
  /** The bits of a float, as an integer. */
  TO_BITS(Form.BITS, "floatToRawIntBits"),
  /** The float of the bits. */
  OF_BITS(Form.BITS, "intBitsToFloat"),
  SHIFT_LEFT(Form.INFIX, "<<"),
  /** Keeps the sign. */
  SHIFT_RIGHT(Form.INFIX, ">>"),
  BIT_AND(Form.INFIX, "&"),
  BIT_OR(Form.INFIX, "|"),
  /** An integer as a real. */
  INT_TO_REAL(Form.CAST, ""),
  /**
   * A uniform value in [0, 1) of (site, example, the indices of the loops around from the
   * outermost, element), all integers.
   */
  RANDOM(Form.RANDOM, "uniform"),
  /** The element that the operand, a load, names, and those behind it, one for each lane. */
  LANES(Form.VECTOR, "fromArray"),
  /**
   * Elements of an array, one for each lane: of (a load, a width, a count) the element that the
   * load names and every width-th behind it. There are only so many as the count; the lanes beyond
   * get the first.
   */
  GATHER(Form.VECTOR, "fromArray"),
  /** 0, 1, 2 and so on. */
  LANE_NUMBERS(Form.VECTOR, "fromArray"),
  /**
   * Of (a, b, a distance d, a power of 2) the sums of lanes that lie d apart: of a's where the
   * number of the lane has no bit d, of b's in the others. As many vectors as there are lanes thus
   * become one of their sums, half as many at each distance.
   */
  PAIR_SUMS(Form.VECTOR, "add"),
  /** The real in every lane. */
  BROADCAST(Form.VECTOR, "broadcast");

  /** How it is written in Java. */
  public enum Form {
    INFIX,
    PREFIX,
    /** {@code Math.f(…)}, the exact ones. */
    MATH,
    /** {@code Elementary.f(…)}, or a method of the same class. */
    ELEMENTARY,
    /** {@code Float.f(…)}. */
    BITS,
    CONDITIONAL,
    CAST,
    RANDOM,
    /** What makes a vector of something else. */
    VECTOR
  }

  private final Form form;
  private final String symbol;

  Function(Form form, String symbol) {
    this.form = form;
    this.symbol = symbol;
  }

  public Form form() {
    return form;
  }

  /** Operator or method name. */
  public String symbol() {
    return symbol;
  }

  /** Whether the operands may change places. */
  public boolean isCommutative() {
    return this == ADD || this == MULTIPLY || this == EQUAL || this == NOT_EQUAL;
  }

  Type resultType(java.util.List<Expr> operands) {
    return switch (this) {
      case EQUAL, NOT_EQUAL, LESS, LESS_EQUAL, GREATER ->
          operands.get(0).type() == Type.VECTOR ? Type.MASK : Type.BOOL;
      case AND, OR, NOT -> Type.BOOL;
      case CHOOSE -> operands.get(1).type();
      case INT_TO_REAL, RANDOM -> Type.REAL;
      case TO_BITS -> operands.get(0).type() == Type.VECTOR ? Type.INT_VECTOR : Type.INT;
      case OF_BITS -> operands.get(0).type() == Type.INT_VECTOR ? Type.VECTOR : Type.REAL;
      case LANES, GATHER -> operands.get(0).type() == Type.INT ? Type.INT_VECTOR : Type.VECTOR;
      case LANE_NUMBERS, PAIR_SUMS, BROADCAST -> Type.VECTOR;
      default -> operands.get(0).type();
    };
  }
}
