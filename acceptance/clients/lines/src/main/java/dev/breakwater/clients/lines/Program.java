package dev.breakwater.clients.lines;

/** A client library that does what a line asks for. */
public interface Program {

  /**
   * Asks, on a thread of its own that is interrupted when the test leaves.
   *
   * @param told gathers what came, which is reported also when this throws
   * @throws Unsupported when the library has no such thing
   * @throws Exception what the library threw
   */
  void answer(Ask ask, Told told) throws Exception;

  /** How the library shows this failure of its own to its user. */
  Raised raised(Throwable failure);
}
