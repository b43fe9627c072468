package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class InlineModelTest {
  @Test
  void findsItsWay() throws Exception {
    String output = Captured.output(() -> InlineModel.main(new String[0]));

    assertThat(output)
        .contains("(0.5, -0.5) lies in the south-east\n")
        .containsPattern("and by 0\\.9\\d+ that is so\n");
  }
}
