package dev.bpnet.compiler.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.Examples;
import dev.bpnet.runtime.Network;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NetworkLoaderTest {
  /** y = w·x, squared error; what an emitter might write for one weight. */
  private static final String LINE =
      """
      package com.acme;
      import dev.bpnet.runtime.*;
      public final class Gerade_é implements Network.OfFloat {
        private final float[] w;
        private double loss;
        public Gerade_é() { this(new float[1]); }
        private Gerade_é(float[] w) { this.w = w; }
        public Description description() {
          return Description.of("Gerade", Description.Precision.FLOAT)
              .input("x").target("t").output("y").trained("w", Initializer.zeros()).build();
        }
        public void prepare() {}
        public int phaseCount() { return 0; }
        public Phase phase(int number) { throw new IndexOutOfBoundsException(number); }
        public void runPhase(int number, int from, int to) {}
        public int phaseExtent(int number) { return 0; }
        public double endStep() { return loss; }
        public float[] parameters() { return w; }
        public OfFloat sharing() { return new Gerade_é(w); }
        public void predict(Examples.OfFloat e, int from, int to, float[] out) {
          for (int i = from; i < to; i++) out[i - from] = w[0] * e.inputs()[i];
        }
        public double evaluate(Examples.OfFloat e, int from, int to, double[] metrics) { return 0; }
        public void beginStep(Examples.OfFloat e, int from, int to, float[] gradient) {
          gradient[0] = new Companion().twice(e.inputs()[from]);
        }
      }
      """;

  private static final String COMPANION =
      "package com.acme; class Companion { float twice(float x) { return 2 * x; } }";

  private static final Map<String, String> SOURCES =
      Map.of("com.acme.Gerade_é", LINE, "com.acme.Companion", COMPANION);

  private final NetworkLoader loader = new NetworkLoader();

  @Test
  void compilesAndRunsSourcesThatReferToEachOther() {
    Network.OfFloat network = (Network.OfFloat) loader.load("com.acme.Gerade_é", SOURCES);

    assertThat(network.description().name()).isEqualTo("Gerade");
    network.parameters()[0] = 3;
    float[] outputs = new float[2];
    network.predict(Examples.OfFloat.of(2, new float[] {1, 2}, new float[0]), 0, 2, outputs);
    assertThat(outputs).containsExactly(3, 6);
    float[] gradient = new float[1];
    network.gradient(Examples.OfFloat.of(1, new float[] {5}, new float[1]), 0, 1, gradient);
    assertThat(gradient).containsExactly(10);
  }

  @Test
  void everyLoadMakesAClassOfItsOwn() {
    Network one = loader.load("com.acme.Gerade_é", SOURCES);
    Network two = loader.load("com.acme.Gerade_é", SOURCES);

    assertThat(one.getClass()).isNotSameAs(two.getClass());
    assertThat(one.getClass().getName()).isEqualTo(two.getClass().getName());
  }

  @Test
  void classFilesAreNamedByTheirClasses() {
    assertThat(loader.compile(SOURCES, "-Xlint:all", "-Werror"))
        .containsOnlyKeys("com.acme.Gerade_é", "com.acme.Companion");
  }

  @Test
  void warningsCanBeMadeErrors() {
    Map<String, String> careless =
        Map.of(
            "A", "class A { java.util.List<String> a(Object o) { return (java.util.List) o; } }");

    assertThat(loader.compile(careless)).containsOnlyKeys("A");
    assertThatThrownBy(() -> loader.compile(careless, "-Xlint:all", "-Werror"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("unchecked");
  }

  @Test
  void sourcesThatDoNotCompileSayWhere() {
    assertThatThrownBy(() -> loader.load("A", Map.of("A", "class A {\n  int a = \"\";\n}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("A.java:2: incompatible types");
  }

  @Test
  void aClassThatIsNoNetworkIsRefused() {
    assertThatThrownBy(() -> loader.load("A", Map.of("A", "public class A {}")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("cannot create the generated class A");
  }
}
