package dev.bpnet.compiler.lower;

import dev.bpnet.compiler.graph.Model;
import dev.bpnet.compiler.loop.Program;

/** TEMP */
final class LoopPlan {
  LoopPlan(Model model) {}

  Program program(ScalarCost cost, int limit) {
    throw new IllegalStateException();
  }
}
