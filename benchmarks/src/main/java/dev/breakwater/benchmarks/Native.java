package dev.breakwater.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * The two C programs, compiled for this machine.
 *
 * @param upstream the mock provider
 * @param load the load generator
 */
record Native(Path upstream, Path load) {
  /** Where a source tree keeps what it builds; elsewhere a folder of its own is used. */
  private static final Path MODULE = Path.of("benchmarks");

  static Native compile(Path compiler, Path scratch) throws IOException, InterruptedException {
    Path folder =
        Files.isDirectory(MODULE) ? MODULE.resolve("target/native") : scratch.resolve("native");
    Files.createDirectories(folder);
    Path upstream = compile(compiler, folder, "upstream");
    Path load = compile(compiler, folder, "load");
    run(List.of(load.toString(), "--self-test"), "The load generator fails its own test");
    return new Native(upstream, load);
  }

  private static Path compile(Path compiler, Path folder, String name)
      throws IOException, InterruptedException {
    Path source = folder.resolve(name + ".c");
    try (InputStream resource = Native.class.getResourceAsStream("native/" + name + ".c")) {
      if (resource == null) {
        throw new IOException("The benchmarks' jar lacks native/" + name + ".c; build it again");
      }
      Files.copy(resource, source, StandardCopyOption.REPLACE_EXISTING);
    }
    Path program = folder.resolve(name).toAbsolutePath();
    List<String> command =
        List.of(compiler.toString(), "-O2", "-o", program.toString(), source.toString());
    run(command, "Compiling " + name + ".c failed");
    return program;
  }

  private static void run(List<String> command, String complaint)
      throws IOException, InterruptedException {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException(complaint + ":\n" + output);
    }
  }
}
