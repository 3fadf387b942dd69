package dev.breakwater.server.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** What the launcher runs once a build, with the option that keeps what the machine has learnt. */
@Command(
    name = "train",
    description = {
      "Serves simulated requests to itself for a while and ends.",
      "The launcher runs it once a build, so that the Java virtual machine can keep for later"
          + " starts which classes they load and which code they will run most."
    },
    hidden = true,
    mixinStandardHelpOptions = true)
final class TrainCommand implements Callable<Integer> {

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "4",
      description = "How long to serve. Default: ${DEFAULT-VALUE}.")
  private int seconds;

  private final Console console;
  private final Trainer trainer;

  TrainCommand(Console console, Trainer trainer) {
    this.console = console;
    this.trainer = trainer;
  }

  @Override
  public Integer call() throws Exception {
    long answers = trainer.train(Duration.ofSeconds(seconds));
    console.say(answers + " answers");
    return answers > 0 ? ExitCode.OK : ExitCode.FAILED;
  }
}
