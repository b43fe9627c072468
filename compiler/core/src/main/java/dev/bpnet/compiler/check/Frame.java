package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostic;
import dev.bpnet.compiler.graph.LoopIndex;
import dev.bpnet.compiler.graph.NodeBuilder;
import dev.bpnet.compiler.graph.Origin;
import dev.bpnet.compiler.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where elaboration stands: which names are seen, who owns what is declared, how messages and nodes
 * name the place.
 *
 * @param file whose globals are seen
 * @param place in the network
 * @param trace how a call led here
 */
record Frame(Pass pass, FileScope file, Scope scope, Place place, Trace trace) {
  /** What a body is. */
  enum Sort {
    NETWORK,
    LAYER,
    FUNCTION,
    CONSTANT
  }

  /**
   * @param body owns what is declared here
   * @param repeats indices of the enclosing repeats of the body, outermost first
   * @param statement the current one; empty outside of statements
   * @param loops the enclosing {@code for}s, of callers too, outermost first
   * @param outerLoops how many of them are of callers
   */
  record Place(
      Sort sort,
      Ownership.Body body,
      List<Integer> repeats,
      Optional<Statement> statement,
      List<LoopIndex> loops,
      int outerLoops) {
    /** The current statement in the current copies of the enclosing repeats. */
    Ownership.Copy copy() {
      Statement current = statement.orElseThrow();
      return body.copy(current.span, current.assigned, repeats);
    }
  }

  /**
   * @param assigned the variable; empty if none is
   */
  record Statement(Span span, Optional<String> assigned) {}

  /**
   * @param site the call in the user's file, while in the library's code
   * @param inner the innermost function or layer that a message may name; empty in the network
   * @param function name of the user's innermost function, inside of its layer
   * @param calls that led here, the innermost first
   */
  record Trace(
      Optional<Span> site, Optional<Inner> inner, Optional<String> function, Path<Call> calls) {
    static final Trace TOP =
        new Trace(Optional.empty(), Optional.empty(), Optional.empty(), Path.empty());
  }

  /** A call with the copies of repeats that it stands in. */
  record Call(Span span, List<Integer> repeats) {}

  /** What was called where. */
  record Inner(Callee.Source callee, Span call) {
    String note() {
      return callee.file().isPrelude()
          ? "in '" + callee.name() + "' of the library"
          : "in '" + callee.name() + "', called on line " + call.line();
    }
  }

  static Frame of(Pass pass, FileScope file, Sort sort) {
    Place place =
        new Place(sort, pass.round().ownership().root(), List.of(), Optional.empty(), List.of(), 0);
    return new Frame(pass, file, Scope.ofBody(), place, Trace.TOP);
  }

  /** The same names, but as a constant sees them: without passes and parameters. */
  Frame asConstant() {
    Place constant =
        new Place(Sort.CONSTANT, place.body, List.of(), Optional.empty(), List.of(), 0);
    return new Frame(pass, file, scope, constant, trace);
  }

  Frame inLoop(LoopIndex index) {
    List<LoopIndex> loops = new ArrayList<>(place.loops);
    loops.add(index);
    Place inner =
        new Place(
            place.sort,
            place.body,
            place.repeats,
            place.statement,
            List.copyOf(loops),
            place.outerLoops);
    return new Frame(pass, file, scope.block(), inner, trace);
  }

  Frame inRepeat(int copy) {
    List<Integer> repeats = new ArrayList<>(place.repeats);
    repeats.add(copy);
    Place inner =
        new Place(
            place.sort,
            place.body,
            List.copyOf(repeats),
            place.statement,
            place.loops,
            place.outerLoops);
    return new Frame(pass, file, scope.block(), inner, trace);
  }

  Frame inStatement(Span span, Optional<String> assigned) {
    Place inner =
        new Place(
            place.sort,
            place.body,
            place.repeats,
            Optional.of(new Statement(span, assigned)),
            place.loops,
            place.outerLoops);
    return new Frame(pass, file, scope, inner, trace);
  }

