package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.Declaration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** Looks at every body, called or not: names, which statement stands where, recursion. */
final class StructureChecker {
  private final Diagnostics sink;
  private final SyntaxTrouble trouble;
  private final Suggester suggester = new Suggester();
  private final CallGraph calls = new CallGraph();
  private final Set<Span> reported = new HashSet<>();

  private StructureChecker(SyntaxTrouble trouble, Diagnostics sink) {
    this.trouble = trouble;
    this.sink = sink;
  }

  static Structure check(List<FileScope> files, SyntaxTrouble trouble, Diagnostics sink) {
    StructureChecker checker = new StructureChecker(trouble, sink);
    files.forEach(checker::file);
    return new Structure(checker.calls.reportCycles(sink), checker.reported);
  }

  private void file(FileScope file) {
    Map<String, Span> names = new HashMap<>();
    Map<String, Span> networks = new LinkedHashMap<>();
    for (Declaration declaration : file.unit().declarations()) {
      boolean network = declaration instanceof Declaration.Network;
      Span before =
          (network ? networks : names)
              .putIfAbsent(declaration.name().text(), declaration.name().span());
      if (before != null) {
        sink.report(
            Code.DUPLICATE_DECLARATION,
            declaration.name().span(),
            declaration.name().text(),
            before.line());
      }
      declaration.accept(new Bodies(file));
    }
    differentIgnoringCase(networks);
  }

  /** A network becomes a file, whose name some disks read without regard to case. */
  private void differentIgnoringCase(Map<String, Span> networks) {
    Map<String, String> folded = new HashMap<>();
    networks.forEach(
        (name, span) -> {
          String other = folded.putIfAbsent(name.toUpperCase(Locale.ROOT), name);
          if (other != null) {
            sink.report(Code.NAMES_DIFFER_BY_CASE, span, name, other, networks.get(other).line());
          }
        });
  }

  /** Looks at one declaration. */
  private final class Bodies implements Declaration.Visitor<Void> {
    private final FileScope file;

    Bodies(FileScope file) {
      this.file = file;
    }

    /** Where the text is broken, statements may have got out of place: nothing is said of that. */
    private BodyStructure body(Frame.Sort sort, NameUses uses, Declaration declaration) {
      Diagnostics places = trouble.isIn(declaration.span()) ? new Diagnostics() : sink;
      Diagnostics blocks = trouble.unsettles(declaration.span()) ? new Diagnostics() : sink;
      return new BodyStructure(sort, uses, new BodyStructure.Sinks(sink, places, blocks));
    }

    @Override
    public Void visitConstant(Declaration.Constant constant) {
      NameUses uses = new NameUses(file, Frame.Sort.CONSTANT, suggester, sink);
      uses.check(constant.value(), NameScope.ofBody());
      reported.addAll(uses.reported());
      return null;
    }

    @Override
    public Void visitFunction(Declaration.Function function) {
      NameUses uses = new NameUses(file, Frame.Sort.FUNCTION, suggester, sink);
      BodyStructure body = body(Frame.Sort.FUNCTION, uses, function);
      body.parameters(function.parameters());
      body.body(function.name(), function.body());
      calls.add(Callee.Source.of(function, file), uses.functions());
      reported.addAll(uses.reported());
      return null;
    }

    @Override
    public Void visitLayer(Declaration.Layer layer) {
      NameUses uses = new NameUses(file, Frame.Sort.LAYER, suggester, sink);
      BodyStructure body = body(Frame.Sort.LAYER, uses, layer);
      body.parameters(layer.parameters());
      body.body(layer.name(), layer.body());
      calls.add(Callee.Source.of(layer, file), uses.functions());
      reported.addAll(uses.reported());
      return null;
    }

    @Override
    public Void visitNetwork(Declaration.Network network) {
      NameUses uses = new NameUses(file, Frame.Sort.NETWORK, suggester, sink);
      BodyStructure body = body(Frame.Sort.NETWORK, uses, network);
      body.parameters(network.settings());
      body.body(network.name(), network.body());
      reported.addAll(uses.reported());
      return null;
    }

    @Override
    public Void visitBroken(Declaration.Broken declaration) {
      return null;
    }
  }
}
