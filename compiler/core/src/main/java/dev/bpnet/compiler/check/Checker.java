package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.diagnostic.Suggestions;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.source.Span;
import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.Declaration;
import dev.bpnet.compiler.syntax.DeepStack;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Trees to networks: the entry of this package. */
public final class Checker {
  private Checker() {}

  /**
   * Checks a file and elaborates its networks.
   *
   * @param sink takes all errors and warnings; a file with errors may still give those networks
   *     that have none
   * @return one model per network without errors, in source order
   */
  public static List<Model> check(CompilationUnit unit, CheckOptions options, Diagnostics sink) {
    return DeepStack.call(() -> checkHere(unit, options, sink));
  }

  /**
   * The keys that may override settings of the file: {@code name} and {@code Net.name} of each. For
   * a driver of several files, where a key has to suit one of them.
   */
  public static Set<String> settingKeys(CompilationUnit unit) {
    Set<String> keys = new LinkedHashSet<>();
    for (Declaration.Network network : networks(unit)) {
      for (Declaration.Parameter setting : network.settings()) {
        keys.add(setting.name().text());
        keys.add(network.name().text() + "." + setting.name().text());
      }
    }
    return keys;
  }

  private static List<Model> checkHere(
      CompilationUnit unit, CheckOptions options, Diagnostics sink) {
    Imports imports = new Imports(options, sink);
    FileScope file = imports.scope(unit);
    List<FileScope> files = new ArrayList<>(List.of(file));
    files.addAll(imports.imported());
    SyntaxTrouble trouble = SyntaxTrouble.of(sink);
    Structure structure = StructureChecker.check(files, trouble, sink);
    Program program = new Program(file, structure.recursive(), sink);
    structure.reported().forEach(program::alreadyReported);
    for (FileScope.Global global : file.own().values()) {
      if (global instanceof FileScope.Global.Constant constant) {
        program.constant(constant);
      }
    }
    reportUnknownSettings(unit, options, sink);
    boolean doubtful = sink.hasErrors();
    List<Model> models = new ArrayList<>();
    for (Declaration.Network network : networks(unit)) {
      boolean broken = trouble.isIn(network.span());
      new NetworkElaborator(program, network, options.settings(), doubtful)
          .elaborate(broken, sink)
          .ifPresent(models::add);
    }
    new UncalledFunctions(program, sink).check(unit);
    return models;
  }

  private static void reportUnknownSettings(
      CompilationUnit unit, CheckOptions options, Diagnostics sink) {
    Set<String> known = settingKeys(unit);
    for (String key : options.settings().keySet()) {
      if (!known.contains(key)) {
        Span span =
            networks(unit).stream()
                .findFirst()
                .map(network -> network.name().span())
                .orElse(new Span(unit.file(), 0, 0));
        Optional<String> hint = Suggestions.hint(key, known);
        if (hint.isPresent()) {
          sink.reportWithHint(hint.get(), Code.UNKNOWN_SETTING, span, key);
        } else {
          sink.report(Code.UNKNOWN_SETTING, span, key);
        }
      }
    }
  }

  private static List<Declaration.Network> networks(CompilationUnit unit) {
    return unit.declarations().stream()
        .filter(declaration -> declaration instanceof Declaration.Network)
        .map(declaration -> (Declaration.Network) declaration)
        .toList();
  }
}
