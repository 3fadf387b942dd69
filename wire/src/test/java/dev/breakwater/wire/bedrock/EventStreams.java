package dev.breakwater.wire.bedrock;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;

/** Writes Amazon's binary event streams, for tests. */
public final class EventStreams {
  private EventStreams() {}

  /** A stream of one event for each line, {@code {"name": payload}}. */
  public static byte[] ofLines(String lines) throws MalformedBody {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (String line : lines.lines().toList()) {
      JsonObject union = Json.object(line.getBytes(StandardCharsets.UTF_8));
      String name = union.fields().iterator().next();
      out.writeBytes(event(name, Json.write(union.node().get(name))));
    }
    return out.toByteArray();
  }

  public static byte[] event(String name, byte[] payload) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put(":event-type", name);
    headers.put(":content-type", "application/json");
    headers.put(":message-type", "event");
    return message(headers, payload);
  }

  public static byte[] message(Map<String, String> headers, byte[] payload) {
    try {
      ByteArrayOutputStream head = new ByteArrayOutputStream();
      DataOutputStream header = new DataOutputStream(head);
      for (Map.Entry<String, String> one : headers.entrySet()) {
        byte[] name = one.getKey().getBytes(StandardCharsets.UTF_8);
        byte[] value = one.getValue().getBytes(StandardCharsets.UTF_8);
        header.writeByte(name.length);
        header.write(name);
        header.writeByte(7);
        header.writeShort(value.length);
        header.write(value);
      }
      return message(head.toByteArray(), payload);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] message(byte[] headers, byte[] payload) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeInt(16 + headers.length + payload.length);
    out.writeInt(headers.length);
    out.writeInt(checksum(bytes.toByteArray()));
    out.write(headers);
    out.write(payload);
    out.writeInt(checksum(bytes.toByteArray()));
    return bytes.toByteArray();
  }

  private static int checksum(byte[] bytes) {
    CRC32 sum = new CRC32();
    sum.update(bytes);
    return (int) sum.getValue();
  }
}
