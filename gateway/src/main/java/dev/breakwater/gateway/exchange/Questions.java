package dev.breakwater.gateway.exchange;

import dev.breakwater.wire.bridge.Ask;
import dev.breakwater.wire.bridge.Asks;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;

/** What is asked to see whether a model answers, in Breakwater's own words. */
final class Questions {
  private Questions() {}

  /** As cheap as a question can be. */
  static Ask oneToken() {
    return ask("{\"prompt\": \"Hi\", \"maxTokens\": 1}");
  }

  /** One whose answer a person can judge; there is room for a model that thinks first. */
  static Ask forPeople() {
    return ask("{\"prompt\": \"Say in one short sentence who you are.\", \"maxTokens\": 256}");
  }

  private static Ask ask(String body) {
    try {
      return Asks.generate(body.getBytes(StandardCharsets.UTF_8));
    } catch (MalformedBody e) {
      throw new IllegalStateException("our own question cannot be read", e);
    }
  }
}
