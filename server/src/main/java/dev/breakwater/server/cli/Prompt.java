package dev.breakwater.server.cli;

import java.io.IOException;
import java.util.Optional;

/** Where secrets are typed or piped in, for none may stand on a command line. */
public interface Prompt {

  /**
   * Asks on the terminal, without showing what is typed.
   *
   * @return empty when there is no terminal, or its input has ended
   */
  Optional<String> ask(String question);

  /**
   * The first line of the standard input.
   *
   * @return empty when there is none
   */
  Optional<String> line() throws IOException;
}
