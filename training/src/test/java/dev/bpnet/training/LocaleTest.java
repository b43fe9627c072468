package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.LineDouble;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
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
  void textIsTheSameEverywhere(String locale) {
    Locale.setDefault(Locale.forLanguageTag(locale));
    Dataset one = Dataset.of(new double[][] {{0}}, new double[][] {{1.5}});
    assertThat(Trainer.of(new LineDouble(1)).epochs(1).train(one))
        .hasToString("1 epochs, 1 steps, loss 1.12500: all epochs are done");
  }
}
