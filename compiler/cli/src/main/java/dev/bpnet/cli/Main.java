package dev.bpnet.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;

/** Where the JVM enters. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    Console console =
        new Console(
            new FileOutputStream(FileDescriptor.out),
            new FileOutputStream(FileDescriptor.err),
            Console.systemCharset(),
            // The launcher knows; the JVM does not tell alike on all versions.
            Boolean.getBoolean("bpnet.terminal"));
    System.exit(new CommandRunner(console).run(arguments));
  }
}
