package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.large.Large;
import dev.bpnet.runtime.Network;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecutionsTest {
  @Test
  void eachHasItsOwnPrecisionAndSettings() {
    Network.OfFloat small = new Small();
    Network.OfDouble large = new Large();

    assertEquals(2 * 2 + 2 + 2 + 1, small.parameters().length);
    assertEquals(2 * 7 + 7 + 7 + 1, large.parameters().length);
  }

  @Test
  void testsHaveModelsOfTheirOwn() {
    Line line = new Line();

    assertEquals(List.of("slope"), line.description().parameters().stream().map(p -> p.name()).toList());
    assertEquals(3f, line.y(3));
  }
}
