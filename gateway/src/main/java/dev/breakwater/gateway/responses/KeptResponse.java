package dev.breakwater.gateway.responses;

import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.responses.KeptItem;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is kept, and what was asked for it.
 *
 * @param input the items that its request added to the conversation, as a JSON array
 * @param response the response object as its client got it
 */
record KeptResponse(
    String tenant,
    String id,
    @Nullable String previousId,
    long createdMillis,
    byte[] input,
    byte[] response) {
  private static final String TABLE = "stored_responses";

  /** Bytes that it takes in memory. */
  long size() {
    return (long) input.length + response.length + 512;
  }

  /** The items of the request and of the answer, in the order in which they were said. */
  List<KeptItem> items() {
    try {
      List<KeptItem> items = new ArrayList<>(KeptItem.ofArray(input));
      items.addAll(KeptItem.ofResponse(response));
      return items;
    } catch (MalformedBody e) {
      throw new IllegalStateException("kept what cannot be read", e);
    }
  }

  List<String> itemIds() {
    List<String> ids = new ArrayList<>();
    for (KeptItem item : items()) {
      if (item.id() != null) {
        ids.add(item.id());
      }
    }
    return ids;
  }

  SealedResponse seal(Vault vault, long expiresMillis) {
    byte[] both =
        ByteBuffer.allocate(Integer.BYTES + input.length + response.length)
            .putInt(input.length)
            .put(input)
            .put(response)
            .array();
    return new SealedResponse(
        tenant,
        id,
        previousId,
        createdMillis,
        expiresMillis,
        itemIds(),
        vault.seal(both, purpose(tenant, id)));
  }

  /**
   * @throws IllegalArgumentException when it was not sealed here, or belongs elsewhere
   */
  static KeptResponse open(Vault vault, SealedResponse sealed) {
    byte[] both = vault.open(sealed.content(), purpose(sealed.tenant(), sealed.id()));
    int input = ByteBuffer.wrap(both).getInt();
    return new KeptResponse(
        sealed.tenant(),
        sealed.id(),
        sealed.previousId(),
        sealed.createdMillis(),
        Arrays.copyOfRange(both, Integer.BYTES, Integer.BYTES + input),
        Arrays.copyOfRange(both, Integer.BYTES + input, both.length));
  }

  /** Lengths come first, so that no two places are written the same. */
  private static String purpose(String tenant, String id) {
    return TABLE + "/" + tenant.length() + ":" + tenant + "/" + id;
  }
}
