package dev.bpnet.processor;

import static com.google.testing.compile.CompilationSubject.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.testing.compile.Compilation;
import dev.bpnet.runtime.Network;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Supplier;
import javax.tools.StandardLocation;
import org.junit.jupiter.api.Test;

/** What the processor generates, loaded and run. */
class GeneratedNetworkTest {
  /** Inputs and outputs of all sorts. */
  private static final String SORTS =
      """
      network Sorts {
          input  a[2]
          input  b
          input  place: class(3)
          input  c[1]
          output sum3 = a[0] + a[1] + b + c[0] + sum(one_hot(place) * [10, 20, 30])
          output pair = 2 * a
          output large = b > 1
          output best = argmax([a, -a], axis = 1)
          loss sum3
      }
      """;

  @Test
  @SuppressWarnings("unchecked")
  void learnsExclusiveOr() throws Exception {
    ClassLoader loader =
        JavaProject.of(JavaProject.XOR, "interface Gate { float y(float x0, float x1); }")
            .and(
                """
                package com.acme;

                import dev.bpnet.runtime.data.Dataset;
                import dev.bpnet.training.Trainer;

                public class Learner implements java.util.function.Supplier<int[]> {
                  @Override
                  public int[] get() {
                    float[][] inputs = {{0, 0}, {0, 1}, {1, 0}, {1, 1}};
                    float[][] targets = {{0}, {1}, {1}, {0}};
                    Xor xor = new Xor();
                    Trainer.of(xor).train(Dataset.of(inputs, targets));
                    Gate gate = xor;
                    int[] answers = new int[4];
                    for (int i = 0; i < 4; i++) {
                      answers[i] = Math.round(gate.y(inputs[i][0], inputs[i][1]));
                    }
                    return answers;
                  }
                }
                """)
            .load();
    Object learner = loader.loadClass("com.acme.Learner").getConstructor().newInstance();
    assertThat(((Supplier<int[]>) learner).get()).containsExactly(0, 1, 1, 0);
  }

  @Test
  void takesArraysOrElementsAndGivesWhatTheOutputIs() throws Exception {
    Object sorts =
        network(
            JavaProject.of(
                SORTS,
                """
                interface Asked {
                  float sum3(float a0, float a1, float b, int place, float c);
                  float sum3(float[] a, float b, int place, float[] c);
                  float[] pair(float[] a, float b, int place, float c);
                  int large(float[] a, float b, int place, float c);
                  int[] best(float[] a, float b, int place, float... c);
                }
                """),
            "com.acme.Sorts");
    float[] a = {1, 2};
    assertThat(call(sorts, "sum3", 1f, 2f, 4f, 1, 8f)).isEqualTo(35f);
    assertThat(call(sorts, "sum3", a, 4f, 2, new float[] {8})).isEqualTo(45f);
    assertThat((float[]) call(sorts, "pair", a, 4f, 0, 0f)).containsExactly(2, 4);
    assertThat(call(sorts, "large", a, 4f, 0, 0f)).isEqualTo(1);
    assertThat(call(sorts, "large", a, 1f, 0, 0f)).isEqualTo(0);
    assertThat((int[]) call(sorts, "best", a, 4f, 0, new float[1])).containsExactly(1, 0);
  }

  @Test
  void theCallerOwnsArrays() throws Exception {
    Object sorts =
        network(
            JavaProject.of(
                SORTS, "interface Asked { float[] pair(float[] a, float b, int place, float c); }"),
            "com.acme.Sorts");
    float[] a = {1, 2};
    float[] first = (float[]) call(sorts, "pair", a, 0f, 0, 0f);
    Arrays.fill((float[]) call(sorts, "pair", new float[] {3, 4}, 0f, 0, 0f), 7);
    assertThat(first).containsExactly(2, 4);
    assertThat(a).containsExactly(1, 2);
  }

