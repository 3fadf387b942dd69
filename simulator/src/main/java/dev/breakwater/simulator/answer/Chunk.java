package dev.breakwater.simulator.answer;

import io.vertx.core.buffer.Buffer;
import java.util.List;

/**
 * What a stream sends for one piece of content.
 *
 * @param before events that open the piece's block, and blocks without pieces before it
 * @param content the event that carries the piece; faults that damage an event damage this one
 * @param after events that close the block when the piece is its last
 */
public record Chunk(List<Buffer> before, Buffer content, List<Buffer> after) {
  /** A piece that needs nothing around it. */
  public static Chunk of(Buffer content) {
    return new Chunk(List.of(), content, List.of());
  }
}
