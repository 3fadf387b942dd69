package dev.breakwater.simulator.bedrock;

import static dev.breakwater.simulator.bedrock.Constraints.first;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.speech.Signature;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Bedrock demands of a conversation's turns. */
final class TurnRules {
  private static final List<String> ROLES = List.of("user", "assistant");
  private static final List<String> IMAGES = List.of("gif", "jpeg", "png", "webp");
  private static final List<String> DOCUMENTS =
      List.of("csv", "doc", "docx", "html", "md", "pdf", "txt", "xls", "xlsx");
  private static final Set<String> BLOCKS =
      Set.of(
          "text",
          "image",
          "document",
          "video",
          "audio",
          "toolUse",
          "toolResult",
          "guardContent",
          "cachePoint",
          "reasoningContent",
          "citationsContent",
          "searchResult");

  private TurnRules() {}

  static @Nullable Document check(JsonNode body) {
    JsonNode messages = body.path("messages");
    Document refusal =
        first(Constraints.required(messages, "messages"), Constraints.list(messages));
    if (refusal != null) {
      return refusal;
    }
    for (int index = 0; index < messages.size(); index++) {
      Document wrong = message(messages.get(index), index);
      if (wrong != null) {
        return wrong;
      }
    }
    return first(order(messages), tools(messages, body.has("toolConfig")));
  }

  private static @Nullable Document order(JsonNode messages) {
    String last = "";
    for (JsonNode message : messages) {
      String role = message.path("role").stringValue();
      if (role.equals(last)) {
        return BedrockErrors.invalid(
            "A conversation must alternate between user and assistant roles. Make sure the"
                + " conversation alternates between user and assistant roles and try again.");
      }
      if (last.isEmpty() && !role.equals("user")) {
        break;
      }
      last = role;
    }
    return last.isEmpty()
        ? BedrockErrors.invalid(
            "A conversation must start with a user message. Try again with a conversation that"
                + " starts with a user message.")
        : null;
  }

  private static @Nullable Document message(JsonNode message, int index) {
    String place = "messages." + (index + 1) + ".member";
    JsonNode content = message.path("content");
    Document refusal =
        first(
            Constraints.object(message),
            Constraints.required(message.path("role"), place + ".role"),
            Constraints.oneOf(message.path("role"), place + ".role", ROLES),
            Constraints.required(content, place + ".content"),
            Constraints.list(content));
    if (refusal != null) {
      return refusal;
    }
    if (content.isEmpty()) {
      return BedrockErrors.invalid(
          "The content field in the Message object at messages."
              + index
              + " is empty. Add a ContentBlock object to the content field and try again.");
    }
    for (int block = 0; block < content.size(); block++) {
      Document wrong =
          block(
              content.get(block),
              "messages." + index + ".content." + block,
              place + ".content." + (block + 1) + ".member");
      if (wrong != null) {
        return wrong;
      }
    }
    return null;
  }

  /**
   * Checks a block.
   *
   * @param place where it is, counted from 0, as rules over several fields say it
   * @param member where it is, counted from 1, as constraints of single values say it
   */
  private static @Nullable Document block(JsonNode block, String place, String member) {
    Document refusal = Constraints.object(block);
    if (refusal != null) {
      return refusal;
    }
    if (block.propertyNames().stream().filter(BLOCKS::contains).count() != 1) {
      return BedrockErrors.invalid(
          "The ContentBlock object at "
              + place
              + " must set one of the following keys: text, image, document, video, audio, toolUse,"
              + " toolResult, guardContent, cachePoint, reasoningContent, citationsContent,"
              + " searchResult.");
    }
    return first(
        text(block.path("text"), place),
        image(block.path("image"), member + ".image"),
        document(block.path("document"), member + ".document"),
        use(block.path("toolUse"), member + ".toolUse"),
        reasoning(block.path("reasoningContent").path("reasoningText"), place),
        result(block.path("toolResult"), place + ".toolResult", member + ".toolResult"));
  }

  private static @Nullable Document text(JsonNode text, String place) {
    Document refusal = Constraints.text(text);
    if (refusal != null || !text.isString() || !text.stringValue().isBlank()) {
      return refusal;
    }
    return BedrockErrors.invalid(
        "The text field in the ContentBlock object at "
            + place
            + " is blank. Add text to the text field, and try again.");
  }

  private static @Nullable Document image(JsonNode image, String member) {
    if (image.isMissingNode()) {
      return null;
    }
    return first(
        Constraints.required(image.path("format"), member + ".format"),
        Constraints.oneOf(image.path("format"), member + ".format", IMAGES),
        Constraints.required(image.path("source"), member + ".source"),
        bytes(image.path("source").path("bytes")));
  }

