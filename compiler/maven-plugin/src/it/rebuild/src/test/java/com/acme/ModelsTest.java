package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.other.Third;

class ModelsTest {
  @Test
  void theirClassesDoWhatTheySay() {
    assertEquals(5f, new First().y(5));
    assertEquals(10f, new Second().y(5));
    assertEquals(30f, new Third().y(5));
  }
}
