package dev.breakwater.gateway.provider;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A server that speaks exactly the bytes that a test wrote down, one script a connection. */
public final class RawUpstream implements AutoCloseable {
  private final ServerSocket server;
  private final String scheme;
  private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();
  private final List<Peer> peers = new CopyOnWriteArrayList<>();
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  /** What a connection says. */
  public interface Script {
    void speak(Peer peer) throws IOException;
  }

  public RawUpstream() throws IOException {
    this(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), "http");
  }

  /** With a socket of the test's own, such as one that asks for TLS. */
  public RawUpstream(ServerSocket server, String scheme) {
    this.server = server;
    this.scheme = scheme;
    Thread.ofPlatform().daemon().name("raw-upstream").start(this::accept);
  }

  /** What the next connection meets; one that no script is left for is closed. */
  public RawUpstream then(Script script) {
    scripts.add(script);
    return this;
  }

  public URI baseUrl() {
    return URI.create(scheme + "://localhost:" + server.getLocalPort() + "/v1");
  }

  public int connections() {
    return peers.size();
  }

  /** The connection of that number, from 0, once it is there. */
  public Peer peer(int number) {
    Eventually.isTrue("connection " + number, Duration.ofSeconds(10), () -> peers.size() > number);
    return peers.get(number);
  }

  /** What went wrong in scripts; a client that closes its connection is nothing wrong. */
  public List<Throwable> failures() {
    return failures;
  }

  @Override
  public void close() throws IOException {
    server.close();
    for (Peer peer : peers) {
      peer.socket.close();
    }
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Peer peer = new Peer(socket);
        peers.add(peer);
        Script script = scripts.poll();
        Thread.ofPlatform().daemon().name("raw-peer").start(() -> run(peer, script));
      }
    } catch (IOException e) {
      // closed, which ends the test
    }
  }

  private void run(Peer peer, @Nullable Script script) {
    try (peer.socket) {
      if (script != null) {
        script.speak(peer);
      }
    } catch (IOException e) {
      // the client has gone, as many tests want it to
    } catch (RuntimeException | Error e) {
      failures.add(e);
    } finally {
      peer.over.countDown();
    }
  }

  /** One connection as its script sees it. */
  public static final class Peer {
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;
    private final AtomicLong written = new AtomicLong();
    private final CountDownLatch gone = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private final CountDownLatch asked = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Peer(Socket socket) throws IOException {
      this.socket = socket;
      this.in = new BufferedInputStream(socket.getInputStream());
      this.out = socket.getOutputStream();
    }

    /** Reads one whole request: head and body, as text. */
    public String readRequest() throws IOException {
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        int next = in.read();
        if (next < 0) {
          throw new SocketException("the client closed");
        }
        head.append((char) next);
      }
      String lower = head.toString().toLowerCase(Locale.ROOT);
      int at = lower.indexOf("content-length:");
      int length =
          at < 0 ? 0 : Integer.parseInt(lower.substring(at + 15, lower.indexOf('\r', at)).trim());
      String request = head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
      requests.add(request);
      asked.countDown();
      return request;
    }

    /** The requests read so far. */
    public List<String> requests() {
      return requests;
    }

    public Peer send(String text) throws IOException {
      return send(text.getBytes(StandardCharsets.UTF_8));
    }

    public Peer send(byte[] bytes) throws IOException {
      out.write(bytes);
      out.flush();
      written.addAndGet(bytes.length);
      return this;
    }

    /** One piece of an answer that comes in chunks. */
    public Peer chunk(String text) throws IOException {
      return send(framed(text));
    }

    public Peer lastChunk() throws IOException {
      return send("0\r\n\r\n");
    }

    /**
     * A piece and the end of the answer in one write, so that whoever has seen the piece finds the
     * connection free for the next request.
     */
    public Peer lastChunk(String text) throws IOException {
      return send(framed(text) + "0\r\n\r\n");
    }

    private static String framed(String text) {
      int length = text.getBytes(StandardCharsets.UTF_8).length;
      return Integer.toHexString(length) + "\r\n" + text + "\r\n";
    }

    /** What the client's side has taken, the kernel's buffers included. */
    public long written() {
      return written.get();
    }

    /** Breaks the connection off hard. */
    public void reset() throws IOException {
      socket.setSoLinger(true, 0);
      socket.close();
    }

    /** Says nothing more and waits until the client closes. */
    public void silence() {
      try {
        while (in.read() >= 0) {
          // what a client says into the silence is of no interest
        }
        gone.countDown();
      } catch (IOException e) {
        gone.countDown();
      }
    }

    /** Waits for the test. */
    public void await(CountDownLatch latch) {
      awaitOrFail("the test's go-ahead", latch, Duration.ofSeconds(20));
    }

    /** The test waits until the request is there. */
    public void isAsked() {
      awaitOrFail("a request", asked, Duration.ofSeconds(10));
    }

    /** The test waits until the upstream has seen the client close, in its {@link #silence}. */
    public void seesCloseWithin(Duration wait) {
      awaitOrFail("the upstream did not see the close", gone, wait);
    }

    /** The test waits until the script has ended, one way or another. */
    public void isOverWithin(Duration wait) {
      awaitOrFail("the upstream is still busy", over, wait);
    }

    private static void awaitOrFail(String what, CountDownLatch latch, Duration wait) {
      try {
        if (!latch.await(wait.toNanos(), TimeUnit.NANOSECONDS)) {
          throw new AssertionError(what + ": not within " + wait);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(what, e);
      }
    }
  }
}
