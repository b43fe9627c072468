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

  private final Network network;
  private final Team team;
  private final Network.Phase[] kinds;
  private final long[] work;
  private final Workspace workspace;
  private int number;

  /** Whether each part of the phase begins with copying its examples. */
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
    network.runPhase(number, from, to);
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
    copies = kinds[0] == Network.Phase.EXAMPLES;
    if (!copies) {
      workspace.copy(0, examples);
    }
    for (number = 0; number < kinds.length; number++) {
      int extent = network.phaseExtent(number);
      team.run(this, extent, isWorthATeam(number, examples) ? atOnce(extent) : extent);
      copies = false;
    }
  }

  private int atOnce(int extent) {
    return switch (kinds[number]) {
      case WHOLE -> extent;
      case EXAMPLES -> {
        int together = Network.EXAMPLES_TOGETHER;
        yield (team.share(extent) + together - 1) / together * together;
      }
      case PARAMETERS -> (team.share(extent) + PARTS_PER_THREAD - 1) / PARTS_PER_THREAD;
    };
  }
}
