package dev.breakwater.acceptance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Stands between two parties of a TCP connection and passes their bytes on, until it is told to
 * break connections; it counts those that it broke. It knows of HTTP only what it needs to find its
 * place: where the head of an answer ends, and where an event of a stream does.
 */
final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int BUFFER = 16 * 1024;

  private final ServerSocket server;
  private final InetSocketAddress upstream;
  private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
  private final AtomicInteger struck = new AtomicInteger();
  private volatile Strike strike = Strike.NONE;

  /** What happens to connections that are opened from now on. */
  record Strike(Way way, int afterEvents) {
    static final Strike NONE = new Strike(Way.PASS, Integer.MAX_VALUE);

    /** Not a byte of the answer comes through. */
    static Strike atOnce(Way way) {
      return new Strike(way, -1);
    }

    /** The head of the answer comes through. */
    static Strike afterHead(Way way) {
      return new Strike(way, 0);
    }

    /** So many events of a stream come through; of a whole answer nothing but the head. */
    static Strike afterEvents(int events, Way way) {
      return new Strike(way, events);
    }
  }

  /** How a connection breaks. */
  enum Way {
    PASS,
    /** RST. */
    RESET,
    /** FIN, in the middle of a chunk. */
    CLOSE,
    /** Nothing more, either way; the connection stays open, as after a cable was pulled. */
    HOLD,
    /** The rest comes at a byte a second. */
    DRIBBLE,
    /** 8 MB without a line end, and then nothing. */
    HUGE_LINE,
    /** The answer ends as HTTP has it, too early. */
    CLEAN_END,
    /** Comments of the event stream, for ever. */
    COMMENTS,
    /** A page of HTML in the place of the next event, then a clean end. */
    HTML
  }

  FaultProxy(int upstreamPort) {
    this(listener(), upstreamPort);
  }

  /**
   * @param server where it listens; one that speaks TLS ends TLS here
   */
  FaultProxy(ServerSocket server, int upstreamPort) {
    this.server = server;
    this.upstream = new InetSocketAddress(InetAddress.getLoopbackAddress(), upstreamPort);
    Thread.ofPlatform().daemon().name("fault proxy").start(this::accept);
  }

  private static ServerSocket listener() {
    try {
      return new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  int port() {
    return server.getLocalPort();
  }

  /** How many connections were broken so far. */
  int struck() {
    return struck.get();
  }

  /** From now on; connections that stand are closed, so that none is kept from before. */
  void set(Strike next) {
    strike = next;
    closeAll();
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket client = server.accept();
        Strike forIt = strike;
        Thread.ofVirtual().start(() -> join(client, forIt));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void join(Socket client, Strike forIt) {
    Socket provider = new Socket();
    open.add(client);
    open.add(provider);
    try (client;
        provider) {
      client.setTcpNoDelay(true);
      provider.setTcpNoDelay(true);
      provider.connect(upstream);
      Thread up = Thread.ofVirtual().start(() -> pass(client, provider));
      new Answering(client, provider, forIt).run();
      up.join();
    } catch (IOException e) {
      // One of the two has left, which is the end of the connection as in a real network.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      open.remove(client);
      open.remove(provider);
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException e) {
      // Closed by the other direction.
    }
  }

  /** The direction in which the answer goes. */
  private final class Answering {
    private final Socket client;
    private final InputStream in;
    private final OutputStream out;
    private final Strike strike;
    private int position = -1;
    private int lineEnds;

    Answering(Socket client, Socket provider, Strike strike) throws IOException {
      this.client = client;
      this.in = provider.getInputStream();
      this.out = client.getOutputStream();
      this.strike = strike;
    }

    void run() throws IOException, InterruptedException {
      byte[] buffer = new byte[BUFFER];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        int passes = strike.way() == Way.PASS ? count : untilStrike(buffer, count);
        out.write(buffer, 0, passes);
        out.flush();
        if (strike.way() != Way.PASS && position >= strike.afterEvents()) {
          struck.incrementAndGet();
          strikeNow(buffer, passes, count);
          return;
        }
      }
      client.shutdownOutput();
    }

    /** How many of the bytes come before the place of the strike. */
    private int untilStrike(byte[] buffer, int count) {
      int index = 0;
      while (index < count && position < strike.afterEvents()) {
        byte next = buffer[index++];
        if (next == '\n') {
          lineEnds++;
        } else if (next != '\r') {
          lineEnds = 0;
        }
        if (lineEnds == 2) {
          lineEnds = 0;
          position++;
        }
      }
      return index;
    }

    private void strikeNow(byte[] buffer, int from, int to)
        throws IOException, InterruptedException {
      switch (strike.way()) {
        case PASS -> throw new IllegalStateException("nothing strikes");
        case RESET -> {
          client.setSoLinger(true, 0);
          client.close();
        }
        case CLOSE -> client.close();
        case HOLD -> untilClosed();
        case DRIBBLE -> {
          for (int index = from; index < to; index++) {
            byteAfterASecond(buffer[index]);
          }
          for (int next = in.read(); next >= 0; next = in.read()) {
            byteAfterASecond(next);
          }
        }
        case HUGE_LINE -> {
          chunk("data: ");
          chunk("x".repeat(8 * 1024 * 1024));
          untilClosed();
        }
        case CLEAN_END -> endChunks();
        case COMMENTS -> {
          while (!client.isClosed()) {
            chunk(": still here\n\n");
            Pause.of(50);
          }
        }
        case HTML -> {
          chunk("<!DOCTYPE html><html><body><h1>Bad gateway</h1></body></html>\n\n");
          endChunks();
        }
      }
    }

    private void byteAfterASecond(int next) throws IOException, InterruptedException {
      Pause.of(1000);
      out.write(next);
      out.flush();
    }

    /** After an event the chunk that carried it still lacks its end. */
    private void chunk(String text) throws IOException {
      String before = position > 0 ? "\r\n" : "";
      position = 0;
      out.write(
          (before + Integer.toHexString(text.length()) + "\r\n" + text + "\r\n").getBytes(UTF_8));
      out.flush();
    }

    private void endChunks() throws IOException {
      out.write(((position > 0 ? "\r\n" : "") + "0\r\n\r\n").getBytes(UTF_8));
      out.flush();
    }

    private void untilClosed() throws InterruptedException {
      while (!client.isClosed()) {
        Pause.of(20);
      }
    }
  }

  private void closeAll() {
    open.forEach(socket -> {
      try {
        socket.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    closeAll();
  }
}