  private static @Nullable Document document(JsonNode document, String member) {
    if (document.isMissingNode()) {
      return null;
    }
    JsonNode name = document.path("name");
    Document refusal =
        first(
            Constraints.oneOf(document.path("format"), member + ".format", DOCUMENTS),
            Constraints.required(name, member + ".name"),
            Constraints.text(name),
            Constraints.required(document.path("source"), member + ".source"),
            bytes(document.path("source").path("bytes")));
    if (refusal != null) {
      return refusal;
    }
    return name.stringValue().matches("[a-zA-Z0-9\\-()\\[\\]]+( [a-zA-Z0-9\\-()\\[\\]]+)*")
        ? null
        : BedrockErrors.invalid(
            "The document file name can only contain alphanumeric characters, whitespace"
                + " characters, hyphens, parentheses, and square brackets. The name can't contain"
                + " more than one consecutive whitespace character.");
  }

  private static @Nullable Document bytes(JsonNode bytes) {
    Document refusal = Constraints.text(bytes);
    if (refusal != null || !bytes.isString()) {
      return refusal;
    }
    try {
      return Base64.getDecoder().decode(bytes.stringValue()).length > 0
          ? null
          : BedrockErrors.invalid("The bytes of a source are empty. Add bytes and try again.");
    } catch (IllegalArgumentException _) {
      return BedrockErrors.unreadable("A blob is not valid base64");
    }
  }

  private static @Nullable Document use(JsonNode use, String member) {
    if (use.isMissingNode()) {
      return null;
    }
    return first(
        Constraints.name(use.path("toolUseId"), member + ".toolUseId"),
        Constraints.name(use.path("name"), member + ".name"),
        Constraints.required(use.path("input"), member + ".input"));
  }

  /** A thought comes back as it was said: its signature holds for its text alone. */
  private static @Nullable Document reasoning(JsonNode thought, String place) {
    if (thought.isMissingNode()) {
      return null;
    }
    JsonNode text = thought.path("text");
    JsonNode signature = thought.path("signature");
    Document refusal =
        first(
            Constraints.required(text, place + ".reasoningContent.reasoningText.text"),
            Constraints.text(text),
            Constraints.text(signature));
    if (refusal != null) {
      return refusal;
    }
    return Signature.genuine(text.stringValue(), signature.asString(""))
        ? null
        : ConverseRules.model(place + ": Invalid `signature` in `thinking` block");
  }

  private static @Nullable Document result(JsonNode result, String place, String member) {
    if (result.isMissingNode()) {
      return null;
    }
    JsonNode content = result.path("content");
    Document refusal =
        first(
            Constraints.name(result.path("toolUseId"), member + ".toolUseId"),
            Constraints.required(content, member + ".content"),
            Constraints.list(content),
            Constraints.oneOf(
                result.path("status"), member + ".status", List.of("success", "error")));
    if (refusal != null) {
      return refusal;
    }
    for (int index = 0; index < content.size(); index++) {
      JsonNode part = content.get(index);
      if (part.has("json") && !part.path("json").isObject()) {
        return BedrockErrors.invalid(
            "The format of the value at "
                + place
                + ".content."
                + index
                + ".json is invalid. Provide a json object for the field and try again.");
      }
    }
    return null;
  }

  /** Every call has its result in the next turn, and every result its call in the one before. */
  private static @Nullable Document tools(JsonNode messages, boolean configured) {
    Set<String> open = Set.of();
    for (int index = 0; index < messages.size(); index++) {
      String place = "messages." + index + ".content";
      Set<String> uses = ids(messages.get(index), "toolUse");
      Set<String> results = ids(messages.get(index), "toolResult");
      if (!configured && (!uses.isEmpty() || !results.isEmpty())) {
        return BedrockErrors.invalid(
            "The toolConfig field must be defined when using toolUse and toolResult content"
                + " blocks.");
      }
      List<String> missing = new ArrayList<>(open);
      missing.removeAll(results);
      if (!missing.isEmpty()) {
        return BedrockErrors.invalid(
            "Expected toolResult blocks at "
                + place
                + " for the following Ids: "
                + String.join(", ", missing));
      }
      if (results.size() > open.size()) {
        return BedrockErrors.invalid(
            "The number of toolResult blocks at "
                + place
                + " exceeds the number of toolUse blocks of previous turn.");
      }
      open = uses;
    }
    return null;
  }

  private static Set<String> ids(JsonNode message, String kind) {
    Set<String> ids = new LinkedHashSet<>();
    for (JsonNode block : message.path("content")) {
      JsonNode id = block.path(kind).path("toolUseId");
      if (id.isString()) {
        ids.add(id.stringValue());
      }
    }
    return ids;
  }
}
