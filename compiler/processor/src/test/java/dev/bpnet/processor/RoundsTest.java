package dev.bpnet.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.util.Set;
import javax.annotation.processing.AbstractProcessor;
import javax.annotation.processing.RoundEnvironment;
import javax.lang.model.SourceVersion;
import javax.lang.model.element.TypeElement;
import org.junit.jupiter.api.Test;

/** Annotated types, and what they are made of, may come from other processors. */
class RoundsTest {
  @Test
  void aTypeThatIsGeneratedIsProcessed() {
    Compilation compilation =
        JavaProject.of("package com.acme;\nclass Start { Gate gate = new Xor(); }")
            .with(
                new Writing(
                    "com.acme.Gate",
                    "package com.acme;\n"
                        + JavaProject.annotation(JavaProject.XOR)
                        + "interface Gate { float y(float[] x); }"))
            .compile();
    assertThat(compilation).succeeded();
    assertThat(compilation).generatedSourceFile("com.acme.Xor");
  }

  @Test
  void aTypeWaitsForWhatItIsMadeOf() {
    Compilation compilation =
        JavaProject.of(JavaProject.XOR, "interface Gate extends Base {}")
            .with(
                new Writing(
                    "com.acme.Base", "package com.acme;\ninterface Base { float y(float[] x); }"))
            .compile();
    assertThat(compilation).succeeded();
    assertThat(compilation)
        .generatedSourceFile("com.acme.Xor")
        .contentsAsUtf8String()
        .contains("@Override\n  public float y(float[] x)");
  }

  @Test
  void itsOwnClassIsNotWaitedFor() {
    assertThat(
            JavaProject.of(
                    JavaProject.XOR,
                    "interface Gate { static Xor of() { return new Xor(); }"
                        + " default Xor again() { return new Xor(); } }")
                .compile())
        .succeeded();
  }

  @Test
  void whatNeverComesIsAnErrorOfJavac() {
    Compilation compilation =
        JavaProject.of(JavaProject.XOR, "interface Gate { Absent y(float[] x); }").compile();
    assertThat(compilation).failed();
    assertThat(compilation).hadErrorContaining("Absent");
  }

  /** Writes one class in the first round. */
  private static final class Writing extends AbstractProcessor {
    private final String name;
    private final String text;
    private boolean isDone;

    Writing(String name, String text) {
      this.name = name;
      this.text = text;
    }

    @Override
    public Set<String> getSupportedAnnotationTypes() {
      return Set.of("*");
    }

    @Override
    public SourceVersion getSupportedSourceVersion() {
      return SourceVersion.latestSupported();
    }

    @Override
    public boolean process(Set<? extends TypeElement> annotations, RoundEnvironment round) {
      if (!isDone) {
        isDone = true;
        try (Writer writer = processingEnv.getFiler().createSourceFile(name).openWriter()) {
          writer.write(text);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }
      return false;
    }
  }
}
