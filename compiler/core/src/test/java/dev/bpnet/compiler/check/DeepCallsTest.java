package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Sources that are small or flat, and yet deep or large when they are elaborated. */
class DeepCallsTest {
  private static final String TAIL = "\nnetwork N { input x[2] output y = %s loss sum(y) }";

  private static String chain(int count, String declaration) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> String.format(declaration, i, i - 1, i - 1))
        .collect(Collectors.joining("\n"));
  }

  private static List<String> problems(String source) {
    return Elaborated.problems(source, CheckOptions.DEFAULTS);
  }

  @Test
  void aThousandCallsWithinOneAnotherWork() {
    String source = "fn f0(x) = x\n" + chain(1000, "fn f%d(x) = f%d(x) * 2");
    assertThat(problems(source + TAIL.formatted("f1000(x)"))).isEmpty();
  }

  @Test
  void aThousandLayersWithinOneAnotherWork() {
    String source =
        "layer l0(x) { param w[2]  return w * x }\n" + chain(1000, "layer l%d(x) = l%d(x) * 2");
    assertThat(problems(source + TAIL.formatted("l1000(x)"))).isEmpty();
  }

  @Test
  void tooDeepCallsAreRefused() {
    String source = "fn f0(x) = x\n" + chain(30_000, "fn f%d(x) = f%d(x) * 2");
    assertThat(problems(source + TAIL.formatted("f30000(x)")))
        .containsExactly("BP0226 calls nest more than 20000 expressions deep");
  }

  @Test
  void blocksCountAsDepth() {
    String block =
        "fn f%d(x) { r = x " + "if true { ".repeat(400) + "r = f%d(r)" + " }".repeat(400);
    String source = "fn f0(x) = x\n" + chain(60, block + "  return r }");
    assertThat(problems(source + TAIL.formatted("f60(x)")))
        .containsExactly("BP0226 calls nest more than 20000 expressions deep");
  }

  @Test
  void loopsMayNest() {
    String head = "for t%d in 0..2 { a = b  b = c  c = x[0] ";
    String loops = IntStream.range(0, 30).mapToObj(head::formatted).collect(Collectors.joining());
    String source = TAIL.formatted("x * a").replace("output", "a = 0 b = 0 c = 0 NEST output");
    assertThat(problems(source.replace("NEST", loops + " }".repeat(30)))).isEmpty();
  }

  @Test
  void aFunctionThatIsGivenItselfIsRefused() {
    assertThat(problems("fn f(g) = g(g) + g(g)" + TAIL.formatted("f(f)")))
        .containsExactly("BP0226 calls nest more than 20000 expressions deep");
  }

  @Test
  void callsThatMultiplyAreRefused() {
    String source = "fn f0(x) = x\n" + chain(50, "fn f%d(x) = f%d(x) + f%d(x)");
    assertThat(problems(source + TAIL.formatted("f50(x)")))
        .containsExactly(
            "BP0227 with all calls and repeats written out there are more than 1000000"
                + " expressions");
  }

  @Test
  void repeatsThatMultiplyAreRefused() {
    String source = TAIL.formatted("x").replace("output", "h = x NEST output");
    String nest = "repeat 1000 { ".repeat(5) + "h = h + 1" + " }".repeat(5);
    assertThat(problems(source.replace("NEST", nest)))
        .hasSize(1)
        .first()
        .asString()
        .startsWith("BP0227");
  }

  @Test
  void aSumMayHaveAHundredThousandTerms() {
    String sum = "x" + " + x".repeat(99_999);
    assertThat(problems(TAIL.formatted(sum))).isEmpty();
  }

  @Test
  void aChainOfConstantsMayBeLong() {
    String source = "const A0 = 1\n" + chain(5_000, "const A%d = A%d + 1");
    assertThat(problems(source + TAIL.formatted("x * A5000"))).isEmpty();
  }
}
