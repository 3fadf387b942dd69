package dev.breakwater.gateway.provider;

import dev.breakwater.wire.format.Protocol;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Where models are listed, below the base path.
 *
 * @param first of the first page, with as long pages as can be had
 * @param pageParameter names the page that is wanted; empty where all is in one
 */
record ListPath(String first, String pageParameter) {
  static ListPath of(Protocol protocol) {
    return switch (protocol) {
      case ANTHROPIC -> new ListPath("/v1/models?limit=1000", "after_id");
      case GEMINI -> new ListPath("/v1beta/models?pageSize=1000", "pageToken");
      case OPENAI, RESPONSES, COMPLETIONS, GENERATE, BEDROCK -> inOnePage("/models");
    };
  }

  static ListPath inOnePage(String path) {
    return new ListPath(path, "");
  }

  /**
   * @param page null for the first
   */
  String at(@Nullable String page) {
    return page == null || pageParameter.isEmpty()
        ? first
        : first + "&" + pageParameter + "=" + URLEncoder.encode(page, StandardCharsets.UTF_8);
  }
}
