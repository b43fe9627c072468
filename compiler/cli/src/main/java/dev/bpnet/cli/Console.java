package dev.bpnet.cli;

import dev.bpnet.cli.report.Chart;
import dev.bpnet.cli.report.Json;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where the command speaks: results to the output, everything about them to the error output. Lines
 * end in {@code \n} everywhere.
 */
public final class Console {
  private final Charset charset;
  private final boolean terminal;
  private final StandardStream output;
  private final StandardStream errors;
  private final PrintStream out;
  private final PrintStream err;
  private Color color = Color.AUTO;
  private boolean json;

  /** When to colour. */
  public enum Color {
    AUTO,
    ALWAYS,
    NEVER
  }

  /**
   * @param charset that the reader expects
   * @param terminal whether a person is looking on
   */
  public Console(OutputStream output, OutputStream errors, Charset charset, boolean terminal) {
    this.charset = charset;
    this.terminal = terminal;
    this.output = new StandardStream(output);
    this.errors = new StandardStream(errors);
    this.out = new PrintStream(this.output, true, charset);
    this.err = new PrintStream(this.errors, true, charset);
  }

  public PrintStream out() {
    return out;
  }

  public PrintStream err() {
    return err;
  }

  /** The output for data that other programs read: always UTF-8. */
  public OutputStream data() {
    out.flush();
    return output;
  }

  public boolean isTerminal() {
    return terminal;
  }

  void setColor(Color newColor) {
    color = newColor;
  }

  public boolean colored() {
    return switch (color) {
      case ALWAYS -> true;
      case NEVER -> false;
      case AUTO -> terminal && System.getenv("NO_COLOR") == null;
    };
  }

  /** What charts can be drawn with here. */
  public Chart.Glyphs glyphs() {
    return charset.newEncoder().canEncode("•○│└─┤▁█") ? Chart.Glyphs.UNICODE : Chart.Glyphs.ASCII;
  }

  /** Whether a program reads the output, and wants to find errors there too. */
  void setJson(boolean forPrograms) {
    json = forPrograms;
  }

  /** A line about something that did not work. */
  public void error(String message) {
    if (json) {
      Map<String, String> object = new LinkedHashMap<>();
      object.put("severity", "error");
      object.put("message", message);
      out.print(Json.of(object) + "\n");
    }
    err.println((colored() ? "\u001b[1;31merror:\u001b[0m " : "error: ") + message);
  }

  /** A line that the user may want to know. */
  public void note(String message) {
    err.println((colored() ? "\u001b[1;36mnote:\u001b[0m " : "note: ") + message);
  }

  /** Why output was lost, where it was. */
  Optional<String> lostOutput() {
    out.flush();
    err.flush();
    return output.failure();
  }

  /** The charset of the terminal, as far as the launcher or the JVM knows it. */
  static Charset systemCharset() {
    for (String property :
        new String[] {"bpnet.charset", "stdout.encoding", "sun.stdout.encoding"}) {
      String name = System.getProperty(property);
      if (name != null && Charset.isSupported(name)) {
        return Charset.forName(name);
      }
    }
    String name = System.getProperty("native.encoding");
    return name != null && Charset.isSupported(name)
        ? Charset.forName(name)
        : StandardCharsets.UTF_8;
  }
}
