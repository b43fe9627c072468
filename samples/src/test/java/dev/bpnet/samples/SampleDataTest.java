package dev.bpnet.samples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SampleDataTest {
  @Test
  void theTablesAreThoseThatTheProgramMakes() throws IOException {
    for (Map.Entry<String, String> table : SampleData.tables().entrySet()) {
      assertThat(Files.readString(Path.of(table.getKey())))
          .as(table.getKey())
          .isEqualTo(table.getValue());
    }
  }
}
