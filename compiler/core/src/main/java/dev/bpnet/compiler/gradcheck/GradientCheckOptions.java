package dev.bpnet.compiler.gradcheck;

/**
 * How to check.
 *
 * @param examples in the batch, at least 1
 * @param seed of everything drawn
 * @param all whether to compare every partial also where there are more than 2,000
 */
public record GradientCheckOptions(int examples, long seed, boolean all) {
  /** Three examples, seed 1, a choice above 2,000 partials. */
  public static final GradientCheckOptions DEFAULTS = new GradientCheckOptions(3, 1, false);

  public GradientCheckOptions {
    if (examples < 1) {
      throw new IllegalArgumentException("examples: " + examples);
    }
  }

  public GradientCheckOptions withExamples(int number) {
    return new GradientCheckOptions(number, seed, all);
  }

  public GradientCheckOptions withSeed(long newSeed) {
    return new GradientCheckOptions(examples, newSeed, all);
  }

  public GradientCheckOptions withAll() {
    return new GradientCheckOptions(examples, seed, true);
  }
}
