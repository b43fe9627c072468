package dev.bpnet.compiler.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.CompilationResult.CompiledNetwork;
import dev.bpnet.compiler.Compiler;
import dev.bpnet.compiler.CompilerOptions;
import dev.bpnet.compiler.CompilerOptions.Precision;
import dev.bpnet.compiler.GoldenCase;
import dev.bpnet.compiler.source.SourceFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Whatever a model calls its things and says in its comments: the Java compiles, and computes bit
 * for bit what it computes under plain names.
 */
class InertTextTest {
  private static final CompilerOptions DOUBLE =
      CompilerOptions.DEFAULTS.withPrecision(Precision.DOUBLE);

  /** A setting, an input, a class input, two targets and so on: ten names to be filled in. */
  private static final String TEMPLATE =
      """
      network %12$s(%1$s = 3) {
          input  %2$s[3]
          input  %3$s: class(3)
          target %4$s[2]
          target %5$s: class(3)
          param  %6$s[%1$s, 3] = normal(0, 1)
          state  %7$s[%1$s]
          %8$s = %2$s |> dense(%1$s) |> tanh
          update %7$s = 0.5 * %7$s + 0.5 * batch_mean(%8$s)
          %8$s = %8$s + (%6$s[%3$s] - %7$s) * (training ? random_uniform([3]) : 1)
          output %9$s = %8$s |> dense(2)
          output %10$s = argmax(%8$s)
          loss   squared_error(%9$s, %4$s) + softmax_cross_entropy(%8$s, %5$s)
          metric %11$s = %10$s == %5$s
      }
      """;

  private static final int SLOTS = 11;

  /** What the model under plain names answers. */
  private static final Map<CompilerOptions, double[]> EXPECTED = new ConcurrentHashMap<>();

  private static final List<String> KEYWORDS =
      words(
          """
          abstract assert boolean break byte case catch char class continue default do double enum
          extends final finally float goto implements instanceof int interface long native new null
          private protected public short static strictfp super switch synchronized this throw throws
          transient try void volatile while var record sealed permits when module exports with
          """);

  private static final List<String> MEMBERS =
      words(
          """
          hashCode toString equals getClass notify notifyAll wait clone finalize forward backward
          predict evaluate gradient gradients parameters examples first count seed step one oneOutput
          outputs metrics inputs classInputs targets classTargets capacity grow grow1 allocate
          allocate1 describe describe1 description prepare prepareStep sharing beginStep endStep phase
          phaseCount phaseExtent runPhase updateStates randomStream inputGradient initialize tensor
          number from to e b i i2 k j scale lossSum best bestIndex value value2 delta result other
          flat lossTerms DESCRIPTION deltaX sumB examples2
          """);

  private static final List<String> TYPES =
      words(
          """
          Math String OfFloat OfDouble Phase Network Examples Object Float Double System Arrays
          Elementary RandomStream Description Initializer TrainingDefaults Override
          IllegalArgumentException java dev bpnet runtime lang util Integer Precision Builder Call
          Parameter Void Deprecated TensorView Generated
          """);

  private static final List<String> SPELLINGS =
      words("x X xX Xx XX λ η δ1 ŷ σ² $L $N $T $$ $ $W _ __ _1 a$b größe 重み ı İ I iI");

  private static List<String> words(String text) {
    return List.of(text.strip().split("\\s+"));
  }

  @Test
  void namesOfJavaAndOfGeneratedMembersAreFine() {
    List<String> names = new ArrayList<>(KEYWORDS);
    names.addAll(MEMBERS);
    names.addAll(TYPES);
    behaveAlike(names.size(), i -> model("p" + i, "Net", slots(names, i)));
  }

  @Test
  void namesThatDifferByCaseOrAreNotAsciiAreFine() {
    List<String> names = SPELLINGS.stream().filter(InertTextTest::isIdentifier).toList();
    assertThat(names).hasSizeGreaterThan(20);
    behaveAlike(names.size(), i -> model("p" + i, "Net", slots(names, i)));
  }

  @Test
  void networksMayBeCalledAsTypesAndKeywordsAre() {
    List<String> names = new ArrayList<>(TYPES);
    names.addAll(KEYWORDS);
    names.addAll(List.of("λ", "$L", "hashCode", "xor"));
    behaveAlike(names.size(), i -> model("q" + i, names.get(i), plain()));
    // Each alone in the unnamed package.
    for (String name : TYPES) {
      behaveAlike(DOUBLE.withUnroll(0), 1, i -> model("", name, plain()));
    }
  }

