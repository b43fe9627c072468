package com.acme;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.antlr.v4.runtime.RuntimeMetaData;
import org.junit.jupiter.api.Test;

class GateTest {
  @Test
  void theProjectKeepsItsOwnAntlr() {
    Gate gate = new Gate();
    gate.tensor("w").assign(1, -1);

    assertEquals(0.5f, gate.y(3, 3), 1e-6f);
    assertEquals("4.9.3", RuntimeMetaData.VERSION);
    assertThrows(ClassNotFoundException.class, () -> Class.forName("dev.bpnet.compiler.Compiler"));
  }
}
