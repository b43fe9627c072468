package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class TrainInProcessTest {
  @Test
  void learnsAParabola() throws Exception {
    String output = Captured.output(() -> TrainInProcess.main(new String[0]));

    Matcher prediction = Pattern.compile("0\\.5 squared is about ([0-9.]+)\n").matcher(output);
    assertThat(prediction.find()).as(output).isTrue();
    assertThat(Double.parseDouble(prediction.group(1))).isBetween(0.2, 0.3);
  }
}
