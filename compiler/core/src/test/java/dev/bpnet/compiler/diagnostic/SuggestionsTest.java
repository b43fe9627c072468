package dev.bpnet.compiler.diagnostic;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SuggestionsTest {
  private static final List<String> KNOWN =
      List.of("sigmoid", "softmax", "softplus", "sum", "sqrt", "tanh", "tan", "x", "Hidden", "λ");

  @ParameterizedTest
  @CsvSource({
    "sigmiod, sigmoid",
    "Sigmoid, sigmoid",
    "sigmod, sigmoid",
    "sofmax, softmax",
    "hidden, Hidden",
    "smu, sum",
    "tahn, tanh",
    "thanh, tanh",
    "SOFTPLSU, softplus"
  })
  void findsWhatWasMeant(String written, String meant) {
    assertThat(Suggestions.closest(written, KNOWN)).contains(meant);
  }

  @ParameterizedTest
  @CsvSource({"relu", "y", "z", "logits", "sigmoidal_activation", "''"})
  void keepsSilentWhereNothingIsNear(String written) {
    assertThat(Suggestions.closest(written, KNOWN)).isEmpty();
  }

  @Test
  void doesNotSuggestTheNameItself() {
    assertThat(Suggestions.closest("sum", List.of("sum"))).isEmpty();
  }

  @Test
  void doesNotDependOnTheOrderOfWhatIsKnown() {
    assertThat(Suggestions.closest("ad", List.of("aa", "ab", "ac"))).contains("aa");
    assertThat(Suggestions.closest("ad", List.of("ac", "ab", "aa"))).contains("aa");
  }

  @Test
  void givesUpOnMonsters() {
    String monster = "x".repeat(500_000);
    assertThat(Suggestions.closest(monster, List.of(monster + "y"))).isEmpty();
  }

  @Test
  void phrasesAHint() {
    assertThat(Suggestions.hint("sigmiod", KNOWN)).contains("did you mean 'sigmoid'?");
  }
}
