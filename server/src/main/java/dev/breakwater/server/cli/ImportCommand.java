package dev.breakwater.server.cli;

import dev.breakwater.server.imports.LiteLlmImport;
import dev.breakwater.server.imports.LiteLlmImport.Imported;
import dev.breakwater.server.imports.Remark;
import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "import",
    description = "Makes a breakwater.yaml of another gateway's configuration.",
    mixinStandardHelpOptions = true)
final class ImportCommand implements Runnable {
  private final Console console;

  private ImportCommand(Console console) {
    this.console = console;
  }

  /** The command with its own ones. */
  static CommandLine line(Console console) {
    return new CommandLine(new ImportCommand(console)).addSubcommand(new LiteLlm(console));
  }

  @Override
  public void run() {
    console.say("import litellm FILE: makes a breakwater.yaml of LiteLLM's config.yaml");
  }

  @Command(
      name = "litellm",
      description = "Takes over the config.yaml of LiteLLM's proxy, and tells what was lost.",
      mixinStandardHelpOptions = true)
  private static final class LiteLlm implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "LiteLLM's config.yaml.")
    private Path file = Path.of("config.yaml");

    @Option(
        names = "--out",
        paramLabel = "FILE",
        defaultValue = "breakwater.yaml",
        description = "Default: ${DEFAULT-VALUE}; - writes it to the standard output.")
    private Path out = Path.of("breakwater.yaml");

    private final Console console;

    LiteLlm(Console console) {
      this.console = console;
    }

    @Override
    public Integer call() {
      boolean shown = out.toString().equals("-");
      try {
        if (!shown && Files.exists(out)) {
          console.complain(out + " exists; name another by --out, or remove it");
          return ExitCode.WRONG;
        }
        Imported imported =
            LiteLlmImport.of(file.toString(), read(file), name -> read(file.resolveSibling(name)));
        if (shown) {
          console.say(imported.yaml());
        } else {
          Files.writeString(out, imported.yaml(), StandardOpenOption.CREATE_NEW);
        }
        tell(imported, shown ? List.of() : List.of(out + " is written; `check` reads it."));
        return ExitCode.OK;
      } catch (IOException unusable) {
        console.complain(String.valueOf(unusable.getMessage()));
        return ExitCode.FAILED;
      }
    }

    private static String read(Path file) throws IOException {
      try {
        return Files.readString(file);
      } catch (MalformedInputException broken) {
        throw new IOException(file + " is not UTF-8 text", broken);
      } catch (IOException unreadable) {
        throw new IOException(file + " cannot be read: " + unreadable, unreadable);
      }
    }

    /** The report goes beside the file, so that this can be piped on. */
    private void tell(Imported imported, List<String> last) {
      section("taken over", Remark.Kind.TAKEN, imported);
      section("approximated", Remark.Kind.APPROXIMATED, imported);
      section("not understood, left out", Remark.Kind.LEFT, imported);
      if (!imported.variables().isEmpty()) {
        console.complain("set in the environment: " + String.join(", ", imported.variables()));
      }
      console.complain(
          imported.models().taken()
              + " of "
              + Console.count(imported.models().given(), "model")
              + " taken over");
      last.forEach(console::complain);
    }

    private void section(String title, Remark.Kind kind, Imported imported) {
      List<Remark> remarks =
          imported.remarks().stream().filter(remark -> remark.kind() == kind).toList();
      if (!remarks.isEmpty()) {
        console.complain(title + ":");
        remarks.forEach(remark ->
            console.complain(
                "  "
                    + file
                    + ":"
                    + remark.line()
                    + ": "
                    + remark.subject()
                    + ": "
                    + remark.message()));
      }
    }
  }
}
