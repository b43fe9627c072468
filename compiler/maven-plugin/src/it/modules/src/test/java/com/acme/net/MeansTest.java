package com.acme.net;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.bpnet.runtime.Network;
import org.junit.jupiter.api.Test;

class MeansTest {
  @Test
  void aNamedModuleTrains() {
    Mean mean = new Mean();
    Means.train(mean);

    assertEquals("com.acme.net", Mean.class.getModule().getName());
    assertEquals("dev.bpnet.runtime", Network.class.getModule().getName());
    assertTrue(Network.class.getModule().isNamed());
    assertEquals(0.5f, mean.y(0, 0, 1, 0), 0.05f);
    assertEquals(0f, mean.y(1, 0, 0, 0), 0.05f);
  }
}
