package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Texts;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Writes the messages of one request. A turn may become several: results of tools have messages of
 * their own, and what stands in them or in the assistant's turn besides text follows as the user's.
 */
final class OpenAiMessageWriter {
  private final OpenAiModel model;
  private final Dropped dropped;
  private final ArrayNode messages;
  private int size;

  OpenAiMessageWriter(OpenAiModel model, Dropped dropped, ArrayNode messages) {
    this.model = model;
    this.dropped = dropped;
    this.messages = messages;
  }

  /** About how many bytes they have. */
  int size() {
    return size;
  }

  void system(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Part.CachePoint) {
        dropped.add("cache_control");
      } else {
        system(Texts.of(part));
      }
    }
  }

  void system(String text) {
    messages.addObject().put("role", "system").put("content", counted(text));
  }

  void turns(List<Turn> turns) throws Inexpressible {
    int loop = loopStart(turns);
    for (int i = 0; i < turns.size(); i++) {
      switch (turns.get(i).role()) {
        case USER -> user(turns.get(i).parts());
        case ASSISTANT -> assistant(turns.get(i).parts(), i >= loop);
      }
    }
  }

  /** Where the chain of calls and results begins that the answer will go on with. */
  private static int loopStart(List<Turn> turns) {
    int start = turns.size();
    while (start > 0 && isStep(turns.get(start - 1))) {
      start--;
    }
    return start;
  }

  private static boolean isStep(Turn turn) {
    return turn.role() == Role.ASSISTANT
        || turn.parts().stream().allMatch(Part.ToolResult.class::isInstance);
  }

  private void user(List<Part> parts) throws Inexpressible {
    List<Part> rest = new ArrayList<>();
    for (Part part : parts) {
      if (part instanceof Part.ToolResult result) {
        result(result, rest);
      }
    }
    for (Part part : parts) {
      if (part instanceof Part.CachePoint) {
        dropped.add("cache_control");
      } else if (!(part instanceof Part.ToolResult)) {
        rest.add(part);
      }
    }
    if (!rest.isEmpty()) {
      content(messages.addObject().put("role", "user"), rest);
    }
  }

  private void result(Part.ToolResult result, List<Part> rest) throws Inexpressible {
    ObjectNode message = messages.addObject().put("role", "tool");
    String id = callId(result.callId());
    message.put("tool_call_id", id);
    dropped.addIf(result.isError(), "is_error");
    List<Part> texts = new ArrayList<>();
    List<Part> attachments = new ArrayList<>();
    for (Part part : result.content()) {
      if (part instanceof Part.CachePoint) {
        dropped.add("cache_control");
      } else {
        (part instanceof Part.Attachment ? attachments : texts).add(part);
      }
    }
    if (!attachments.isEmpty()) {
      rest.add(new Part.Text("What the tool call " + id + " gave besides text:"));
      rest.addAll(attachments);
    }
    if (texts.isEmpty()) {
      message.put("content", attachments.isEmpty() ? "" : "The result follows as an attachment.");
    } else {
      content(message, texts);
    }
  }

  private void assistant(List<Part> parts, boolean inLoop) throws Inexpressible {
    ObjectNode message = messages.addObject().put("role", "assistant");
    List<Part> words = new ArrayList<>();
    List<Part> calls = new ArrayList<>();
    List<Part> attachments = new ArrayList<>();
    for (Part part : parts) {
      switch (part) {
        case Part.Text text -> words.add(text);
        case Part.Refusal refusal -> words.add(refusal);
        case Part.ToolCall call -> calls.add(call);
        case Part.Attachment attachment -> attachments.add(attachment);
        case Part.CachePoint point -> dropped.add("cache_control");
        case Part.Thinking thinking -> {}
        case Part.HiddenThinking hidden -> {}
        case Part.ToolResult result -> {}
      }
    }
    said(message, words, !calls.isEmpty());
    OpenAiThoughts.giveBack(parts, inLoop, message);
    if (!calls.isEmpty()) {
      ArrayNode array = message.putArray("tool_calls");
      calls.forEach(call -> call(array.addObject(), (Part.ToolCall) call));
    }
    if (!attachments.isEmpty()) {
      List<Part> shown =
          new ArrayList<>(List.of(new Part.Text("What you made in your last turn:")));
      shown.addAll(attachments);
      content(messages.addObject().put("role", "user"), shown);
    }
  }

  private void said(ObjectNode message, List<Part> words, boolean calls) throws Inexpressible {
    if (words.size() == 1 && words.getFirst() instanceof Part.Refusal refusal) {
      message.putNull("content").put("refusal", counted(refusal.text()));
    } else if (!words.isEmpty()) {
      content(message, words);
    } else if (calls) {
      message.putNull("content");
    } else {
      message.put("content", "");
    }
  }

  private void call(ObjectNode node, Part.ToolCall call) {
    node.put("id", callId(call.id())).put("type", "function");
    ObjectNode function = node.putObject("function");
    function.put("name", call.name()).put("arguments", counted(call.arguments()));
    Signature signature = call.signature();
    if (signature != null
        && signature.maker() == Vendor.OPENAI
        && signature.value().startsWith(OpenAiThoughts.GOOGLE)) {
      String value = signature.value().substring(OpenAiThoughts.GOOGLE.length());
      node.putObject("extra_content").putObject("google").put("thought_signature", value);
    }
  }

  private String callId(String id) {
    return OpenAiCallIds.accepted(id, model.wantsShortCallIds());
  }

  private void content(ObjectNode message, List<Part> parts) throws Inexpressible {
    if (parts.size() == 1 && parts.getFirst() instanceof Part.Text text) {
      message.put("content", counted(text.text()));
      return;
    }
    ArrayNode content = message.putArray("content");
    for (Part part : parts) {
      if (part instanceof Part.Attachment attachment) {
        size += OpenAiAttachments.write(attachment, content.addObject());
      } else if (part instanceof Part.Refusal refusal) {
        content.addObject().put("type", "refusal").put("refusal", counted(refusal.text()));
      } else {
        content.addObject().put("type", "text").put("text", counted(Texts.of(part)));
      }
    }
  }

  private String counted(String text) {
    size += text.length() + text.length() / 16 + 64;
    return text;
  }
}
