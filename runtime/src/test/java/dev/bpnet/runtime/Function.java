package dev.bpnet.runtime;

import java.util.Arrays;
import java.util.stream.Stream;

/** The functions of one argument, for tests that go over all of them. */
enum Function {
  EXP,
  EXPM1,
  LOG,
  LOG1P,
  SIN,
  COS,
  TAN,
  TANH,
  ATAN,
  ERF,
  SIGMOID,
  SOFTPLUS,
  SQRT,
  ABS,
  SIGN,
  FLOOR;

  /** Whether there is a float function; the others are in the code of compiled networks. */
  boolean hasFloat() {
    return switch (this) {
      case EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIGMOID, SOFTPLUS -> false;
      case SIN, COS, TAN, ATAN, SQRT, ABS, SIGN, FLOOR -> true;
    };
  }

  static Stream<Function> ofFloat() {
    return Arrays.stream(values()).filter(Function::hasFloat);
  }

  float inFloat(float x) {
    return switch (this) {
      case SIN -> Elementary.sin(x);
      case COS -> Elementary.cos(x);
      case TAN -> Elementary.tan(x);
      case ATAN -> Elementary.atan(x);
      case SQRT -> Elementary.sqrt(x);
      case ABS -> Elementary.abs(x);
      case SIGN -> Elementary.sign(x);
      case FLOOR -> Elementary.floor(x);
      case EXP, EXPM1, LOG, LOG1P, TANH, ERF, SIGMOID, SOFTPLUS ->
          throw new IllegalStateException(this + " is code of the network's own");
    };
  }

  double inDouble(double x) {
    return switch (this) {
      case EXP -> Elementary.exp(x);
      case EXPM1 -> Elementary.expm1(x);
      case LOG -> Elementary.log(x);
      case LOG1P -> Elementary.log1p(x);
      case SIN -> Elementary.sin(x);
      case COS -> Elementary.cos(x);
      case TAN -> Elementary.tan(x);
      case TANH -> Elementary.tanh(x);
      case ATAN -> Elementary.atan(x);
      case ERF -> Elementary.erf(x);
      case SIGMOID -> Elementary.sigmoid(x);
      case SOFTPLUS -> Elementary.softplus(x);
      case SQRT -> Elementary.sqrt(x);
      case ABS -> Elementary.abs(x);
      case SIGN -> Elementary.sign(x);
      case FLOOR -> Elementary.floor(x);
    };
  }
}
