package dev.bpnet.compiler.syntax;

import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.source.Span;
import java.util.List;
import java.util.Optional;

/**
 * One source file as written.
 *
 * @param packageName the parts of the package declaration; empty if there is none
 * @param comments all comments in source order, documentation included
 */
public record CompilationUnit(
    SourceFile file,
    List<Identifier> packageName,
    List<Import> imports,
    List<Declaration> declarations,
    List<Comment> comments) {
  public CompilationUnit {
    packageName = List.copyOf(packageName);
    imports = List.copyOf(imports);
    declarations = List.copyOf(declarations);
    comments = List.copyOf(comments);
  }

  /**
   * {@code import "path"}.
   *
   * @param path between the quotes
   */
  public record Import(String path, Span span) {}

  /**
   * @param text with its delimiters
   */
  public record Comment(String text, Span span) {}

  /**
   * What a documentation comment says: without delimiters and leading asterisks.
   *
   * @param text may have several lines
   */
  public record Documentation(String text, Span span) {}

  /** Where documentation is optional. */
  public interface Documented {
    Optional<Documentation> documentation();
  }
}
