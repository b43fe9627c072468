package dev.bpnet.training;

import java.io.PrintStream;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * Shows how a training goes: on a terminal as one line that is redrawn, elsewhere as some twenty
 * lines over the whole training. Of the metrics it shows those on held-out examples, or those on
 * the training examples where they are measured and nothing is held out.
 *
 * <pre>
 * epoch  120/2000 [=>                  ] loss 0.1234  holdout 0.1301  accuracy 0.9250
 * </pre>
 */
public final class ConsoleProgress implements TrainingListener {
  private static final int LINES = 20;
  private static final int BAR = 20;
  private static final int COLUMNS = 80;
  private static final long REDRAW_NANOS = 100_000_000;
  private static final long LOOK_NANOS = REDRAW_NANOS / 10;

  private final PrintStream out;
  private final boolean redraws;
  private LongSupplier clock = System::nanoTime;
  private int columns = COLUMNS;
  private TrainingProgress progress;
  private int lastEpoch;
  private int lastLength;
  private long lastDraw;
  private long lastLook;
  private int steps;
  private int stepsPerLook = 1;

  private ConsoleProgress(PrintStream out, boolean redraws) {
    this.out = out;
    this.redraws = redraws;
  }

  /** For a terminal: one line, redrawn at most ten times a second. */
  public static ConsoleProgress bar(PrintStream terminal) {
    return new ConsoleProgress(terminal, true);
  }

  /**
   * For a file or a pipe: a line after the first epoch and after every twentieth of the training.
   */
  public static ConsoleProgress lines(PrintStream out) {
    return new ConsoleProgress(out, false);
  }

  /** Uses another clock, of nanoseconds. */
  public ConsoleProgress clock(LongSupplier nanoTime) {
    clock = nanoTime;
    return this;
  }

  /** Keeps the bar's line below this many columns; 80 at first. */
  public ConsoleProgress columns(int width) {
    Ranges.count("columns", width);
    columns = width;
    return this;
  }

  @Override
  public void started(TrainingProgress running) {
    progress = running;
    lastEpoch = 0;
    lastLength = 0;
    steps = 0;
    stepsPerLook = 1;
    lastLook = clock.getAsLong();
    lastDraw = lastLook - REDRAW_NANOS;
  }

  /**
   * Looks at the clock only every so many steps, for that may take as long as a step of a tiny net.
   */
  @Override
  public void step(TrainingProgress running) {
    if (redraws && ++steps >= stepsPerLook) {
      steps = 0;
      long now = clock.getAsLong();
      long passed = now - lastLook;
      lastLook = now;
      if (passed < LOOK_NANOS / 2 && stepsPerLook < 1 << 20) {
        stepsPerLook *= 2;
      } else if (passed > LOOK_NANOS && stepsPerLook > 1) {
        stepsPerLook /= 2;
      }
      if (now - lastDraw >= REDRAW_NANOS) {
        lastDraw = now;
        draw();
      }
    }
  }

  @Override
  public void epoch(TrainingProgress running) {
    if (!redraws && isLineDue(running.epoch(), running.epochs())) {
      lastEpoch = running.epoch();
      out.println(text());
    }
  }

  private static boolean isLineDue(int epoch, int epochs) {
    long lines = Math.min(LINES, epochs);
    return epoch == 1 || epoch * lines / epochs > (epoch - 1) * lines / epochs;
  }

  @Override
  public void finished(TrainingResult result) {
    if (redraws) {
      draw();
      out.println();
    } else if (lastEpoch < result.epochs()) {
      out.println(text());
    }
    out.flush();
  }

  @Override
  public void failed(TrainingProgress running) {
    if (redraws) {
      out.println();
    }
    out.flush();
  }

  private void draw() {
    String text = text();
    if (text.length() >= columns) {
      text = text.substring(0, columns - 1);
    }
    out.print("\r" + text + " ".repeat(Math.max(0, lastLength - text.length())));
    out.flush();
    lastLength = text.length();
  }

  private String text() {
    int epochs = progress.epochs();
    int digits = Integer.toString(epochs).length();
    StringBuilder text = new StringBuilder("epoch ");
    text.append(String.format(Locale.ROOT, "%" + digits + "d/%d", progress.epoch(), epochs));
    if (redraws) {
      appendBar(text);
    }
    if (progress.stepInEpoch() > 0) {
      append(text, "loss", progress.loss());
    }
    History history = progress.history();
    int measured = history.epochs();
    if (measured > 0 && history.holdsOut()) {
      append(text, "holdout", history.holdoutLoss(measured));
      history.metrics().forEach(m -> append(text, m, history.holdoutMetric(m, measured)));
    } else if (measured > 0 && history.measuresTraining()) {
      history.metrics().forEach(m -> append(text, m, history.metric(m, measured)));
    }
    return text.toString();
  }

  private void appendBar(StringBuilder text) {
    double within = progress.stepInEpoch() / (double) progress.stepsPerEpoch();
    double done = Math.max(0, progress.epoch() - 1 + within) / progress.epochs();
    int full = (int) (done * BAR);
    text.append(" [").append("=".repeat(full));
    if (full < BAR) {
      text.append('>').append(" ".repeat(BAR - 1 - full));
    }
    text.append(']');
  }

  private static void append(StringBuilder text, String name, double value) {
    text.append(text.charAt(text.length() - 1) == ']' ? " " : "  ");
    text.append(name).append(' ').append(String.format(Locale.ROOT, "%.4g", value));
  }
}
