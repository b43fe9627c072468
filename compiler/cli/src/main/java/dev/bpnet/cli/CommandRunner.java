package dev.bpnet.cli;

import dev.bpnet.compiler.files.FileException;
import dev.bpnet.compiler.generate.SettingException;
import dev.bpnet.compiler.memory.NoJavaCompilerException;
import dev.bpnet.runtime.data.DataException;
import java.nio.file.Path;
import java.util.Arrays;
import picocli.CommandLine;

/** Runs one command line; every outcome ends in an exit code. */
public final class CommandRunner {
  private final Console console;

  public CommandRunner(Console console) {
    this.console = console;
  }

  /** Runs a command line and gives its exit code. */
  public int run(String... arguments) {
    int code = execute(arguments);
    return console
        .lostOutput()
        .map(
            reason -> {
              console.error("cannot write the output: " + reason);
              return Math.max(code, ExitCode.USER);
            })
        .orElse(code);
  }

  private int execute(String... arguments) {
    console.setJson(Arrays.asList(arguments).contains("--json"));
    boolean debug = Arrays.asList(arguments).contains("--debug");
    CommandLine line = new CommandLine(new BpnetCommand());
    line.addSubcommand(new CheckCommand(console));
    line.addSubcommand(new CompileCommand(console));
    line.addSubcommand(new StatsCommand(console));
    line.addSubcommand(new TrainCommand(console));
    line.addSubcommand(new PredictCommand(console));
    line.addSubcommand(new GradcheckCommand(console));
    line.registerConverter(Path.class, CommandRunner::path);
    line.setOut(new java.io.PrintWriter(console.out(), true));
    line.setErr(new java.io.PrintWriter(console.err(), true));
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(false);
    line.setExecutionExceptionHandler(
        (e, command, parsed) ->
            e instanceof UsageError
                ? usage(e.getMessage(), command)
                : e instanceof SettingException
                    ? usage("-P: " + e.getMessage(), command)
                    : failure(e, debug));
    line.setParameterExceptionHandler((e, given) -> usage(e));
    try {
      return line.execute(arguments);
    } catch (OutOfMemoryError e) {
      console.error("not enough memory" + Loading.MORE_MEMORY);
      return ExitCode.USER;
    } catch (Error e) {
      return failure(e, debug);
    }
  }

  private static Path path(String text) {
    if (text.isEmpty()) {
      throw new CommandLine.TypeConversionException("the path is empty");
    }
    return Path.of(text);
  }

  private int usage(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    console.error(UsageMessage.of(e));
    if (UsageMessage.isOfLocale(e)) {
      return ExitCode.USER;
    }
    CommandLine.UnmatchedArgumentException.printSuggestions(e, command.getErr());
    return advise(command);
  }

  private int usage(String message, CommandLine command) {
    console.error(message);
    return advise(command);
  }

  private int advise(CommandLine command) {
    console.err().println("try '" + command.getCommandSpec().qualifiedName() + " --help'");
    return ExitCode.USAGE;
  }

  private int failure(Throwable e, boolean debug) {
    if (debug) {
      e.printStackTrace(console.err());
    }
    if (e instanceof FailedModelException) {
      return ExitCode.USER;
    }
    if (e instanceof UserError
        || e instanceof FileException
        || e instanceof DataException
        || e instanceof NoJavaCompilerException) {
      console.error(e.getMessage());
      return ExitCode.USER;
    }
    String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    console.error(
        "internal error: "
            + e.getClass().getSimpleName()
            + ": "
            + message
            + " (please report it; --debug shows the stack trace)");
    return ExitCode.INTERNAL;
  }
}