  @Test
  void oneElementCostsNoMemory() throws Exception {
    ClassLoader loader =
        JavaProject.of(JavaProject.XOR, "interface Gate { float y(float x0, float x1); }")
            .and(
                """
                package com.acme;

                public class Loop implements java.util.function.LongUnaryOperator {
                  private final Gate gate = new Xor();
                  private float sum;

                  @Override
                  public long applyAsLong(long times) {
                    for (long i = 0; i < times; i++) {
                      sum += gate.y(i, -i);
                    }
                    return (long) sum;
                  }
                }
                """)
            .load();
    Class<?> type = loader.loadClass("com.acme.Loop");
    var loop = (java.util.function.LongUnaryOperator) type.getConstructor().newInstance();
    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    loop.applyAsLong(20_000);
    long before = threads.getCurrentThreadAllocatedBytes();
    loop.applyAsLong(100_000);
    long spent = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(spent).isLessThan(100_000);
  }

  @Test
  void isDoubleWhereTheArgumentSaysSo() throws Exception {
    Object xor =
        network(
            JavaProject.of(JavaProject.XOR, "interface Gate { double y(double x0, double x1); }")
                .with("-Abpnet.precision=double"),
            "com.acme.Xor");
    assertThat(xor).isInstanceOf(Network.OfDouble.class);
    assertThat((double) call(xor, "y", 0.5, 0.25)).isBetween(0.0, 1.0);
  }

  @Test
  void aClassGetsItsNetworkBeside() throws Exception {
    ClassLoader loader =
        JavaProject.of(JavaProject.XOR, "class Holder { final Xor xor = new Xor(); }").load();
    assertThat(loader.loadClass("com.acme.Xor").getInterfaces())
        .containsExactly(Network.OfFloat.class);
  }

  @Test
  void theUnnamedPackageWillDo() throws Exception {
    String java = JavaProject.annotation(JavaProject.XOR) + "interface Gate {}";
    assertThat(network(JavaProject.of(java), "Xor")).isInstanceOf(Network.OfFloat.class);
  }

  @Test
  void inheritedDefaultAndStaticMethodsAreAllowed() throws Exception {
    Object xor =
        network(
            JavaProject.of(
                    JavaProject.XOR,
                    """
                    interface Gate extends Base<Float>, dev.bpnet.runtime.Network.OfFloat {
                      @Override
                      float y(float[] x);

                      @Override
                      default float y(float x0, float x1) {
                        return -1;
                      }

                      @Override
                      String toString();

                      @Override
                      float[] parameters();

                      @Override
                      default void updateStates() {}

                      static Gate create() {
                        return new Xor();
                      }
                    }
                    """)
                .and(
                    """
                    package com.acme;

                    interface Base<T> {
                      float y(float[] x);

                      float y(float x0, float x1);

                      default boolean fires(float[] x) {
                        return y(x) > 0.5;
                      }
                    }
                    """),
            "com.acme.Xor");
    float[] zeros = {0, 0};
    assertThat(call(xor, "fires", zeros)).isEqualTo((float) call(xor, "y", zeros) > 0.5);
    assertThat(call(xor, "y", 0f, 0f)).as("the interface's own body").isEqualTo(-1f);
  }

  @Test
  void aNestedInterfaceIsImplemented() throws Exception {
    Object xor =
        network(
            JavaProject.of(
                "package com.acme;\nclass Outer { static class Inner {\n"
                    + JavaProject.annotation(JavaProject.XOR)
                    + "interface Gate { float y(float x0, float x1); record Network(int n) {} } } }"),
            "com.acme.Xor");
    assertThat(xor.getClass().getInterfaces()[1].getName()).isEqualTo("com.acme.Outer$Inner$Gate");
  }

  @Test
  void aSealedInterfaceMayPermitItsNetwork() throws Exception {
    Object xor =
        network(
            JavaProject.of(
                JavaProject.XOR, "sealed interface Gate permits Xor { float y(float[] x); }"),
            "com.acme.Xor");
    assertThat(xor.getClass().getInterfaces()[1].isSealed()).isTrue();
  }

