package dev.breakwater.gateway.responses;

import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.rejection.Rejection;
import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Asks;
import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import dev.breakwater.wire.responses.KeptItem;
import dev.breakwater.wire.responses.KeptRequest;
import dev.breakwater.wire.responses.ResponseStamp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * The conversations of OpenAI's Responses. A request that goes on from an earlier answer becomes
 * one that says all, so that every provider understands it; the answer is kept under an id of our
 * own, which is the only one that clients see: the provider's would mean nothing to the next one.
 *
 * <p>Instructions belong to their request alone, as OpenAI has it. A request that knows nothing of
 * earlier answers never waits; all others, and those that ask for kept ones, wait for the store on
 * a thread that is not the loop's.
 */
public final class StoredConversations {
  /** No conversation has more turns. */
  private static final int MOST_TURNS = 2_000;

  private static final Duration RETRY = Duration.ofSeconds(5);

  private final ResponseKeeper keeper;
  private final HeavyWork heavyWork;
  private final int mostBytes;

  /**
   * @param mostBytes of a request with its history; a larger one is a 413
   */
  public StoredConversations(ResponseKeeper keeper, HeavyWork heavyWork, int mostBytes) {
    this.keeper = keeper;
    this.heavyWork = heavyWork;
    this.mostBytes = mostBytes;
  }

  /**
   * Reads a request and says it whole. Asks the store where it must, so call it on the exchange's
   * own thread.
   *
   * @param requestId the gateway's, {@code req_…}: the answer's id is made of it
   * @throws Rejection 400 for what cannot be read or is not served, and for an earlier answer that
   *     is not kept or not the caller's, 404 for such an item, 413 for a conversation too large,
   *     503 when the store does not answer
   */
  public KeptExchange begin(VirtualKey caller, String requestId, byte[] body) {
    KeptRequest request = read(body.length, () -> KeptRequest.of(body));
    List<KeptItem> history = new ArrayList<>();
    Map<String, byte[]> referred = new HashMap<>();
    String previous = request.previousResponseId();
    List<String> references = request.references();
    if (previous != null || !references.isEmpty()) {
      elsewhere(() -> {
        if (previous != null) {
          history(caller.tenant(), previous, history);
        }
        for (String reference : references) {
          referred(caller.tenant(), reference, referred);
        }
        return true;
      });
    }
    checkSize(body, history);
    Ask ask = read(body.length, () -> Asks.responses(request.whole(history, referred)));
    ResponseStamp stamp =
        new ResponseStamp(responseId(requestId), previous, request.store(), request.instructions());
    return new KeptExchange(
        keeper, heavyWork, caller.tenant(), ask, stamp, () -> request.newItems(referred));
  }

  /** Reads what a client has sent. */
  private interface Reading<T> {
    T read() throws MalformedBody;
  }

  private <T> T read(int bytes, Reading<T> reading) {
    return heavyWork.await(
        bytes,
        () -> {
          try {
            return reading.read();
          } catch (MalformedBody e) {
            Problem problem = Problem.of(Kind.INVALID_REQUEST, 400, String.valueOf(e.getMessage()));
            throw Rejection.of(e.field().isEmpty() ? problem : problem.at(e.field()));
          }
        });
  }

  private static String responseId(String requestId) {
    String own = requestId.startsWith("req_") ? requestId.substring("req_".length()) : requestId;
    return "resp_" + own.toLowerCase(java.util.Locale.ROOT);
  }

  private void history(String tenant, String previous, List<KeptItem> history) {
    List<KeptResponse> chain = keeper.chain(tenant, previous, MOST_TURNS);
    String missing = chain.isEmpty() ? previous : chain.getLast().previousId();
    if (missing != null) {
      throw Rejection.of(
          Problem.of(
                  Kind.INVALID_REQUEST,
                  400,
                  "Previous response with id '" + missing + "' not found.")
              .at("previous_response_id")
              .coded("previous_response_not_found"));
    }
    for (KeptResponse response : chain.reversed()) {
      for (KeptItem item : response.items()) {
        if (!item.hasLostThoughts()) {
          history.add(item);
        }
      }
    }
  }

  /** Thoughts that nobody can go on from are referred to in vain, and left out. */
  private void referred(String tenant, String itemId, Map<String, byte[]> referred) {
    KeptResponse response =
        keeper
            .withItem(tenant, itemId)
            .orElseThrow(() ->
                Rejection.of(
                    Problem.of(Kind.NOT_FOUND, 404, "Item with id '" + itemId + "' not found.")
                        .at("input")));
    for (KeptItem item : response.items()) {
      if (itemId.equals(item.id()) && !item.hasLostThoughts()) {
        referred.put(itemId, item.toBytes());
      }
    }
  }

  private void checkSize(byte[] body, List<KeptItem> history) {
    long size = body.length;
    for (KeptItem item : history) {
      size += item.length();
    }
    if (size > mostBytes) {
      throw Rejection.of(
          Problem.of(
              Kind.TOO_LARGE,
              413,
              "The conversation is larger than " + mostBytes / (1024 * 1024) + " MB."));
    }
  }

  /**
   * A kept answer, as its client got it.
   *
   * @throws Rejection 404 when it is not kept or not the caller's, 503 when the store does not
   *     answer
   */
  public byte[] response(VirtualKey caller, String id) {
    return elsewhere(() -> kept(caller, id).response());
  }

  /**
   * What was asked for a kept answer, as OpenAI lists it.
   *
   * @throws Rejection as {@link #response} does
   */
  public byte[] inputItems(VirtualKey caller, String id, ItemPage page) {
    return elsewhere(() -> page.of(kept(caller, id)));
  }

  /**
   * Deletes a kept answer. Conversations that went on from it cannot be gone on with: what was said
   * in it is gone.
   *
   * @return what OpenAI answers
   * @throws Rejection as {@link #response} does
   */
  public byte[] delete(VirtualKey caller, String id) {
    if (!elsewhere(() -> keeper.delete(caller.tenant(), id))) {
      throw notFound(id);
    }
    return Json.write(Json.object().put("id", id).put("object", "response").put("deleted", true));
  }

  private KeptResponse kept(VirtualKey caller, String id) {
    List<KeptResponse> found = keeper.chain(caller.tenant(), id, 1);
    if (found.isEmpty()) {
      throw notFound(id);
    }
    return found.getFirst();
  }

  private static Rejection notFound(String id) {
    return Rejection.of(
        Problem.of(Kind.NOT_FOUND, 404, "Response with id '" + id + "' not found."));
  }

  private <T> T elsewhere(Callable<T> task) {
    try {
      return heavyWork.elsewhere(task);
    } catch (ResponsesUnavailable e) {
      throw Rejection.retryLater(
          Problem.of(
                  Kind.UNAVAILABLE,
                  503,
                  "The kept conversations cannot be read now; try again, or send the whole"
                      + " conversation as 'input'.")
              .coded("responses_unavailable"),
          RETRY);
    }
  }
}
