package dev.breakwater.server.api;

import java.nio.charset.StandardCharsets;

/** A body that is not JSON of ours, such as metrics. */
public record TextBody(String contentType, byte[] bytes) {
  public static TextBody of(String contentType, String text) {
    return new TextBody(contentType, text.getBytes(StandardCharsets.UTF_8));
  }
}
