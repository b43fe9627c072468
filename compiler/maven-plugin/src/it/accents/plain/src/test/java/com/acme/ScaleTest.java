package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class ScaleTest {
  @Test
  void doubles() {
    assertEquals(6f, new Scale().y(3));
    assertEquals(2f, new Scale().tensor("\u03bb").get());
  }
}
