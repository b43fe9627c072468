package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void learnsExclusiveOr() {
    Gate gate = Gate.learn();
    for (int i = 0; i < 4; i++) {
      int left = i & 1;
      int right = i >> 1;
      assertEquals(left ^ right, Math.round(gate.y(left, right)));
    }
  }
}
