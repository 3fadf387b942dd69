package dev.breakwater.server.api;

/**
 * A body that is made while it is sent, for what no memory holds. Its status is out before it is
 * whole: what fails on the way breaks the connection, so that nobody takes a part for the whole.
 *
 * @param fileName under which browsers keep it
 * @param source writes it, on a thread of its own
 */
public record StreamedBody(String contentType, String fileName, Source source) {
  /** Where the bytes come from. */
  public interface Source {
    /**
     * @throws ClientGone as the sink throws it
     */
    void writeTo(Sink sink) throws ClientGone;
  }

  /** Where the bytes go. */
  public interface Sink {
    /**
     * Sends bytes; returns when the client has room for more.
     *
     * @throws ClientGone when nobody reads any more
     */
    void write(byte[] bytes) throws ClientGone;
  }

  /** The client has left, or has not read for too long. */
  public static final class ClientGone extends Exception {
    private static final long serialVersionUID = 1;

    public ClientGone(String message) {
      super(message);
    }
  }
}
