package dev.bpnet.compiler.loop;

import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One network as loops.
 *
 * @param plan how it was lowered and why, in a line
 * @param buffers all buffers, in the order of their fields
 * @param routines what the passes invoke, callees first
 * @param prepare computes what depends on parameters alone; no parameters
 * @param predict parameters (from, to): predicts these examples
 * @param evaluate parameters (from, to): ends with the mean loss; absent without a loss
 * @param phases of a training step, in order
 * @param updateStates writes the new states; absent if there are none
 */
public record Program(
    String plan,
    List<Buffer> buffers,
    List<Routine> routines,
    Optional<Routine> prepare,
    Optional<Routine> predict,
    Optional<Routine> evaluate,
    List<Phase> phases,
    Optional<Routine> updateStates) {
  /** The number of the first example of the batch, in its examples. */
  public static final Local FIRST = Local.named("first", Type.INT);

  /** The number of examples of the batch. */
  public static final Local COUNT = Local.named("count", Type.INT);

  /**
   * One phase of a training step.
   *
   * @param overExamples whether its range counts examples of the batch, from 0; otherwise it is one
   *     unit
   * @param routine parameters (from, to) over examples; none otherwise
   */
  public record Phase(boolean overExamples, Routine routine) {}

  public Program {
    buffers = List.copyOf(buffers);
    routines = List.copyOf(routines);
    phases = List.copyOf(phases);
  }

  /** The same program with a pass run over the body of every routine. */
  public Program mapBodies(UnaryOperator<List<Stmt>> pass) {
    java.util.Map<Routine, Routine> renewed = new java.util.IdentityHashMap<>();
    List<Routine> newRoutines = new java.util.ArrayList<>();
    for (Routine routine : routines) {
      Routine changed = renew(routine, pass, renewed);
      renewed.put(routine, changed);
      newRoutines.add(changed);
    }
    return new Program(
        plan,
        buffers,
        newRoutines,
        prepare.map(r -> renew(r, pass, renewed)),
        predict.map(r -> renew(r, pass, renewed)),
        evaluate.map(r -> renew(r, pass, renewed)),
        phases.stream()
            .map(phase -> new Phase(phase.overExamples(), renew(phase.routine(), pass, renewed)))
            .toList(),
        updateStates.map(r -> renew(r, pass, renewed)));
  }

  private static Routine renew(
      Routine routine, UnaryOperator<List<Stmt>> pass, java.util.Map<Routine, Routine> renewed) {
    return routine.withBody(Invocations.redirect(pass.apply(routine.body()), renewed));
  }

  /** All routines: invoked ones first, then the passes. */
  public List<Routine> allRoutines() {
    List<Routine> all = new java.util.ArrayList<>(routines);
    prepare.ifPresent(all::add);
    predict.ifPresent(all::add);
    evaluate.ifPresent(all::add);
    phases.forEach(phase -> all.add(phase.routine()));
    updateStates.ifPresent(all::add);
    return all;
  }
}
