package dev.breakwater.gateway.exchange;

/** Sees what passes between clients and us, where an operator wants it kept. */
public interface Recording {
  /** Nothing is kept. */
  Recording NONE = (arrival, client) -> client;

  /**
   * The client through which an exchange speaks from now on: the one given, or one that listens.
   * Called for every request, so it costs nothing where nothing is kept.
   */
  Client listen(Arrival arrival, Client client);
}
