package dev.bpnet.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;

import com.google.testing.compile.Compilation;
import com.google.testing.compile.Compiler;
import com.google.testing.compile.JavaFileObjects;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.annotation.processing.Processor;
import javax.tools.JavaFileObject;

/** Java sources that are compiled in memory with the processor. */
final class JavaProject {
  /** A network that is good for anything but being tested. */
  static final String XOR =
      """
      network Xor {
          input  x[2]
          target t[1]
          output y = x |> dense(3) |> tanh |> dense(1) |> sigmoid
          loss squared_error(y, t)
          train { optimizer = sgd(rate = 0.5)  batch = 4  epochs = 5000  stop = below(0.001) }
      }
      """;

  private static final Pattern PACKAGE = Pattern.compile("package ([\\w.]+);");
  private static final Pattern TYPE =
      Pattern.compile(
          "^(?:public |final )*(?:class|@?interface|enum|record) (\\w+)", Pattern.MULTILINE);

  private final List<JavaFileObject> files = new ArrayList<>();
  private final List<Object> arguments = new ArrayList<>(List.of("-Xlint:all,-processing"));
  private final List<Processor> processors = new ArrayList<>();

  /** With one file, the text of which says what it is called. */
  static JavaProject of(String java) {
    return new JavaProject().and(java);
  }

  /** With one file of a package {@code com.acme}: an annotated type with an inline model. */
  static JavaProject of(String model, String declaration) {
    return of("package com.acme;\n\n" + annotation(model) + declaration + "\n");
  }

  /** {@code @BpNet} with a text block. */
  static String annotation(String model) {
    return "@dev.bpnet.runtime.BpNet(\"\"\"\n" + model.stripTrailing().indent(4) + "    \"\"\")\n";
  }

  JavaProject and(String java) {
    Matcher packageName = PACKAGE.matcher(java);
    Matcher type = TYPE.matcher(java);
    String prefix = packageName.find() ? packageName.group(1) + "." : "";
    files.add(
        JavaFileObjects.forSourceString(prefix + (type.find() ? type.group(1) : "none"), java));
    return this;
  }

  JavaProject with(String... newArguments) {
    arguments.addAll(Arrays.asList(newArguments));
    return this;
  }

  /** With a further processor, for one compilation. */
  JavaProject with(Processor processor) {
    processors.add(processor);
    return this;
  }

  Compilation compile() {
    List<Processor> all = new ArrayList<>(processors);
    all.add(new BpNetProcessor());
    return Compiler.javac().withOptions(arguments).withProcessors(all).compile(files);
  }

  /** The classes, which compiled without a word. */
  ClassLoader load() throws IOException {
    Compilation compilation = compile();
    assertThat(compilation).succeededWithoutWarnings();
    return loader(compilation);
  }

  static ClassLoader loader(Compilation compilation) throws IOException {
    Map<String, byte[]> classes = new HashMap<>();
    for (JavaFileObject file : compilation.generatedFiles()) {
      if (file.getKind() == JavaFileObject.Kind.CLASS) {
        try (InputStream stream = file.openInputStream()) {
          String path = file.toUri().getPath().replaceFirst("^/CLASS_OUTPUT/", "");
          classes.put(path.replace(".class", "").replace('/', '.'), stream.readAllBytes());
        }
      }
    }
    return new ClassLoader(JavaProject.class.getClassLoader()) {
      @Override
      protected Class<?> findClass(String name) throws ClassNotFoundException {
        byte[] bytes = classes.get(name);
        if (bytes == null) {
          throw new ClassNotFoundException(name);
        }
        return defineClass(name, bytes, 0, bytes.length);
      }
    };
  }
}
