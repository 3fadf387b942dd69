package dev.breakwater.server.cli;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/** Somebody at the terminal, with what they type, in this order; the input has the same lines. */
public final class Typed implements Prompt {
  private final Deque<String> lines;

  public Typed(String... lines) {
    this.lines = new ArrayDeque<>(List.of(lines));
  }

  @Override
  public Optional<String> ask(String question) {
    return line();
  }

  @Override
  public Optional<String> line() {
    return Optional.ofNullable(lines.pollFirst());
  }
}
