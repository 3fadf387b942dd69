package dev.breakwater.gateway.responses;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A kept answer as a store has it: what it is about is readable, what was said is not.
 *
 * @param id the gateway's own
 * @param previousId the answer that its request went on from
 * @param createdMillis since the epoch, as is {@code expiresMillis}
 * @param items the ids of its items, by which clients may refer to them; a store that is read does
 *     not tell them
 * @param content sealed
 */
public record SealedResponse(
    String tenant,
    String id,
    @Nullable String previousId,
    long createdMillis,
    long expiresMillis,
    List<String> items,
    byte[] content) {
  public SealedResponse {
    items = List.copyOf(items);
  }
}
