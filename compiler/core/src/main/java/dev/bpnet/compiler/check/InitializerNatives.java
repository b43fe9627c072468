package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.graph.Initializer;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How parameters start; {@code zeros} and {@code ones} stand with the tensors of these names. */
final class InitializerNatives {
  static final List<Native> TABLE =
      List.of(
          Native.visible("constant", Native.Signature.of("c:NUMBER"), a -> of(a, "c", "c")),
          Native.visible(
              "uniform", Native.Signature.of("lo:NUMBER?", "hi:NUMBER?"), a -> of(a, "lo", "hi")),
          Native.visible(
              "normal",
              Native.Signature.of("mean:NUMBER?", "std:NUMBER?"),
              a -> of(a, "mean", "std")),
          plain("xavier_uniform"),
          plain("xavier_normal"),
          plain("he_uniform"),
          plain("he_normal"),
          plain("lecun_normal"),
          plain("orthogonal"));

  /** What needs the numbers of inputs and outputs of a unit. */
  private static final List<String> WITH_FANS =
      List.of(
          "xavier_uniform",
          "xavier_normal",
          "he_uniform",
          "he_normal",
          "lecun_normal",
          "orthogonal");

  private InitializerNatives() {}

  static boolean needsMatrix(Initializer initializer) {
    return WITH_FANS.contains(initializer.name());
  }

  private static Native plain(String name) {
    return Native.visible(
        name, Native.Signature.of(), a -> new Value.Initial(new Initializer(name, List.of())));
  }

  /** One or two numbers; of two the defaults are 0 and 1, as in PyTorch. */
  private static Value of(Arguments a, String first, String second) {
    String name = first.equals("c") ? "constant" : first.equals("lo") ? "uniform" : "normal";
    double x = a.has(first) ? a.number(first) : 0;
    double y = a.has(second) ? a.number(second) : 1;
    boolean valid =
        Double.isFinite(x)
            && Double.isFinite(y)
            && (!name.equals("uniform") || x <= y)
            && (!name.equals("normal") || y >= 0);
    if (!valid) {
      return a.refuse(Code.BAD_INITIALIZER_RANGE, name, x, y);
    }
    return new Value.Initial(
        new Initializer(name, name.equals("constant") ? List.of(x) : List.of(x, y)));
  }

  /** An initialiser, or the one that a bare name means; empty for anything else. */
  static Optional<Initializer> initializer(Value value, Frame frame, Span span) {
    if (value instanceof Value.Initial initial) {
      return Optional.of(initial.initializer());
    }
    boolean bare =
        value instanceof Value.Function function
            && function.callee() instanceof Callee.Builtin builtin
            && builtin.parameters().stream().allMatch(Callee.Parameter::optional)
            && (TABLE.contains(builtin.function())
                || List.of("zeros", "ones").contains(builtin.name()));
    if (!bare) {
      return Optional.empty();
    }
    Native function = ((Callee.Builtin) ((Value.Function) value).callee()).function();
    return Arguments.of(frame, span, function, Map.of(), Map.of(), List.of())
        .map(arguments -> function.builder().build(arguments))
        .filter(result -> result instanceof Value.Initial)
        .map(result -> ((Value.Initial) result).initializer());
  }
}
