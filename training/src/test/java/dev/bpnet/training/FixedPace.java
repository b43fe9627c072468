package dev.bpnet.training;

/** Goes by a pattern again and again, whatever is faster. */
final class FixedPace extends Pace {
  private final boolean[] pattern;
  private int step;
  private int alone;

  /**
   * @param together of each step of the pattern, whether all threads do it
   */
  FixedPace(boolean... together) {
    pattern = together;
  }

  @Override
  boolean begin(long now, int count) {
    boolean together = pattern[step++ % pattern.length];
    alone += together ? 0 : 1;
    return together;
  }

  @Override
  void end(long now) {}

  /** How many steps one thread was to do alone. */
  int alone() {
    return alone;
  }
}
