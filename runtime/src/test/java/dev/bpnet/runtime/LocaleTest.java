package dev.bpnet.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bpnet.runtime.data.CsvReader;
import dev.bpnet.runtime.data.DataException;
import dev.bpnet.runtime.networks.LineDouble;
import dev.bpnet.runtime.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocaleTest {
  private final Locale before = Locale.getDefault();

  @AfterEach
  void restore() {
    Locale.setDefault(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"tr", "ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "de"})
  void textIsTheSameEverywhere(String locale, @TempDir Path folder) throws IOException {
    LineDouble network = new LineDouble(1);
    Weights.of(network).save(folder.resolve("here"));
    Locale.setDefault(Locale.forLanguageTag(locale));
    Weights.of(network).save(folder.resolve("there"));
    assertThat(folder.resolve("there")).hasSameBinaryContentAs(folder.resolve("here"));
    assertThatThrownBy(() -> CsvReader.of(network.description()).parse("1,2\n3,x"))
        .hasMessage("line 2, column 2: 'x' is not a finite decimal number");
    assertThat(Initializer.uniform(0, 1)).hasToString("uniform(0.0, 1.0)");
  }

  @Test
  void percentSignsInFileNamesAreJustThat(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("%s%n.csv");
    Files.writeString(file, "1,2,3\n");
    assertThatThrownBy(() -> CsvReader.of(new LineDouble(1).description()).read(file))
        .isInstanceOf(DataException.class)
        .hasMessage(file + ": line 1 has 3 columns, but Line needs 2");
  }
}
