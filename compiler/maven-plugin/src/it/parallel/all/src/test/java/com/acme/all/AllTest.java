package com.acme.all;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.acme.one.One;
import com.acme.three.Three;
import com.acme.two.Two;
import org.junit.jupiter.api.Test;

class AllTest {
  @Test
  void theNetworksOfThreeModules() {
    assertEquals(12f, new One().y(2) + new Two().y(2) + new Three().y(2));
  }
}
