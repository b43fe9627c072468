package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TwiceTest {
  @Test
  void allIsThere() {
    assertEquals(1, new N1().predict(new float[8]).length);
    assertEquals(6, new N6().predict(new float[8]).length);
  }
}
