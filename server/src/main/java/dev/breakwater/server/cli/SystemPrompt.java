package dev.breakwater.server.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.Optional;

/** The process's own terminal and input. */
public final class SystemPrompt implements Prompt {

  @Override
  public Optional<String> ask(String question) {
    java.io.Console terminal = Objects.requireNonNull(System.console());
    if (!terminal.isTerminal()) {
      return Optional.empty();
    }
    char[] typed = terminal.readPassword("%s: ", question);
    return typed == null ? Optional.empty() : Optional.of(new String(typed));
  }

  @Override
  public Optional<String> line() throws IOException {
    return Optional.ofNullable(
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine());
  }
}
