package dev.bpnet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs command lines in this JVM, in a folder of files that the test writes. */
final class Command {
  static final String XOR =
      """
      /** Learns exclusive or. */
      network Xor(hidden = 3) {
          input  x[2]
          target t[1]
          h = x |> dense(hidden) |> tanh
          output y = h |> dense(1) |> sigmoid
          loss squared_error(y, t)
          train { optimizer = adam(rate = 0.05)  batch = 4  epochs = 300 }
      }
      """;

  static final String XOR_TABLE = "a,b,c\n0,0,0\n0,1,1\n1,0,1\n1,1,0\n";

  private final Path folder;

  Command(Path folder) {
    this.folder = folder;
  }

  /** What came of a command line. */
  record Outcome(int code, String out, String err) {}

  Path path(String name) {
    return folder.resolve(name);
  }

  Path write(String name, String text) throws IOException {
    Path file = path(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }

  String read(String name) throws IOException {
    return Files.readString(path(name));
  }

  /** Runs a command line; {@code @name} stands for a path in the folder. */
  Outcome run(String... arguments) {
    return run(StandardCharsets.UTF_8, arguments);
  }

  Outcome run(Charset charset, String... arguments) {
    String[] resolved = new String[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      resolved[i] = argument.startsWith("@") ? path(argument.substring(1)).toString() : argument;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    int code = new CommandRunner(new Console(out, err, charset, false)).run(resolved);
    return new Outcome(code, text(out, charset), text(err, charset));
  }

  private String text(ByteArrayOutputStream bytes, Charset charset) {
    return bytes.toString(charset).replace(folder + java.io.File.separator, "");
  }

  /** What training the XOR network with these options tells programs; it must succeed. */
  String json(String... options) {
    String[] arguments = new String[options.length + 5];
    System.arraycopy(
        new String[] {"train", "@xor.bpnet", "--data", "@xor.csv", "--json"}, 0, arguments, 0, 5);
    System.arraycopy(options, 0, arguments, 5, options.length);
    Outcome outcome = run(arguments);
    assertThat(outcome.code()).as(outcome.err()).isZero();
    return outcome.out();
  }
}
