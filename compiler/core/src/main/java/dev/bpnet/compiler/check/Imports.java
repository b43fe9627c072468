package dev.bpnet.compiler.check;

import dev.bpnet.compiler.diagnostic.Code;
import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.syntax.CompilationUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Follows the imports of a file, and theirs, and gives each file the names that it may use. */
final class Imports {
  private final CheckOptions options;
  private final Diagnostics sink;
  private final Map<String, Optional<FileScope>> loaded = new LinkedHashMap<>();
  private final List<String> underway = new ArrayList<>();
  private String root = "";

  Imports(CheckOptions options, Diagnostics sink) {
    this.options = options;
    this.sink = sink;
  }

  /** The scope of the file that is compiled. */
  FileScope scope(CompilationUnit unit) {
    String path = normal(unit.file().path());
    root = options.sourceRoot().map(this::absolute).orElseGet(() -> root(unit, absolute(path)));
    return scope(unit, path);
  }

  /** All files that were imported, directly or not. */
  List<FileScope> imported() {
    return loaded.values().stream().flatMap(Optional::stream).toList();
  }

  /** The folder of the file less its package, as far as the folders are named like it. */
  private static String root(CompilationUnit unit, String path) {
    String folder = folder(path);
    for (int i = unit.packageName().size() - 1; i >= 0; i--) {
      String part = unit.packageName().get(i).text();
      boolean named = folder.equals(part) || folder.endsWith("/" + part);
      if (!named) {
        return folder(path);
      }
      folder = folder(folder);
    }
    return folder;
  }

  private FileScope scope(CompilationUnit unit, String path) {
    FileScope scope = new FileScope(unit, Optional.of(Prelude.scope()));
    underway.add(path);
    for (CompilationUnit.Import written : unit.imports()) {
      target(written, path).ifPresent(target -> addNames(scope, target, written));
    }
    underway.remove(underway.size() - 1);
    return scope;
  }

  private Optional<FileScope> target(CompilationUnit.Import written, String from) {
    String path = written.path();
    if (path.startsWith("/") || path.startsWith("\\") || path.matches("[A-Za-z]:.*")) {
      sink.report(Code.IMPORT_ABSOLUTE, written.span(), path);
      return Optional.empty();
    }
    String folder = folder(from);
    String target = normal(folder.isEmpty() ? path : folder + "/" + path);
    if (!isInside(target)) {
      sink.report(Code.IMPORT_OUTSIDE, written.span(), path, root.isEmpty() ? "." : root);
      return Optional.empty();
    }
    int start = underway.indexOf(target);
    if (start >= 0) {
      List<String> cycle = new ArrayList<>(underway.subList(start, underway.size()));
      cycle.add(target);
      sink.report(Code.IMPORT_CYCLE, written.span(), String.join(" -> ", cycle));
      return Optional.empty();
    }
    if (!loaded.containsKey(target)) {
      int said = sink.all().size();
      Optional<CompilationUnit> unit = options.imports().load(target, sink);
      if (unit.isEmpty() && sink.all().size() == said) {
        sink.report(Code.IMPORT_MISSING, written.span(), path);
      }
      loaded.put(target, unit.map(u -> scope(u, target)));
    }
    return loaded.get(target);
  }

  private String absolute(String path) {
    boolean relative = !path.startsWith("/") && !path.matches("[A-Za-z]:.*");
    return normal(
        relative && !options.directory().isEmpty() ? options.directory() + "/" + path : path);
  }

  private boolean isInside(String target) {
    String path = absolute(target);
    return root.isEmpty()
        ? !path.startsWith("/") && !path.equals("..") && !path.startsWith("../")
        : root.equals("/") ? path.startsWith("/") : path.startsWith(root + "/");
  }

  private void addNames(FileScope scope, FileScope target, CompilationUnit.Import written) {
    target
        .own()
        .forEach(
            (name, global) -> {
              Optional<FileScope.Global> other = scope.addImported(name, global);
              if (other.isPresent() && !other.get().equals(global)) {
                sink.reportWithHint(
                    "rename one of them", Code.IMPORT_CLASH, written.span(), written.path(), name);
              }
            });
  }

  private static String folder(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : slash == 0 ? "/" : path.substring(0, slash);
  }

  /** Without {@code .} and empty parts, {@code ..} resolved as far as there are folders. */
  private static String normal(String path) {
    String slashed = path.replace('\\', '/');
    Deque<String> parts = new ArrayDeque<>();
    for (String part : Arrays.asList(slashed.split("/"))) {
      boolean up = part.equals("..") && !parts.isEmpty() && !parts.peekLast().equals("..");
      if (up) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return (slashed.startsWith("/") ? "/" : "") + String.join("/", parts);
  }
}
