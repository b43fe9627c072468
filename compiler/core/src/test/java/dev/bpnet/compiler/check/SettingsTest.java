package dev.bpnet.compiler.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.compiler.diagnostic.Diagnostics;
import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.source.SourceFile;
import dev.bpnet.compiler.syntax.SourceParser;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsTest {
  private static final String TWO =
      """
      network A(units = 4, rate = 0.5, bias = true, twice = 2 * units) {
          input x[3]
          output y = x |> dense(units, bias = bias) |> dense(twice)
          loss rate * sum(y)
          train { optimizer = sgd(rate = rate) }
      }
      network B(units = 5) {
          input x[3]
          output y = x |> dense(units)
          loss sum(y)
      }
      """;

  private static List<Model> models(Map<String, String> settings) {
    Diagnostics sink = new Diagnostics();
    List<Model> models = Elaborated.check(TWO, CheckOptions.DEFAULTS.withSettings(settings), sink);
    assertThat(sink.all()).isEmpty();
    return models;
  }

  @Test
  void haveTheirDefaults() {
    assertThat(models(Map.of()).get(0).settings())
        .containsExactly(
            Map.entry("units", 4.0),
            Map.entry("rate", 0.5),
            Map.entry("bias", 1.0),
            Map.entry("twice", 8.0));
  }

  @Test
  void areOverriddenForAllOrForOne() {
    List<Model> models =
        models(Map.of("units", "7", "B.units", "9", "A.rate", "1e-2", "bias", "false"));
    assertThat(models.get(0).settings())
        .containsEntry("units", 7.0)
        .containsEntry("rate", 0.01)
        .containsEntry("bias", 0.0)
        .containsEntry("twice", 14.0);
    assertThat(models.get(1).settings()).containsEntry("units", 9.0);
    assertThat(models.get(0).variables()).extracting(v -> v.name()).doesNotContain("y.dense1.b");
    assertThat(models.get(0).train().optimizer().arguments().get(0).value()).isEqualTo(0.01);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "units; 1.5; BP0224 the setting 'units' wants an integer, not '1.5'",
        "units; many; BP0224 the setting 'units' wants an integer, not 'many'",
        "units; 99999999999999999999; BP0224 the setting 'units' wants an integer, not '99999999999999999999'",
        "A.rate; NaN; BP0224 the setting 'rate' wants a number, not 'NaN'",
        "A.rate; 1e999; BP0224 the setting 'rate' wants a number, not '1e999'",
        "bias; 1; BP0224 the setting 'bias' wants true or false, not '1'",
        "unit; 1; BP0225 no network here has the setting 'unit'",
        "C.units; 1; BP0225 no network here has the setting 'C.units'",
      })
  void refuseWhatDoesNotSuit(String key, String value, String message) {
    CheckOptions options = CheckOptions.DEFAULTS.withSettings(Map.of(key, value));
    assertThat(Elaborated.problems(TWO, options)).contains(message);
  }

  @Test
  void takeWholeNumbersInAnySpelling() {
    assertThat(models(Map.of("B.units", "1e1")).get(1).settings()).containsEntry("units", 10.0);
    assertThat(models(Map.of("B.units", " +3.0 ")).get(1).settings()).containsEntry("units", 3.0);
  }

  @Test
  void listTheirKeys() {
    assertThat(
            Checker.settingKeys(
                SourceParser.parse(new SourceFile("m.bpnet", TWO), new Diagnostics())))
        .containsExactlyInAnyOrder(
            "units", "A.units", "rate", "A.rate", "bias", "A.bias", "twice", "A.twice", "B.units");
  }
}
