package dev.breakwater.wire.format;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.node.ObjectNode;

/** A call's arguments for protocols that want them as an object and not as text. */
public final class CallArguments {
  /** Where arguments go that are none: the conversation must not be lost for them. */
  private static final String UNREADABLE = "arguments";

  private CallArguments() {}

  /** The object; one that holds the text where that is no object. */
  public static ObjectNode object(String arguments) {
    if (arguments.isBlank()) {
      return Json.object();
    }
    try {
      return Json.object(arguments.getBytes(StandardCharsets.UTF_8)).node();
    } catch (MalformedBody e) {
      return Json.object().put(UNREADABLE, arguments);
    }
  }
}
