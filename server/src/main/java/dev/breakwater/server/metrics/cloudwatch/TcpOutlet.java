package dev.breakwater.server.metrics.cloudwatch;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lines over a connection that is kept while it works. Neither connecting nor a receiver that takes
 * nothing holds the caller for longer than the patience.
 */
final class TcpOutlet implements Outlet {
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private final String host;
  private final int port;
  private final Duration patience;
  private @Nullable Connection open;

  private record Connection(SocketChannel channel, Selector selector) {
    void close() {
      try (channel;
          selector) {
        channel.shutdownOutput();
      } catch (IOException e) {
        // it is given up for whatever was wrong with it
      }
    }
  }

  TcpOutlet(String host, int port) {
    this(host, port, PATIENCE);
  }

  /**
   * @param patience for connecting, and for each line
   */
  TcpOutlet(String host, int port, Duration patience) {
    this.host = host;
    this.port = port;
    this.patience = patience;
  }

  @Override
  public void write(String line) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
    try {
      Connection connection = connection();
      long until = System.nanoTime() + patience.toNanos();
      while (bytes.hasRemaining()) {
        connection.channel().write(bytes);
        if (bytes.hasRemaining()) {
          await(connection, SelectionKey.OP_WRITE, until, "takes nothing");
        }
      }
    } catch (IOException e) {
      close();
      throw e;
    }
  }

  private Connection connection() throws IOException {
    Connection known = open;
    if (known != null && !hasEnded(known)) {
      return known;
    }
    close();
    InetSocketAddress address = new InetSocketAddress(host, port);
    if (address.isUnresolved()) {
      throw new UnknownHostException(host);
    }
    SocketChannel channel = SocketChannel.open();
    Connection made;
    try {
      channel.configureBlocking(false);
      made = new Connection(channel, Selector.open());
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    open = made;
    channel.register(made.selector(), 0);
    long until = System.nanoTime() + patience.toNanos();
    if (!channel.connect(address)) {
      while (!channel.finishConnect()) {
        await(made, SelectionKey.OP_CONNECT, until, "does not answer");
      }
    }
    return made;
  }

  /** Whether the receiver has closed; it never says anything else. */
  private static boolean hasEnded(Connection connection) {
    try {
      return connection.channel().read(ByteBuffer.allocate(1)) < 0;
    } catch (IOException e) {
      return true;
    }
  }

  private void await(Connection connection, int readiness, long until, String complaint)
      throws IOException {
    long left = TimeUnit.NANOSECONDS.toMillis(until - System.nanoTime());
    if (left <= 0 || Thread.currentThread().isInterrupted()) {
      throw new IOException(host + ":" + port + " " + complaint);
    }
    connection.channel().keyFor(connection.selector()).interestOps(readiness);
    connection.selector().select(left);
    connection.selector().selectedKeys().clear();
  }

  @Override
  public void close() {
    if (open != null) {
      open.close();
      open = null;
    }
  }
}
