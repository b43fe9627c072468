package dev.bpnet.compiler.memory;

import dev.bpnet.runtime.Network;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.FileObject;
import javax.tools.ForwardingJavaFileManager;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileManager;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** One run of the JDK's compiler whose sources and class files stay in memory. */
final class MemoryCompilation {
  private static final String VECTORS = "jdk.incubator.vector";

  private final Map<String, String> sources;
  private final Map<String, ByteArrayOutputStream> classFiles = new LinkedHashMap<>();

  MemoryCompilation(Map<String, String> sources) {
    this.sources = sources;
  }

  /** The class files by binary name. */
  Map<String, byte[]> run(String... moreOptions) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    if (javac == null) {
      throw new NoJavaCompilerException();
    }
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    StringWriter other = new StringWriter();
    try (StandardJavaFileManager standard =
            javac.getStandardFileManager(messages, Locale.ROOT, StandardCharsets.UTF_8);
        JavaFileManager files = new MemoryFiles(standard)) {
      boolean fine =
          javac.getTask(other, files, messages, options(moreOptions), null, units()).call();
      if (!fine) {
        throw new IllegalStateException(
            "the generated Java does not compile:\n" + text(messages) + other);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, byte[]> result = new LinkedHashMap<>();
    classFiles.forEach((name, bytes) -> result.put(name, bytes.toByteArray()));
    return result;
  }

  private List<JavaFileObject> units() {
    return sources.entrySet().stream()
        .<JavaFileObject>map(entry -> new SourceText(entry.getKey(), entry.getValue()))
        .toList();
  }

  private List<String> options(String... more) {
    List<String> options = new ArrayList<>(List.of("-proc:none", "-implicit:none"));
    if (sources.values().stream().anyMatch(text -> text.contains(VECTORS))) {
      options.addAll(List.of("--add-modules", VECTORS));
    }
    if (more.length == 0) {
      options.add("-nowarn");
    }
    options.addAll(List.of("-classpath", runtimeClassPath()));
    options.addAll(List.of(more));
    return options;
  }

  /** Where the runtime was loaded from: it may not stand in {@code java.class.path}. */
  private static String runtimeClassPath() {
    CodeSource source = Network.class.getProtectionDomain().getCodeSource();
    if (source == null || source.getLocation() == null) {
      return System.getProperty("java.class.path", "");
    }
    try {
      return Path.of(source.getLocation().toURI())
          + File.pathSeparator
          + System.getProperty("java.class.path", "");
    } catch (URISyntaxException | IllegalArgumentException e) {
      return System.getProperty("java.class.path", "");
    }
  }

  private static String text(DiagnosticCollector<JavaFileObject> messages) {
    return messages.getDiagnostics().stream()
        .map(MemoryCompilation::line)
        .collect(Collectors.joining("\n"));
  }

  private static String line(Diagnostic<? extends JavaFileObject> message) {
    String place =
        message.getSource() == null
            ? ""
            : message.getSource().getName() + ":" + message.getLineNumber() + ": ";
    return place + message.getMessage(Locale.ROOT);
  }

  private static final class SourceText extends SimpleJavaFileObject {
    private final String text;

    SourceText(String className, String text) {
      super(URI.create("memory:///" + path(className) + Kind.SOURCE.extension), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }

  private final class ClassFile extends SimpleJavaFileObject {
    private final String className;

    ClassFile(String className) {
      super(URI.create("memory:///" + path(className) + Kind.CLASS.extension), Kind.CLASS);
      this.className = className;
    }

    @Override
    public OutputStream openOutputStream() {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      classFiles.put(className, bytes);
      return bytes;
    }
  }

  private final class MemoryFiles extends ForwardingJavaFileManager<StandardJavaFileManager> {
    MemoryFiles(StandardJavaFileManager standard) {
      super(standard);
    }

    @Override
    public JavaFileObject getJavaFileForOutput(
        Location location, String className, JavaFileObject.Kind kind, FileObject sibling) {
      return new ClassFile(className);
    }
  }

  private static String path(String className) {
    try {
      return new URI(null, null, className.replace('.', '/'), null).getRawPath();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(className, e);
    }
  }
}