  @Test
  void networksOfOneFileDoNotDisturbEachOther() {
    List<String> names = new ArrayList<>(TYPES);
    names.add("PhaseNetwork");
    String file =
        names.stream().map(name -> model("", name, plain())).collect(Collectors.joining("\n"));
    List<CompiledNetwork> networks =
        new Compiler(DOUBLE.withPackage("together"))
            .compile(new SourceFile("model.bpnet", file))
            .networks();
    assertThat(networks).hasSameSizeAs(names);
    assertThat(networks).extracting(CompiledNetwork::className).doesNotHaveDuplicates();
    double[] expected = plainAnswers(DOUBLE);
    assertThat(answers(networks)).allSatisfy(all -> assertThat(all).isEqualTo(expected));
  }

  @Test
  void namesMayBeThoseOfTheNetworkItself() {
    behaveAlike(SLOTS, i -> model("r" + i, "Net", slots(words("Net net Net2 r0 r1 NET"), i)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*/ } static { throw new RuntimeException(); } /*",
        "\\u002a/ class A {} /\\u002a",
        "\\u000a static { System.exit(1); }",
        "\\\\u000a \\\\\\u000a \\uuuu002a/",
        "C:\\users\\new\\u",
        "$L $T $N $W $$ $> $< $[ $] %s %n %d {0}",
        "{@code } {@link #nothing} @Deprecated @param x @see <a href='x'>",
        "<pre></pre> <!-- --> &#42;/ &lt; ]]>",
        "a\\",
        "\"quoted\" 'and' \"\"\" text \"\"\"",
        "\u00a0 \u3000 spaces",
        "// /// //*/ /**/ /* /",
        "重み \uD83D\uDE00 \u0301",
      })
  void commentsSayWhatTheyLike(String comment) {
    String lines = comment.replace("*/", "* /");
    String source =
        model("", "Net", plain())
            .replace("network", "/** " + lines + "\n * " + lines + " */\nnetwork")
            .replace("    state", "    // " + comment + "\n    state")
            .replace("    param", "    /** " + lines + " */\n    param")
            .replace("    loss", "    /* " + lines + " */\n    loss");
    behaveAlike(1, i -> source);
  }

  @Test
  void pathsAreTextToo() {
    String text = model("", "Net", plain());
    List<String> paths =
        List.of(
            "C:\\users\\u002a\\net.bpnet",
            "\"; System.exit(1); \"",
            "*\\u002f class A {} \\u002f*.bpnet",
            "a\nb\tc$L%s.bpnet",
            "ü/重み.bpnet");
    List<CompiledNetwork> networks = new ArrayList<>();
    for (String path : paths) {
      networks.add(GoldenCase.compile(new SourceFile(path, text), DOUBLE));
      assertThat(
              CompiledNetworks.of(networks.subList(networks.size() - 1, networks.size()))
                  .create(networks.get(networks.size() - 1))
                  .description()
                  .source())
          .isEqualTo(path.substring(path.lastIndexOf('/') + 1));
    }
  }

  private static boolean isIdentifier(String name) {
    return name.codePoints().allMatch(Character::isJavaIdentifierPart)
        && Character.isJavaIdentifierStart(name.codePointAt(0));
  }

  /** Compiles models by both plans, and the same under plain names, and compares their answers. */
  private static void behaveAlike(int count, IntFunction<String> model) {
    behaveAlike(DOUBLE.withUnroll(0), count, model);
    behaveAlike(DOUBLE.withUnroll(100_000), count, model);
  }

  private static void behaveAlike(CompilerOptions options, int count, IntFunction<String> model) {
    double[] expected = EXPECTED.computeIfAbsent(options, InertTextTest::plainAnswers);
    List<CompiledNetwork> networks = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      networks.add(compile(model.apply(i), options));
    }
    List<double[]> answers = answers(networks);
    for (int i = 0; i < count; i++) {
      assertThat(answers.get(i)).as(networks.get(i).className()).isEqualTo(expected);
    }
  }

  private static double[] plainAnswers(CompilerOptions options) {
    return answers(List.of(compile(model("", "Net", plain()), options))).get(0);
  }

  private static CompiledNetwork compile(String text, CompilerOptions options) {
    return GoldenCase.compile(new SourceFile("model.bpnet", text), options);
  }

  private static List<double[]> answers(List<CompiledNetwork> networks) {
    CompiledNetworks classes = CompiledNetworks.of(networks);
    return networks.stream().map(n -> new Batch(classes.create(n), 3, 11).answers()).toList();
  }

  private static List<String> plain() {
    return words("units features word wanted kind table running hidden answer choice score");
  }

  /** Names to the slots, a different one first for each number. */
  private static List<String> slots(List<String> names, int first) {
    List<String> slots = new ArrayList<>();
    for (int i = 0; i < SLOTS; i++) {
      String name = names.get((first + i) % names.size());
      slots.add(slots.contains(name) ? name + i : name);
    }
    return slots;
  }

  private static String model(String packageName, String network, List<String> slots) {
    List<Object> all = new ArrayList<>(slots);
    all.add(network);
    String head = packageName.isEmpty() ? "" : "package " + packageName + "\n";
    return head + TEMPLATE.formatted(all.toArray());
  }
}
