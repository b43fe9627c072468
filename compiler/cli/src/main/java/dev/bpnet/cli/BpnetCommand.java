package dev.bpnet.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command without a verb: says what there is. */
@Command(
    name = "bpnet",
    versionProvider = Version.class,
    mixinStandardHelpOptions = true,
    header = "Compiles small text descriptions of neural networks to plain Java that trains them.",
    synopsisSubcommandLabel = "VERB",
    commandListHeading = "%nVerbs:%n",
    optionListHeading = "%nOptions:%n",
    footer = {
      "",
      "Exit codes: 0 fine, 1 a mistake in a model or in data, 2 a mistake on the command line,",
      "70 a bug of bpnet.",
      "",
      "  bpnet train xor.bpnet --data xor.csv -o xor.safetensors",
      "  bpnet VERB --help"
    })
final class BpnetCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().usage(spec.commandLine().getErr());
    return ExitCode.USAGE;
  }
}