  /** The body of a function or layer that is called here. */
  Frame inCall(Callee.Source callee, Span call) {
    Sort sort = callee.layer() ? Sort.LAYER : Sort.FUNCTION;
    Ownership.Body body = callee.layer() ? place.copy().call(call, callee.name()) : place.body;
    List<Integer> repeats = callee.layer() ? List.of() : place.repeats;
    Place inner = new Place(sort, body, repeats, Optional.empty(), place.loops, place.loops.size());
    return new Frame(pass, callee.file(), Scope.ofBody(), inner, trace(callee, call));
  }

  private Trace trace(Callee.Source callee, Span call) {
    boolean library = callee.file().isPrelude();
    Path<Call> calls = trace.calls.prepend(new Call(call, place.repeats));
    if (file.isPrelude()) {
      return new Trace(trace.site, trace.inner, trace.function, calls);
    }
    Optional<String> function =
        callee.layer() ? Optional.empty() : library ? trace.function : Optional.of(callee.name());
    return new Trace(
        library ? Optional.of(call) : Optional.empty(),
        Optional.of(new Inner(callee, call)),
        function,
        calls);
  }

  /**
   * Enters an expression or a block; to be followed by {@link #leave}.
   *
   * @return whether to go on: not where calls nest too deeply or multiply, which is reported
   */
  boolean enter(Span span) {
    if (pass.program().enter() > Pass.MOST_DEPTH && !pass.exhausted()) {
      report(Code.CALLS_TOO_DEEP, span, Pass.MOST_DEPTH);
      pass.stop();
    }
    return spend(1, span);
  }

  void leave() {
    pass.program().leave();
  }

  /** Counts work; gives whether to go on. */
  boolean spend(int units, Span span) {
    boolean before = pass.exhausted();
    pass.spend(units);
    if (!before && pass.exhausted()) {
      report(Code.NETWORK_TOO_LARGE, span, Pass.MOST_WORK);
    }
    return !pass.exhausted();
  }

  /** Makes nodes for an expression at the place. */
  NodeBuilder at(Span span) {
    return new NodeBuilder(new Origin(shown(span), path(), Optional.empty(), false));
  }

  /** The number of the random value that is made at the place. */
  int site(Span span) {
    return pass.site(here(span));
  }

  /** Identifies a place, other copies and calls being other places. */
  Path<Call> here(Span span) {
    return trace.calls.prepend(new Call(span, place.repeats));
  }

  /** The path of the body, and the function around the place. */
  List<String> path() {
    if (trace.function.isEmpty()) {
      return place.body.path();
    }
    List<String> path = new ArrayList<>(place.body.path());
    path.add(trace.function.get());
    return path;
  }

  /** The name of a value as it stands in paths: {@code h}, in copies of a repeat {@code h.0}. */
  String copyName(String name) {
    StringBuilder text = new StringBuilder(name);
    place.repeats.forEach(copy -> text.append('.').append(copy));
    return text.toString();
  }

  /** The place that a user can see: in the library's code, the call of it. */
  Span shown(Span span) {
    return trace.site.orElse(span);
  }

  void report(Code code, Span span, Object... arguments) {
    add(code, span, Optional.empty(), arguments);
  }

  void reportWithHint(String hint, Code code, Span span, Object... arguments) {
    add(code, span, Optional.of(hint), arguments);
  }

  private void add(Code code, Span span, Optional<String> hint, Object... arguments) {
    Optional<String> note = trace.inner.map(Inner::note);
    Optional<String> text =
        hint.isPresent() && note.isPresent()
            ? Optional.of(hint.get() + " (" + note.get() + ")")
            : hint.or(() -> note);
    pass.sink().add(new Diagnostic(code, shown(span), List.of(arguments), text));
  }
}
