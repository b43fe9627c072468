package dev.bpnet.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bpnet.runtime.data.Dataset;
import dev.bpnet.runtime.networks.LineDouble;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConsoleProgressTest {
  private static final Dataset DATA =
      Dataset.of(new double[][] {{1}, {2}, {3}}, new double[][] {{2}, {4}, {6}});

  private final Locale locale = Locale.getDefault();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
  private long nanos;

  @AfterEach
  void restoreLocale() {
    Locale.setDefault(locale);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private long tick() {
    nanos += 10_000_000;
    return nanos;
  }

  @Test
  void writesAFewLinesWhereThereIsNoTerminal() {
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    Trainer.of(new LineDouble(1))
        .epochs(1000)
        .optimizer(Optimizer.sgd(0.01))
        .holdout(DATA)
        .listener(ConsoleProgress.lines(out))
        .train(DATA);
    String[] lines = text().split("\\R");
    assertThat(lines).hasSize(21);
    assertThat(lines[0])
        .matches("epoch    1/1000  loss [0-9.e-]+  holdout [0-9.e-]+  distance [0-9.e-]+");
    assertThat(lines[20]).startsWith("epoch 1000/1000  loss ");
  }

  @Test
  void theLastEpochHasItsLineWhereverItIs() {
    Trainer.of(new LineDouble(1))
        .epochs(1000)
        .optimizer(Optimizer.sgd(0.1))
        .stop(StopRule.below(0.1))
        .listener(ConsoleProgress.lines(out))
        .train(DATA);
    assertThat(text()).doesNotContain("\r").contains("epoch    1/1000");
    String[] lines = text().split("\n");
    assertThat(lines[lines.length - 1]).startsWith("epoch   ").doesNotContain(" 1/1000");
  }

  @Test
  void drawsABarAtMostTenTimesASecond() {
    Trainer.of(new LineDouble(1))
        .epochs(500)
        .batch(1)
        .listener(ConsoleProgress.bar(out).clock(this::tick))
        .train(DATA);
    String[] drawn = text().split("\r");
    double seconds = nanos / 1e9;
    assertThat(drawn.length).isBetween(3, (int) (10 * seconds) + 3);
    assertThat(drawn[drawn.length - 1])
        .startsWith("epoch 500/500 [====================] loss ")
        .endsWith(System.lineSeparator());
    assertThat(drawn).anyMatch(line -> line.contains("=>  "));
  }

  @Test
  void fitsTheTerminal() {
    Trainer.of(new LineDouble(1))
        .epochs(3)
        .holdout(DATA)
        .listener(ConsoleProgress.bar(out).columns(30).clock(this::tick))
        .train(DATA);
    assertThat(text().strip().split("\r")).allMatch(line -> line.length() < 30);
  }

  @Test
  void aQuickNetSeldomLooksAtTheClock() {
    long[] looks = {0};
    Trainer.of(new LineDouble(1))
        .epochs(10_000)
        .listener(ConsoleProgress.bar(out).clock(() -> looks[0]++))
        .train(DATA);
    assertThat(looks[0]).isLessThan(30);
  }

  @Test
  void aDivergedTrainingEndsTheLine() {
    LineDouble network = new LineDouble(1);
    Trainer trainer =
        Trainer.of(network).optimizer(Optimizer.sgd(1e200)).listener(ConsoleProgress.bar(out));
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> trainer.train(DATA))
        .isInstanceOf(DivergenceException.class);
    assertThat(text()).endsWith(System.lineSeparator());
  }
}
