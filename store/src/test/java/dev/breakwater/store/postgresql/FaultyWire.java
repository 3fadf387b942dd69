package dev.breakwater.store.postgresql;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Stands between a client and a server, and loses what it is told to lose. */
final class FaultyWire implements AutoCloseable {
  private final ServerSocket listening;
  private final int serverPort;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger cutCommits = new AtomicInteger();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition thawed = lock.newCondition();
  private boolean frozen;
  private volatile boolean cutsNextCommit;
  private volatile boolean cut;

  FaultyWire(int serverPort) throws IOException {
    this.serverPort = serverPort;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return listening.getLocalPort();
  }

  /** Nothing goes through, and nobody is told. */
  void freeze() {
    lock.lock();
    try {
      frozen = true;
    } finally {
      lock.unlock();
    }
  }

  void thaw() {
    lock.lock();
    try {
      frozen = false;
      thawed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Every connection breaks, and none is made until {@link #mend}. */
  void cut() {
    cut = true;
    sockets.forEach(FaultyWire::close);
  }

  void mend() {
    cut = false;
  }

  /** The next commit reaches the server; its answer does not come back. */
  void cutNextCommit() {
    cutsNextCommit = true;
  }

  int cutCommits() {
    return cutCommits.get();
  }

  private void accept() {
    while (!listening.isClosed()) {
      try {
        Socket client = listening.accept();
        sockets.add(client);
        if (cut) {
          close(client);
          continue;
        }
        Socket server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        sockets.add(server);
        Thread.ofVirtual().start(() -> carry(client, server, true));
        Thread.ofVirtual().start(() -> carry(server, client, false));
      } catch (IOException e) {
        // Closed, or the server refuses: the client sees it by its own connection's end.
      }
    }
  }

  private void carry(Socket from, Socket to, boolean toServer) {
    byte[] buffer = new byte[1 << 16];
    try (from;
        to) {
      InputStream in = from.getInputStream();
      OutputStream out = to.getOutputStream();
      int count = in.read(buffer);
      while (count >= 0) {
        awaitThaw();
        boolean commits =
            toServer
                && cutsNextCommit
                && new String(buffer, 0, count, StandardCharsets.ISO_8859_1).contains("COMMIT");
        if (commits) {
          cutsNextCommit = false;
          cutCommits.incrementAndGet();
          // Before the answer can come: what the client reads from now on is the end.
          from.shutdownOutput();
        }
        out.write(buffer, 0, count);
        count = in.read(buffer);
      }
    } catch (IOException e) {
      // One side has gone, so both go.
    } finally {
      sockets.remove(from);
      sockets.remove(to);
    }
  }

  private void awaitThaw() {
    lock.lock();
    try {
      while (frozen) {
        thawed.awaitUninterruptibly();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    thaw();
    sockets.forEach(FaultyWire::close);
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone already.
    }
  }
}
