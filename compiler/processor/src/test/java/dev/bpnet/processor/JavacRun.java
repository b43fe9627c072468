package dev.bpnet.processor;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** A run of a compiler over files on a disk, as a build tool does it. */
final class JavacRun {
  private final JavaCompiler compiler;
  private final List<String> arguments = new ArrayList<>();

  /** With javac and the class path of the tests. */
  JavacRun(Path output) throws IOException {
    this(ToolProvider.getSystemJavaCompiler(), output);
  }

  JavacRun(JavaCompiler compiler, Path output) throws IOException {
    this.compiler = compiler;
    Files.createDirectories(output);
    with("-d", output.toString(), "-cp", System.getProperty("java.class.path"));
  }

  /** Replaces an option of the same name, or adds it. */
  JavacRun with(String name, String value) {
    int there = arguments.indexOf(name);
    if (there >= 0) {
      arguments.set(there + 1, value);
    } else {
      arguments.addAll(List.of(name, value));
    }
    return this;
  }

  JavacRun with(String... more) {
    arguments.addAll(Arrays.asList(more));
    return this;
  }

  /** What the compiler says; nothing if all is well. */
  String compile(List<Path> files) throws IOException {
    return compile(files, List.of());
  }

  /**
   * As {@link #compile(List)}.
   *
   * @param classes names of classes whose annotations are processed as they are in class files
   */
  String compile(List<Path> files, List<String> classes) throws IOException {
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      JavaCompiler.CompilationTask task =
          compiler.getTask(
              said,
              manager,
              null,
              arguments,
              classes,
              manager.getJavaFileObjectsFromFiles(files.stream().map(Path::toFile).toList()));
      task.setProcessors(List.of(new BpNetProcessor()));
      boolean isFine = task.call();
      return isFine || !said.toString().isBlank() ? said.toString() : "failed without a word";
    }
  }
}
