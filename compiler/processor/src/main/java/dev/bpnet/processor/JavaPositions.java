package dev.bpnet.processor;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.util.TreePath;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.AnnotationValue;

/**
 * Where the characters of an annotation's string are in the Java file. Only javac tells, and only a
 * literal without escapes can be told of; for all others there is no answer.
 */
final class JavaPositions {
  private static final String QUOTES = "\"\"\"";

  private final String file;
  private final List<String> javaLines;
  private final List<String> modelLines;
  private final int firstLine;
  private final int firstIndent;

  private JavaPositions(
      String file,
      List<String> javaLines,
      List<String> modelLines,
      int firstLine,
      int firstIndent) {
    this.file = file;
    this.javaLines = javaLines;
    this.modelLines = modelLines;
    this.firstLine = firstLine;
    this.firstIndent = firstIndent;
  }

  /** Empty if the compiler is not javac, or the value not a literal. */
  static Optional<JavaPositions> of(
      ProcessingEnvironment environment, Annotated annotated, AnnotationValue value) {
    try {
      Trees trees = Trees.instance(environment);
      TreePath path = trees.getPath(annotated.type(), annotated.annotation(), value);
      if (path == null) {
        return Optional.empty();
      }
      CompilationUnitTree unit = path.getCompilationUnit();
      long start = trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
      String java = unit.getSourceFile().getCharContent(true).toString();
      String javaPath = unit.getSourceFile().toUri().getPath();
      String file = javaPath.substring(javaPath.lastIndexOf('/') + 1);
      return of(file, java, (int) start, (String) value.getValue());
    } catch (IOException | LinkageError | RuntimeException notJavac) {
      return Optional.empty();
    }
  }

  /**
   * @param file the name of the Java file
   * @param start of the expression in the Java text
   */
  static Optional<JavaPositions> of(String file, String java, int start, String model) {
    if (start < 0 || !java.startsWith("\"", start)) {
      return Optional.empty();
    }
    int line = (int) java.substring(0, start).chars().filter(c -> c == '\n').count() + 1;
    List<String> modelLines = model.lines().toList();
    if (!java.startsWith(QUOTES, start)) {
      List<String> rest = List.of(java.substring(start + 1).lines().findFirst().orElse(""));
      int column = start - (java.lastIndexOf('\n', start) + 1) + 1;
      return Optional.of(new JavaPositions(file, rest, modelLines, line, column));
    }
    List<String> below = java.substring(start).lines().skip(1).toList();
    return Optional.of(new JavaPositions(file, below, modelLines, line + 1, 0));
  }

  /**
   * The Java line and column of a place in the model, all counted from 1.
   *
   * @return empty if the Java text up to there is not what the model says, as it is with escapes
   */
  Optional<Place> place(int line, int column) {
    if (line > javaLines.size() || line > modelLines.size()) {
      return Optional.empty();
    }
    int indent = 0;
    for (int i = 0; i < line; i++) {
      String written = modelLines.get(i);
      boolean isFound =
          javaLines.get(i).indexOf('\\') < 0
              && (i == 0 && firstIndent > 0
                  ? javaLines.get(i).startsWith(written)
                  : javaLines.get(i).stripTrailing().endsWith(written));
      if (!isFound) {
        return Optional.empty();
      }
      indent =
          firstIndent > 0
              ? firstIndent
              : javaLines.get(i).stripTrailing().length() - written.length();
    }
    return Optional.of(new Place(file, firstLine + line - 1, indent + column));
  }

  /** A file, a line and a column. */
  record Place(String file, int line, int column) {
    @Override
    public String toString() {
      return file + ":" + line + ":" + column;
    }
  }
}
