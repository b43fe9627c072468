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
   */
  record Place(
      Sort sort,
      Ownership.Body body,
      List<Integer> repeats,
      Optional<Statement> statement,
      List<LoopIndex> loops) {
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
   * @param note for messages from inside a function: which, called where
   * @param functions names of the user's functions around, inside the layer
   * @param calls identifies the chain of calls
   */
  record Trace(
      Optional<Span> site, Optional<String> note, List<String> functions, List<Call> calls) {
    static final Trace TOP = new Trace(Optional.empty(), Optional.empty(), List.of(), List.of());
  }

  /** A call with the copies of repeats that it stands in. */
  record Call(Span span, List<Integer> repeats) {}

  static Frame of(Pass pass, FileScope file, Sort sort) {
    Place place =
        new Place(sort, pass.round().ownership().root(), List.of(), Optional.empty(), List.of());
    return new Frame(pass, file, Scope.ofBody(), place, Trace.TOP);
  }

  Frame inBlock() {
    return new Frame(pass, file, scope.block(), place, trace);
  }

  Frame inLoop(LoopIndex index) {
    List<LoopIndex> loops = new ArrayList<>(place.loops);
    loops.add(index);
    Place inner =
        new Place(place.sort, place.body, place.repeats, place.statement, List.copyOf(loops));
    return new Frame(pass, file, scope.block(), inner, trace);
  }

  Frame inRepeat(int copy) {
    List<Integer> repeats = new ArrayList<>(place.repeats);
    repeats.add(copy);
    Place inner =
        new Place(place.sort, place.body, List.copyOf(repeats), place.statement, place.loops);
    return new Frame(pass, file, scope.block(), inner, trace);
  }

  Frame inStatement(Span span, Optional<String> assigned) {
    Place inner =
        new Place(
            place.sort,
            place.body,
            place.repeats,
            Optional.of(new Statement(span, assigned)),
            place.loops);
    return new Frame(pass, file, scope, inner, trace);
  }

  /** The body of a function or layer that is called here. */
  Frame inCall(Callee.Source callee, Span call) {
    Sort sort = callee.layer() ? Sort.LAYER : Sort.FUNCTION;
    Ownership.Body body = callee.layer() ? place.copy().call(call, callee.name()) : place.body;
    List<Integer> repeats = callee.layer() ? List.of() : place.repeats;
    Place inner = new Place(sort, body, repeats, place.statement, place.loops);
    return new Frame(pass, callee.file(), Scope.ofBody(), inner, trace(callee, call));
  }

  private Trace trace(Callee.Source callee, Span call) {
    boolean library = callee.file().isPrelude();
    List<Call> calls = new ArrayList<>(trace.calls);
    calls.add(new Call(call, place.repeats));
    if (file.isPrelude()) {
      return new Trace(trace.site, trace.note, trace.functions, calls);
    }
    List<String> functions = new ArrayList<>(trace.functions);
    if (callee.layer()) {
      functions.clear();
    } else if (!library) {
      functions.add(callee.name());
    }
    String note =
        library
            ? "in '" + callee.name() + "' of the library"
            : "in '" + callee.name() + "', called on line " + call.line();
    return new Trace(
        library ? Optional.of(call) : Optional.empty(), Optional.of(note), functions, calls);
  }

  /** Makes nodes for an expression at the place. */
  NodeBuilder at(Span span) {
    return new NodeBuilder(new Origin(shown(span), path(), Optional.empty(), false));
  }

  /** The number of the random value that is made at the place. */
  int site(Span span) {
    List<Call> key = new ArrayList<>(trace.calls);
    key.add(new Call(span, place.repeats));
    return pass.site(key);
  }

  /** The path of the body with the functions around the place. */
  List<String> path() {
    List<String> path = new ArrayList<>(place.body.path());
    path.addAll(trace.functions);
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
    Optional<String> text = hint;
    if (trace.note.isPresent()) {
      text = Optional.of(hint.map(h -> h + " (" + trace.note.get() + ")").orElse(trace.note.get()));
    }
    pass.sink().add(new Diagnostic(code, shown(span), List.of(arguments), text));
  }
}
