package dev.breakwater.acceptance.faults;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A provider of OpenAI's protocol that talks as fast as it is listened to: streams without end,
 * whole answers of 16 MB. It counts what it could get rid of.
 */
final class Firehose implements AutoCloseable {
  private static final Pattern LENGTH =
      Pattern.compile("content-length: *(\\d+)", Pattern.CASE_INSENSITIVE);
  private static final Pattern MODEL = Pattern.compile("\"model\": ?\"([^\"]+)\"");
  private static final int EVENT = 8 * 1024;
  private static final int WHOLE = 16 << 20;

  private final ServerSocket server;
  private final Map<String, Jet> jets = new ConcurrentHashMap<>();

  /**
   * One answer.
   *
   * @param port of the gateway's side of the connection
   */
  record Jet(int port, AtomicLong written, Thread thread) {
    boolean isOver() {
      return !thread.isAlive();
    }
  }

  Firehose() {
    try {
      server = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().name("firehose").start(this::accept);
  }

  int port() {
    return server.getLocalPort();
  }

  /** Who was asked for this model, if anybody was. */
  Jet jet(String model) {
    Jet jet = jets.get(model);
    if (jet == null) {
      throw new AssertionError(model + " was not asked");
    }
    return jet;
  }

  boolean isAsked(String model) {
    return jets.containsKey(model);
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread.ofVirtual().start(() -> serve(socket));
      } catch (IOException e) {
        if (!server.isClosed()) {
          throw new UncheckedIOException(e);
        }
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = read(socket.getInputStream());
      Matcher model = MODEL.matcher(request);
      if (!model.find()) {
        throw new AssertionError("no model in " + request);
      }
      AtomicLong written = new AtomicLong();
      jets.put(model.group(1), new Jet(socket.getPort(), written, Thread.currentThread()));
      boolean stream = request.contains("\"stream\":true") || request.contains("\"stream\": true");
      if (stream) {
        pour(socket.getOutputStream(), written);
      } else {
        answer(socket.getOutputStream(), written);
      }
    } catch (IOException e) {
      // The gateway has had enough, which is what is waited for.
    }
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(US_ASCII).endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request came");
      }
      head.write(next);
    }
    Matcher length = LENGTH.matcher(head.toString(US_ASCII));
    int count = length.find() ? Integer.parseInt(length.group(1)) : 0;
    return new String(in.readNBytes(count), US_ASCII);
  }

  private static void pour(OutputStream out, AtomicLong written) throws IOException {
    String event =
        "data: {\"id\":\"hose\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"m\","
            + "\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
            + "x".repeat(EVENT)
            + "\"},\"finish_reason\":null}]}\n\n";
    byte[] chunk =
        (Integer.toHexString(event.length()) + "\r\n" + event + "\r\n").getBytes(US_ASCII);
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n")
            .getBytes(US_ASCII));
    while (true) {
      out.write(chunk);
      written.addAndGet(chunk.length);
    }
  }

  private static void answer(OutputStream out, AtomicLong written) throws IOException {
    byte[] body =
        ("{\"id\":\"hose\",\"object\":\"chat.completion\",\"created\":1,\"model\":\"m\","
                + "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\""
                + "x".repeat(WHOLE)
                + "\"},\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":1,"
                + "\"completion_tokens\":1,\"total_tokens\":2}}")
            .getBytes(US_ASCII);
    out.write(
        ("HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                + body.length
                + "\r\n\r\n")
            .getBytes(US_ASCII));
    out.write(body);
    written.addAndGet(body.length);
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