  @Test
  void theClassKnowsNothingOfTheProcessor() throws IOException {
    Compilation compilation = JavaProject.of(JavaProject.XOR, "interface Gate {}").compile();
    try (InputStream stream =
        compilation
            .generatedFile(StandardLocation.CLASS_OUTPUT, "com.acme", "Xor.class")
            .orElseThrow()
            .openInputStream()) {
      String bytes = new String(stream.readAllBytes(), StandardCharsets.ISO_8859_1);
      assertThat(bytes).contains("dev/bpnet/runtime/Network").doesNotContain("javax/");
    }
  }

  @Test
  void everyNetworkOfTheModelImplementsTheInterface() throws Exception {
    ClassLoader loader =
        JavaProject.of(
                "network One { input x output y = x loss y }\n"
                    + "network Two { input x output y = 2 * x loss y }\n",
                "interface Line { float y(float x); }")
            .load();
    for (String name : new String[] {"One", "Two"}) {
      Object line = instance(loader, "com.acme." + name);
      assertThat(call(line, "y", 3f)).isEqualTo(name.equals("One") ? 3f : 6f);
    }
  }

  @Test
  void namesThatJavaHasPlansForAreThoseOfTheClass() throws Exception {
    Object net =
        network(
            JavaProject.of(
                "network N { input class output predict = 2 * class loss predict }",
                "interface Asked { float predict2(float class2); }"),
            "com.acme.N");
    assertThat(call(net, "predict2", 4f)).isEqualTo(8f);
  }

  @Test
  void aMethodMayTakeMoreInputsThanAccessorsDo() throws Exception {
    StringBuilder inputs = new StringBuilder();
    StringBuilder parameters = new StringBuilder("float i0");
    for (int i = 0; i < 50; i++) {
      inputs.append("input i").append(i).append("\n");
      parameters.append(i == 0 ? "" : ", float i" + i);
    }
    Object net =
        network(
            JavaProject.of(
                "network N {\n" + inputs + "output y = i0 + i49\nloss y\n}",
                "interface Asked { float y(" + parameters + "); }"),
            "com.acme.N");
    Object[] ones = new Object[50];
    Arrays.fill(ones, 1f);
    assertThat(call(net, "y", ones)).isEqualTo(2f);
  }

  @Test
  void thePackageOfTheTypeCounts() throws Exception {
    Compilation compilation =
        JavaProject.of("package other\n" + JavaProject.XOR, "interface Gate {}").compile();
    assertThat(compilation)
        .hadWarningContaining(
            "the model says package other; its classes go to that of com.acme.Gate");
    assertThat(compilation).generatedSourceFile("com.acme.Xor");
  }

  @Test
  void generatedSourceIsTheSameEachTimeAndSaysWhoWroteIt() throws IOException {
    JavaProject project = JavaProject.of(JavaProject.XOR, "interface Gate {}");
    String first = source(project.compile());
    assertThat(first).contains("@Generated(\"dev.bpnet.processor.BpNetProcessor\")");
    assertThat(source(project.compile())).isEqualTo(first);
  }

  private static String source(Compilation compilation) throws IOException {
    return compilation
        .generatedSourceFile("com.acme.Xor")
        .orElseThrow()
        .getCharContent(false)
        .toString();
  }

  private static Object network(JavaProject project, String name) throws Exception {
    return instance(project.load(), name);
  }

  private static Object instance(ClassLoader loader, String name) throws Exception {
    return loader.loadClass(name).getConstructor().newInstance();
  }

  /** Calls the public method that takes such arguments. */
  private static Object call(Object target, String name, Object... arguments) throws Exception {
    for (Method method : target.getClass().getMethods()) {
      if (method.getName().equals(name) && takes(method.getParameterTypes(), arguments)) {
        method.setAccessible(true);
        return method.invoke(target, arguments);
      }
    }
    throw new NoSuchMethodException(name);
  }

  private static boolean takes(Class<?>[] types, Object[] arguments) {
    if (types.length != arguments.length) {
      return false;
    }
    for (int i = 0; i < types.length; i++) {
      if (types[i].isArray() != arguments[i].getClass().isArray()) {
        return false;
      }
    }
    return true;
  }
}
