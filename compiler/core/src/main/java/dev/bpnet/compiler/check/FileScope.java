package dev.bpnet.compiler.check;

import dev.bpnet.compiler.syntax.CompilationUnit;
import dev.bpnet.compiler.syntax.Declaration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the bodies of one file see beside their own names: its declarations, its imports, the
 * library.
 */
final class FileScope {
  /** A name that is seen everywhere in a file. */
  sealed interface Global {
    /** A function, a layer, or something else that needs no computing. */
    record Fixed(Value value) implements Global {}

    /** A constant, computed on first use. */
    record Constant(Declaration.Constant declaration, FileScope file) implements Global {
      /** Two are the same if they are declared at the same place. */
      @Override
      public boolean equals(Object other) {
        return other instanceof Constant that
            && declaration.name().span().equals(that.declaration.name().span());
      }

      @Override
      public int hashCode() {
        return declaration.name().hashCode();
      }
    }
  }

  private final CompilationUnit unit;
  private final Optional<FileScope> prelude;
  private final Map<String, Global> own = new LinkedHashMap<>();
  private final Map<String, Global> imported = new LinkedHashMap<>();

  /**
   * @param prelude empty for the prelude itself
   */
  FileScope(CompilationUnit unit, Optional<FileScope> prelude) {
    this.unit = unit;
    this.prelude = prelude;
    unit.declarations().forEach(declaration -> declaration.accept(new Gatherer()));
  }

  CompilationUnit unit() {
    return unit;
  }

  boolean isPrelude() {
    return prelude.isEmpty();
  }

  Map<String, Global> own() {
    return own;
  }

  /** Adds an imported name; gives the one that it clashes with, if any. */
  Optional<Global> addImported(String name, Global global) {
    return Optional.ofNullable(imported.putIfAbsent(name, global));
  }

  Optional<Global> find(String name) {
    Global global = own.get(name);
    if (global == null) {
      global = imported.get(name);
    }
    if (global == null && prelude.isPresent()) {
      global = prelude.get().own.get(name);
    }
    return global != null ? Optional.of(global) : Natives.find(name, isPrelude());
  }

  /** All names that this file may use, for suggestions. */
  Set<String> names() {
    Set<String> names = new LinkedHashSet<>(own.keySet());
    names.addAll(imported.keySet());
    prelude.ifPresent(library -> names.addAll(library.own.keySet()));
    names.addAll(Natives.visibleNames());
    return names;
  }

  /** Adds the prelude's declarations of another of its files. */
  void merge(CompilationUnit more) {
    more.declarations().forEach(declaration -> declaration.accept(new Gatherer()));
  }

  private final class Gatherer implements Declaration.Visitor<Void> {
    @Override
    public Void visitConstant(Declaration.Constant declaration) {
      own.putIfAbsent(declaration.name().text(), new Global.Constant(declaration, FileScope.this));
      return null;
    }

    @Override
    public Void visitFunction(Declaration.Function declaration) {
      add(Callee.Source.of(declaration, FileScope.this));
      return null;
    }

    @Override
    public Void visitLayer(Declaration.Layer declaration) {
      add(Callee.Source.of(declaration, FileScope.this));
      return null;
    }

    @Override
    public Void visitNetwork(Declaration.Network declaration) {
      return null;
    }

    @Override
    public Void visitBroken(Declaration.Broken declaration) {
      own.putIfAbsent(declaration.name().text(), new Global.Fixed(Value.UNKNOWN));
      return null;
    }

    private void add(Callee.Source source) {
      own.putIfAbsent(source.name(), new Global.Fixed(new Value.Function(source)));
    }
  }
}
