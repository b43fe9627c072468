package dev.bpnet.training;

import dev.bpnet.runtime.Network;

/** Runs the phases of training steps, and those that are worth it on all threads of a team. */
final class Phases implements Team.Task {
  /**
   * Arithmetic operations of a phase below which handing it out would cost more than it saves: some
   * ten microseconds' worth with vectors.
   */
  private static final long LEAST_WORK = 1 << 17;

  /** How finely a phase over parameters is divided: the last to finish is at most so late. */
  private static final int PARTS_PER_THREAD = 16;

  /** Parts of layers that are taken at once: what all of them need is then prepared once. */
  private static final int UNITS_AT_ONCE = 8;

  /** The number of the task before the phases, if the first of them does not copy examples. */
  private static final int COPYING = -1;

  private final Network network;
  private final Team team;
  private final Network.Phase[] kinds;
  private final long[] work;
  private final Workspace workspace;
  private int number;

  /** Whether each part of the task begins with copying its examples. */
  private boolean copies;

  Phases(Network network, Team team, Workspace workspace) {
    this.network = network;
    this.team = team;
    this.workspace = workspace;
    kinds = new Network.Phase[network.phaseCount()];
    work = new long[kinds.length];
    for (int i = 0; i < kinds.length; i++) {
      kinds[i] = network.phase(i);
      work[i] = network.phaseWork(i);
    }
  }

  @Override
  public void run(int member, int from, int to) {
    if (copies) {
      workspace.copy(from, to);
    }
    if (number != COPYING) {
      network.runPhase(number, from, to);
    }
  }

  /** Whether any phase of a step of so many examples is worth handing out. */
  boolean areWorthATeam(int examples) {
    for (int i = 0; team.size() > 1 && i < kinds.length; i++) {
      if (kinds[i] != Network.Phase.WHOLE && isWorthATeam(i, examples)) {
        return true;
      }
    }
    return false;
  }

  private boolean isWorthATeam(int phase, int examples) {
    return work[phase] * examples >= LEAST_WORK;
  }

  /** Copies the examples and runs all phases of the step that was begun; there is one at least. */
  void run(int examples) {
    copies = true;
    if (kinds[0] != Network.Phase.EXAMPLES) {
      number = COPYING;
      runOverExamples(examples);
      copies = false;
    }
    for (number = 0; number < kinds.length; number++) {
      int extent = network.phaseExtent(number);
      if (isWorthATeam(number, examples)) {
        runOnTeam(extent);
      } else {
        team.runAlone(this, extent);
      }
      copies = false;
    }
  }

  private void runOnTeam(int extent) {
    switch (kinds[number]) {
      case WHOLE -> team.runAlone(this, extent);
      case EXAMPLES -> runOverExamples(extent);
      case PARAMETERS ->
          team.run(this, extent, 1, (team.share(extent) + PARTS_PER_THREAD - 1) / PARTS_PER_THREAD);
      case UNITS -> team.run(this, extent, 1, UNITS_AT_ONCE);
    }
  }

  private void runOverExamples(int count) {
    team.run(this, count, Network.EXAMPLES_TOGETHER, count);
  }
}
