package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What all networks of a file share: its globals, its constants and what is known to be wrong. */
final class Program {
  private final FileScope file;
  private final Diagnostics sink;
  private final Set<Callee.Source> recursive;
  private final Set<Span> reported = new HashSet<>();
  private final Map<Span, Value> constants = new HashMap<>();
  private final Set<FileScope.Global.Constant> underway = new LinkedHashSet<>();
  private final Suggester suggester = new Suggester();
  private final Set<Callee.Source> called = new HashSet<>();
  private int depth;

  /**
   * @param recursive functions that call themselves; reported already
   */
  Program(FileScope file, Set<Callee.Source> recursive, Diagnostics sink) {
    this.file = file;
    this.recursive = Set.copyOf(recursive);
    this.sink = sink;
  }

  FileScope file() {
    return file;
  }

  boolean isRecursive(Callee.Source callee) {
    return recursive.contains(callee);
  }

  /** Notes that a body was elaborated. */
  void called(Callee.Source callee) {
    called.add(callee);
  }

  boolean isCalled(Callee.Source callee) {
    return called.contains(callee);
  }

  /** The value of a constant, computed on first use; of one that needs itself unknown. */
  Value constant(FileScope.Global.Constant constant) {
    Span key = constant.declaration().name().span();
    Value known = constants.get(key);
    if (known != null) {
      return known;
    }
    if (underway.contains(constant)) {
      List<String> names = new ArrayList<>();
      underway.stream()
          .dropWhile(other -> !other.equals(constant))
          .forEach(other -> names.add(other.declaration().name().text()));
      names.add(constant.declaration().name().text());
      sink.report(Code.CONSTANT_CYCLE, key, String.join(" -> ", names));
      return Value.UNKNOWN;
    }
    underway.add(constant);
    Round round = new Round(new Ownership(), Optional.empty(), sink);
    Pass pass = new Pass(this, Pass.Mode.CONSTANT, round);
    Frame frame = Frame.of(pass, constant.file(), Frame.Sort.CONSTANT);
    Value value = new ExpressionElaborator(frame).evaluate(constant.declaration().value());
    underway.remove(constant);
    constants.put(key, value);
    return value;
  }

  /** Enters an expression; gives how many are entered. */
  int enter() {
    return ++depth;
  }

  void leave() {
    depth--;
  }

  /** What a name stands for was refused before anything was elaborated. */
  void alreadyReported(Span name) {
    reported.add(name);
  }

  boolean isReported(Span name) {
    return reported.contains(name);
  }

  /**
   * Reports a name that has no value here. The look at the bodies knew it, or reported it: so it is
   * bound under another condition.
   */
  void reportUnknown(Frame frame, String name, Span span, Code code) {
    if (!reported.contains(span)) {
      frame.reportWithHint("it is assigned under another condition only", code, span, name);
    }
  }

  /**
   * Reports with a hint if one of the known names is near.
   *
   * @param name as written
   */
  void reportWithSuggestion(
      Frame frame,
      String name,
      Collection<String> known,
      Code code,
      Span span,
      Object... arguments) {
    Optional<String> hint = suggester.hint(name, () -> known);
    if (hint.isPresent()) {
      frame.reportWithHint(hint.get(), code, span, arguments);
    } else {
      frame.report(code, span, arguments);
    }
  }
}
