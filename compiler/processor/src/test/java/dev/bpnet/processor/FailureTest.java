package dev.bpnet.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every mistake is one error, at its place. */
class FailureTest {
  /** The line of the declaration below an annotation with {@link JavaProject#XOR}. */
  private static final int DECLARATION = 12;

  private static final int ANNOTATION = 3;

  @ParameterizedTest
  @ValueSource(strings = {"enum Kind { ONE }", "record Pair(int a) {}", "@interface Mark {}"})
  void onlyInterfacesAndClassesHaveNetworks(String declaration) {
    failsAt(
        JavaProject.of(JavaProject.XOR, declaration),
        ANNOTATION,
        "@BpNet belongs on an interface or a class");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@dev.bpnet.runtime.BpNet | @BpNet has neither a model nor a file",
        "@dev.bpnet.runtime.BpNet(\" \") | @BpNet has neither a model nor a file",
        "@dev.bpnet.runtime.BpNet(value = \"network X {}\", file = \"x.bpnet\")"
            + "| @BpNet has a model and a file; it is to have one of them",
        "@dev.bpnet.runtime.BpNet(\"fn f(x) = x\") | the model declares no network",
      })
  void aModelIsGivenOnce(String annotation, String message) {
    failsAt(JavaProject.of("package com.acme;\n" + annotation + "\ninterface A {}"), 2, message);
  }

  @Test
  void aNetworkIsNotCalledAsTheType() {
    failsAt(
        JavaProject.of(JavaProject.XOR, "interface Xor {}"),
        ANNOTATION,
        "the network is called Xor as a type here is; rename one");
  }

  @Test
  void aNetworkIsNotCalledAsTheTypeAroundItOrInIt() {
    failsAt(
        JavaProject.of(
            "class Xor {\n" + JavaProject.annotation(JavaProject.XOR) + "interface Gate {} }"),
        2,
        "the network is called Xor as a type here is; rename one");
    failsAt(
        JavaProject.of(JavaProject.XOR, "interface Gate { class Xor {} }"),
        ANNOTATION,
        "the network is called Xor as a member of com.acme.Gate is");
  }

  @Test
  void aNetworkIsThereOnce() {
    Compilation compilation =
        JavaProject.of(JavaProject.XOR, "interface First {}")
            .and(
                "package com.acme;\n"
                    + JavaProject.annotation(JavaProject.XOR)
                    + "interface Second {}")
            .compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation)
        .hadErrorContaining("com.acme.First has a network called com.acme.Xor already");
  }

  @Test
  void aClassOfTheNameIsThereAlready() {
    failsAt(
        JavaProject.of(JavaProject.XOR, "interface Gate {}").and("package com.acme;\nclass Xor {}"),
        ANNOTATION,
        "there is another class com.acme.Xor");
  }

  @Test
  void mistakesInTheTextHaveTheirPlace() {
    Compilation compilation =
        JavaProject.of(
                """
                network Net {
                    input  x[3]
                    target t[2]
                    h = x |> |> tanh
                    z = x + [1, 2]
                    output y = x |> dense(2) |> sigmoidal
                    loss squared_error(y, t)
                }
                """,
                "interface Gate {}")
            .compile();
    assertThat(compilation).hadErrorCount(3);
    for (String error :
        List.of(
            "model line 4, column 14 (Gate.java:7:18): unexpected '|>'",
            "model line 5, column 9 (Gate.java:8:13): ",
            "model line 6, column 33 (Gate.java:9:37): unknown function 'sigmoidal' [BP0202]\n"
                + "      output y = x |> dense(2) |> sigmoidal\n"
                + "                                  ^^^^^^^^^\n"
                + "    hint: did you mean 'sigmoid'?")) {
      assertThat(compilation)
          .hadErrorContaining(error)
          .inFile(file(compilation))
          .onLine(ANNOTATION);
    }
    assertThat(compilation).hadErrorContaining("[3]");
  }

  @Test
  void theFileNeedNotBeCalledAsTheType() {
    failsAt(
        JavaProject.of(
            "class First {}\n@dev.bpnet.runtime.BpNet(\"network N { output y = z loss y }\")\n"
                + "interface Second {}"),
        2,
        "model line 1, column 24 (First.java:2:50): unknown name 'z'");
  }

  @Test
  void warningsAreWarnings() {
    Compilation compilation =
        JavaProject.of(
                "network Net {\n input x\n target t\n output y = x\n loss y\n}", "interface G {}")
            .compile();
    assertThat(compilation).succeeded();
    assertThat(compilation).hadWarningContaining("model line 3, column 9 (G.java:6:13): ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "float z(float x0, float x1) | no output of Xor is called so; its outputs are y",
        "float y(float x0) | the parameter x1 is missing",
        "float y() | the input x is missing",
        "float y(float x0, float x1, float x2) | x2 is one parameter too many",
        "float y(float x1, float x0) | parameter 1 is called x1",
        "float y(float a, float b) | parameter 1 is called a",
        "float y(double x0, float x1) | x0 is of type double",
        "float y(float x0, int x1) | x1 is of type int",
        "float y(double[] x) | x is of type double[]",
        "float y(java.util.List<Float> x) | x is of type java.util.List<java.lang.Float>",
        "double y(float x0, float x1) | it returns double",
        "void y(float x0, float x1) | it returns void",
        "float[] y(float[] x) | it returns float[]",
        "<T> float y(float[] x) | it has type parameters",
        "void grow(int n) | the name is that of a private method of Xor",
      })
  void aMethodIsAnOutput(String method, String message) {
    JavaProject project = JavaProject.of(JavaProject.XOR, "interface Gate {\n  " + method + ";\n}");
    boolean named = method.contains(" y(");
    String name = named ? "y" : method.contains(" z(") ? "z" : "grow";
    failsAt(
        project,
        DECLARATION + 1,
        "the network Xor cannot implement "
            + name
            + ": "
            + message
            + (named ? "; expected float y(float x0, float x1) or float y(float[] x)" : ""));
  }

  @Test
  void aMethodOfTheContractReturnsWhatTheContractSays() {
    failsAt(
        JavaProject.of(JavaProject.XOR, "interface Gate {\n  String description();\n}"),
        DECLARATION + 1,
        "the network has description() already, and it returns dev.bpnet.runtime.Description");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "interface Gate {\n  void initialize(long seed);\n}",
        "interface Gate {\n  default void initialize(long seed) {}\n}",
        "interface Gate extends dev.bpnet.runtime.Network {\n  void initialize(long seed);\n}"
      })
  void aMethodThatTheContractHasABodyForIsInherited(String declaration) {
    failsAt(
        JavaProject.of(JavaProject.XOR, declaration),
        DECLARATION + 1,
        "the network has initialize(long) already, with a body; extend"
            + " dev.bpnet.runtime.Network.OfFloat instead of declaring it");
  }

  @Test
  void anInheritedMethodIsToldOfAtTheType() {
    failsAt(
        JavaProject.of(JavaProject.XOR, "interface Gate extends Runnable {}"),
        DECLARATION,
        "cannot implement run: no output of Xor is called so; its outputs are y"
            + " (inherited from java.lang.Runnable)");
  }

  @Test
  void typeParametersAndPrivacyAreInTheWay() {
    failsAt(
        JavaProject.of(JavaProject.XOR, "interface Gate<T> {}"),
        ANNOTATION,
        "an interface with @BpNet has no type parameters");
    failsAt(
        JavaProject.of(
            "class Outer {\n"
                + JavaProject.annotation(JavaProject.XOR)
                + "private interface Gate {} }"),
        2,
        "the network's class cannot implement Outer.Gate: Outer.Gate is private");
  }

  @Test
  void theOtherPrecisionIsInTheWay() {
    failsAt(
        JavaProject.of(
            JavaProject.XOR, "interface Gate extends dev.bpnet.runtime.Network.OfDouble {}"),
        ANNOTATION,
        "com.acme.Gate extends dev.bpnet.runtime.Network.OfDouble, but its network is compiled as"
            + " dev.bpnet.runtime.Network.OfFloat");
  }

  @ParameterizedTest
  @CsvSource({
    "-Abpnet.precision=half, '-Abpnet.precision is ''half'', expected float or double'",
    "-Abpnet.target=cuda, '-Abpnet.target is ''cuda'', expected scalar or vector or auto'",
    "-Abpnet.plan=fast, '-Abpnet.plan is ''fast'', expected auto or straight or loops or units'",
    "-Abpnet.presicion=float, unknown option -Abpnet.presicion; there are bpnet.precision,",
  })
  void argumentsAreWhatTheyAreSaidToBe(String argument, String message) {
    Compilation compilation =
        JavaProject.of(
                "network N(hidden = 3) { input x output y = sum(dense([x], hidden)) loss y }",
                "interface G {}")
            .with(argument)
            .compile();
    assertThat(compilation).hadErrorCount(1);
    assertThat(compilation).hadErrorContaining(message);
  }

  /** Another compilation of the same build may have the network that it is for. */
  @Test
  void aSettingThatNoNetworkHasIsWarnedOf() {
    Compilation compilation =
        JavaProject.of(
                "network N(hidden = 3) { input x output y = sum(dense([x], hidden)) loss y }",
                "interface G {}")
            .with("-Abpnet.P.hiden=4")
            .compile();
    assertThat(compilation).hadErrorCount(0);
    assertThat(compilation)
        .hadWarningContaining("-Abpnet.P.hiden: no network has the setting 'hiden'");
  }

  @Test
  void aSettingOfTheWrongSortIsToldOfAtTheModel() {
    failsAt(
        JavaProject.of(
                "network N(hidden = 3) { input x output y = sum(dense([x], hidden)) loss y }",
                "interface G {}")
            .with("-Abpnet.P.hidden=many"),
        ANNOTATION,
        "model line 1, column 11 (G.java:4:15): ");
  }

  private static void failsAt(JavaProject project, int line, String message) {
    Compilation compilation = project.compile();
    assertThat(compilation.errors()).hasSize(1);
    Diagnostic<?> error = compilation.errors().get(0);
    assertThat(error.getMessage(Locale.ROOT)).contains(message);
    assertThat(error.getLineNumber()).isEqualTo(line);
  }

  private static javax.tools.JavaFileObject file(Compilation compilation) {
    return compilation.errors().get(0).getSource();
  }
}
