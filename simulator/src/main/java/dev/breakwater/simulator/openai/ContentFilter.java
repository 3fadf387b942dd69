package dev.breakwater.simulator.openai;

import dev.breakwater.simulator.json.Json;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/** The results of Azure's content filters. */
final class ContentFilter {
  private static final List<String> CATEGORIES = List.of("hate", "self_harm", "sexual", "violence");

  /** Of an answer in which nothing was found. */
  static final String ANSWER = categories(false).toString();

  /** Of a prompt in which nothing was found. */
  static final String PROMPT =
      "[{\"prompt_index\":0,\"content_filter_results\":" + withJailbreak(categories(false)) + "}]";

  private ContentFilter() {}

  /** Of a prompt that was refused. */
  static ObjectNode violent() {
    return withJailbreak(categories(true));
  }

  private static ObjectNode categories(boolean violent) {
    ObjectNode results = Json.object();
    for (String category : CATEGORIES) {
      boolean found = violent && category.equals("violence");
      results.putObject(category).put("filtered", found).put("severity", found ? "medium" : "safe");
    }
    return results;
  }

  private static ObjectNode withJailbreak(ObjectNode results) {
    results.putObject("jailbreak").put("filtered", false).put("detected", false);
    return results;
  }
}
