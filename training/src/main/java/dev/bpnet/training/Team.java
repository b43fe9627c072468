package dev.bpnet.training;

import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;

/**
 * The thread that trains and its helpers. Each member has a share of a task, the first one the
 * first, in equal parts: who worked on a stretch of an array in one task finds it in its cache in
 * the next. Shares are taken in chunks, and whoever is done with its own takes what is left of
 * others'; so a helper that the system lets wait holds nobody up. Who takes which chunk must not
 * matter to the result.
 *
 * <p>Helpers are started by the first task that is divided. Between tasks they spin for a moment,
 * because the next task is mostly near, then let others run between looks, and then sleep. Nothing
 * here allocates after the start.
 */
final class Team implements AutoCloseable {
  /** Turns of spinning before a thread lets others run, and then looks again. */
  private static final int SPINS = 1_000;

  /**
   * How long a helper waits awake: longer than what is done between the phases of a step, and than
   * one thread waits for another at their ends. To wake it can take as long.
   */
  private static final long AWAKE_NANOS = 300_000;

  private static final long COUNT = 0xffff_ffffL;

  /** Elements from one counter to the next: in different lines of the cache, and not neighbours. */
  private static final int APART = 16;

  /** The counter of the units of the task that are not done; behind it those of the members. */
  private static final int UNDONE = 0;

  /** Something that can be done in parts. */
  interface Task {
    /**
     * @param member who does it, from 0; no two calls at the same time have the same
     * @param from first unit of work
     * @param to after the last
     */
    void run(int member, int from, int to);
  }

  private final int size;
  private final boolean spins;
  private final Helper[] helpers;

  /** Of each member the number of the task, and in the lower half what nobody took of its share. */
  private final AtomicLongArray counters;

  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /** Whose failure it is; written before its units are done. */
  private int failed;

  private volatile boolean closed;
  private boolean started;

  // Written between tasks, and read by whoever then takes a chunk, which fails if the task is over.
  private Task task;
  private int extent;
  private int granule;
  private int chunk;

  private long number;

  /**
   * @param size how many threads work, the calling one included
   */
  Team(int size) {
    this.size = size;
    spins = size <= Runtime.getRuntime().availableProcessors();
    counters = new AtomicLongArray((size + 2) * APART);
    helpers = new Helper[size - 1];
    for (int i = 0; i < helpers.length; i++) {
      helpers[i] = new Helper(i + 1);
    }
  }

  int size() {
    return size;
  }

  /** An equal share of so many units, rounded up. */
  int share(int units) {
    return units / size + (units % size == 0 ? 0 : 1);
  }

  /** Does a task on the calling thread. */
  void runAlone(Task work, int units) {
    if (units > 0) {
      work.run(0, 0, units);
    }
  }

  /**
   * Does a task and returns when all of it is done. What it throws on any thread is thrown here.
   *
   * @param units of work, 0 or more
   * @param together shares begin at multiples of so many units
   * @param atOnce how many units to take at a time, at most; a multiple of those together
   */
  void run(Task work, int units, int together, int atOnce) {
    if (size == 1 || units <= together) {
      runAlone(work, units);
      return;
    }
    start();
    task = work;
    extent = units;
    granule = together;
    chunk = atOnce;
    number++;
    counters.set(UNDONE, units);
    for (int member = 0; member < size; member++) {
      int share = begin(member + 1, units, together) - begin(member, units, together);
      counters.set(counter(member), number << Integer.SIZE | share);
    }
    for (Helper helper : helpers) {
      helper.wake();
    }
    takeParts(0);
    for (int turn = 0; counters.get(UNDONE) > 0; turn++) {
      pause(turn);
    }
    Throwable thrown = failure.getAndSet(null);
    if (thrown != null) {
      if (failed > 0) {
        // Its own trace begins in the helper.
        thrown.addSuppressed(new IllegalStateException("thrown while training on several threads"));
      }
      rethrow(thrown);
    }
  }

  private void start() {
    if (!started) {
      started = true;
      for (Helper helper : helpers) {
        helper.start();
      }
    }
  }

  private static int counter(int member) {
    return (member + 1) * APART;
  }

  /** Where a member's share begins; of the number after the last member, where the task ends. */
  private int begin(int member, int units, int together) {
    long granules = units / together + (units % together == 0 ? 0 : 1);
    return (int) Math.min(granules * member / size * together, units);
  }

  /** Takes chunks of the task at hand until there are none, its own before those of others. */
  private void takeParts(int member) {
    for (int i = 0; i < size; i++) {
      takeParts(member, (member + i) % size);
    }
  }

  private void takeParts(int member, int owner) {
    int counter = counter(owner);
    for (long seen = counters.get(counter); (seen & COUNT) != 0; seen = counters.get(counter)) {
      Task work = task;
      int left = (int) seen;
      int from = begin(owner + 1, extent, granule) - left;
      int taken = Math.min(chunk, left);
      if (!counters.compareAndSet(counter, seen, seen - taken)) {
        continue;
      }
      try {
        if (failure.get() == null) {
          work.run(member, from, from + taken);
        }
      } catch (Throwable thrown) {
        if (failure.compareAndSet(null, thrown)) {
          failed = member;
        }
      } finally {
        counters.addAndGet(UNDONE, -taken);
      }
    }
  }

  private void pause(int turn) {
    if (spins && turn < SPINS) {
      Thread.onSpinWait();
    } else {
      Thread.yield();
    }
  }

  /** Keeps the type, so that it can be caught as if there were one thread. */
  private static void rethrow(Throwable thrown) {
    if (thrown instanceof Error error) {
      throw error;
    }
    if (thrown instanceof RuntimeException exception) {
      throw exception;
    }
    throw new IllegalStateException(thrown);
  }

  /** Ends the helpers and waits until they have ended. */
  @Override
  public void close() {
    closed = true;
    boolean interrupted = false;
    for (Helper helper : helpers) {
      helper.wake();
      while (helper.isAlive()) {
        try {
          helper.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private final class Helper extends Thread {
    private final int member;
    private volatile boolean asleep;

    Helper(int member) {
      super("bpnet-trainer-" + member);
      this.member = member;
      setDaemon(true);
    }

    @Override
    public void run() {
      while (!closed) {
        takeParts(member);
        if (!waitAwake()) {
          sleep();
        }
      }
    }

    /** Whether there was work before it was time to sleep. */
    private boolean waitAwake() {
      long start = System.nanoTime();
      for (int turn = 0; turn < SPINS || System.nanoTime() - start < AWAKE_NANOS; turn++) {
        if (hasWork() || closed) {
          return true;
        }
        pause(turn);
      }
      return false;
    }

    /** Of its own: what is left of others' it takes when it has done that. */
    private boolean hasWork() {
      return (counters.get(counter(member)) & COUNT) != 0;
    }

    /** Whoever has work looks at {@link #asleep} after having said so. */
    private void sleep() {
      asleep = true;
      while (!hasWork() && !closed) {
        LockSupport.park(Team.this);
        interrupted();
      }
      asleep = false;
    }

    void wake() {
      if (asleep) {
        LockSupport.unpark(this);
      }
    }
  }
}
