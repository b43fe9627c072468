package dev.bpnet.compiler.loop;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * One network as loops.
 *
 * @param plan how it was lowered and why, in a line
 * @param buffers all buffers, in the order of their fields
 * @param routines what the passes invoke, callees first
 * @param prepare computes what depends on parameters alone; parameters (from, to) over {@link
 *     #PREPARE_PARTS} parts if it can be divided, else none
 * @param predict parameters (from, to): predicts these examples
 * @param evaluate parameters (from, to): ends with the mean loss; absent without a loss
 * @param phases of a training step, in order
 * @param updateStates writes the new states; absent if there are none
 * @param orders of the matrices, by the names of their parameters, that do not lie row by row
 * @param choices the forms of its parts, in the order in which they were written
 * @param direct passes that need no phases; absent if there are none
 */
public record Program(
    String plan,
    List<Buffer> buffers,
    List<Routine> routines,
    Optional<Routine> prepare,
    Optional<Routine> predict,
    Optional<Routine> evaluate,
    List<Phase> phases,
    Optional<Routine> updateStates,
    Map<String, MatrixOrder> orders,
    List<Choice> choices,
    Optional<Direct> direct) {
  /** The examples that predictions in chunks compute at once: the step of their loops. */
  public static final int CHUNK = 48;

  /** The number of the first example of the batch, in its examples. */
  public static final Local FIRST = Local.named("first", Type.INT);

  /** The number of examples of the batch. */
  public static final Local COUNT = Local.named("count", Type.INT);

  /** The learning rate of a step. */
  public static final Local RATE = Local.named("rate", Type.REAL);

  /** Into how many parts the preparation is divided, if its routine takes a range of them. */
  public static final int PREPARE_PARTS = 16;

  /** What the range of a phase counts. */
  public enum Over {
    /** The examples of the batch, from 0. */
    EXAMPLES,
    /** Parts of what is summed over the batch. */
    PARTS,
    /** Equal parts of layers' units, or of what is summed over the batch by units. */
    UNITS,
    /** Nothing: the phase is not to be divided. */
    NOTHING
  }

  /**
   * One phase of a training step.
   *
   * @param parts how many there are, if the range counts parts or units; otherwise 1
   * @param work about how many operations it takes for each example of the batch
   * @param routine parameters (from, to) of the range; none if there is no range
   */
  public record Phase(Over over, int parts, long work, Routine routine) {
    public Phase withRoutine(Routine other) {
      return new Phase(over, parts, work, other);
    }
  }

  /**
   * A training pass that is one call on the caller's arrays, and forms for a single example. Where
   * they are given, the one phase of the program is the pass over a batch: it has the parameters
   * ({@link #FIRST}, {@link #COUNT}) and ends with the mean loss.
   *
   * @param predictOne parameter ({@link #FIRST}): as {@code predict}, of this example only; absent
   *     without outputs
   * @param gradientOfOne parameter ({@link #FIRST}): as the phase, for this example only
   * @param gradientOfFew the same for one more number of examples
   * @param descend parameter ({@link #RATE}): moves the parameters against the gradient
   */
  public record Direct(
      Optional<Routine> predictOne,
      Routine gradientOfOne,
      Optional<Few> gradientOfFew,
      Routine descend) {
    private Direct map(UnaryOperator<Routine> change) {
      return new Direct(
          predictOne.map(change),
          change.apply(gradientOfOne),
          gradientOfFew.map(few -> new Few(few.count(), change.apply(few.routine()))),
          change.apply(descend));
    }

    /** The passes over a number of examples that is known. */
    public List<Routine> ofKnownCounts() {
      List<Routine> known = new ArrayList<>(predictOne.stream().toList());
      known.add(gradientOfOne);
      gradientOfFew.ifPresent(few -> known.add(few.routine()));
      return known;
    }

    private List<Routine> routines() {
      List<Routine> all = ofKnownCounts();
      all.add(descend);
      return all;
    }
  }

  /**
   * A training pass over so many examples.
   *
   * @param routine parameter ({@link #FIRST})
   */
  public record Few(int count, Routine routine) {}

  public Program {
    buffers = List.copyOf(buffers);
    routines = List.copyOf(routines);
    phases = List.copyOf(phases);
    orders = Map.copyOf(orders);
    choices = List.copyOf(choices);
  }

  /** A program whose training pass has phases only, and of which no choices are known. */
  public Program(
      String plan,
      List<Buffer> buffers,
      List<Routine> routines,
      Optional<Routine> prepare,
      Optional<Routine> predict,
      Optional<Routine> evaluate,
      List<Phase> phases,
      Optional<Routine> updateStates,
      Map<String, MatrixOrder> orders) {
    this(
        plan,
        buffers,
        routines,
        prepare,
        predict,
        evaluate,
        phases,
        updateStates,
        orders,
        List.of(),
        Optional.empty());
  }

  /** The program with the forms of its parts said. */
  public Program withChoices(List<Choice> newChoices) {
    return with(orders, newChoices, direct);
  }

  /** Whether any of it is for vectors. */
  public boolean hasVectors() {
    return allRoutines().stream().anyMatch(Routine::hasVectors);
  }

  /** The program with passes that need no phases. */
  public Program withDirect(Direct passes) {
    return with(orders, choices, Optional.of(passes));
  }

  /** The program over parameters of which some do not lie row by row. */
  public Program withOrders(Map<String, MatrixOrder> matrices) {
    return with(matrices, choices, direct);
  }

  private Program with(
      Map<String, MatrixOrder> newOrders, List<Choice> newChoices, Optional<Direct> newDirect) {
    return new Program(
        plan,
        buffers,
        routines,
        prepare,
        predict,
        evaluate,
        phases,
        updateStates,
        newOrders,
        newChoices,
        newDirect);
  }

  /** The same program with a pass run over the body of every routine. */
  public Program mapBodies(UnaryOperator<List<Stmt>> pass) {
    return divide(routine -> List.of(routine.withBody(pass.apply(routine.body()))));
  }

  /**
   * The same program with every routine divided.
   *
   * @param division from a routine to what it becomes: new routines, callees first, and last the
   *     one that is run in its stead
   */
  public Program divide(Function<Routine, List<Routine>> division) {
    Map<Routine, Routine> renewed = new IdentityHashMap<>();
    List<Routine> invoked = new ArrayList<>();
    UnaryOperator<Routine> renew =
        routine -> {
          Routine last = routine;
          for (Routine part : division.apply(routine)) {
            last = part.withBody(Invocations.redirect(part.body(), renewed));
            renewed.put(part, last);
            invoked.add(last);
          }
          invoked.remove(invoked.size() - 1);
          renewed.put(routine, last);
          return last;
        };
    for (Routine routine : routines) {
      Routine last = renew.apply(routine);
      invoked.add(last);
    }
    Optional<Routine> newPrepare = prepare.map(renew);
    Optional<Routine> newPredict = predict.map(renew);
    Optional<Routine> newEvaluate = evaluate.map(renew);
    List<Phase> newPhases =
        phases.stream().map(phase -> phase.withRoutine(renew.apply(phase.routine()))).toList();
    Optional<Routine> newUpdate = updateStates.map(renew);
    Optional<Direct> newDirect = direct.map(passes -> passes.map(renew));
    return new Program(
        plan,
        buffers,
        invoked,
        newPrepare,
        newPredict,
        newEvaluate,
        newPhases,
        newUpdate,
        orders,
        choices,
        newDirect);
  }

  /** All routines: invoked ones first, then the passes. */
  public List<Routine> allRoutines() {
    List<Routine> all = new ArrayList<>(routines);
    prepare.ifPresent(all::add);
    predict.ifPresent(all::add);
    evaluate.ifPresent(all::add);
    phases.forEach(phase -> all.add(phase.routine()));
    updateStates.ifPresent(all::add);
    direct.ifPresent(passes -> all.addAll(passes.routines()));
    return all;
  }
}
