package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Citation;
import dev.breakwater.wire.conversation.Media;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reply;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Tokens;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Asked;
import dev.breakwater.wire.format.Texts;
import dev.breakwater.wire.json.ByteSink;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonWriter;
import java.util.List;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Writes whole chat completions. */
final class OpenAiReplyWriter {
  private static final String NAMELESS = "chatcmpl-unnamed";

  private final ByteSink out = new ByteSink(1024);
  private final JsonWriter json = new JsonWriter(out);
  private final boolean functions;
  private final boolean thoughts;

  private OpenAiReplyWriter(Asked asked) {
    this.functions = asked.functions();
    this.thoughts = showsThoughts(asked);
  }

  /** A client may wish not to see them; it need not read the conversation to say nothing. */
  static boolean showsThoughts(Asked asked) {
    return asked.conversation() == null
        || asked.conversation().reasoning() == null
        || asked.conversation().reasoning().visible();
  }

  static byte[] write(Reply reply, Asked asked, long created) {
    return new OpenAiReplyWriter(asked).write(reply, created);
  }

  private byte[] write(Reply reply, long created) {
    json.object();
    envelope(json, "chat.completion", reply.id(), reply.model(), created);
    json.array("choices");
    for (int i = 0; i < reply.choices().size(); i++) {
      choice(reply.choices().get(i), i);
    }
    json.end();
    Tokens tokens = reply.tokens();
    if (tokens != null) {
      OpenAiUsage.write(tokens, json.name("usage"));
    }
    json.end();
    return out.take();
  }

  /** What every completion and chunk begins with. */
  static void envelope(JsonWriter json, String object, String id, String model, long created) {
    json.field("id", id.isEmpty() ? NAMELESS : id)
        .field("object", object)
        .field("created", created)
        .field("model", model);
  }

  private void choice(Reply.Choice choice, int index) {
    boolean refused = choice.parts().stream().anyMatch(Part.Refusal.class::isInstance);
    json.object().field("index", index);
    message(choice.parts(), refused);
    OpenAiProbabilities.write(choice.probabilities(), json.name("logprobs"));
    json.field("finish_reason", OpenAiFinish.write(choice.finish(), refused, functions)).end();
  }

  private void message(List<Part> parts, boolean refused) {
    json.object("message").field("role", "assistant");
    String text = joined(parts, Part.Text.class);
    boolean calls = parts.stream().anyMatch(Part.ToolCall.class::isInstance);
    json.field("content", text.isEmpty() && (refused || calls) ? null : text);
    json.field("refusal", refused ? joined(parts, Part.Refusal.class) : null);
    if (thoughts) {
      ObjectNode shown = Json.object();
      OpenAiThoughts.show(parts, shown);
      shown.forEachEntry((name, value) -> json.field(name, value));
    }
    annotations(parts);
    images(parts);
    if (functions) {
      function(parts);
    } else if (calls) {
      calls(parts);
    }
    json.end();
  }

  private static String joined(List<Part> parts, Class<? extends Part> kind) {
    StringBuilder text = new StringBuilder();
    parts.stream().filter(kind::isInstance).forEach(part -> text.append(Texts.of(part)));
    return text.toString();
  }

  private void annotations(List<Part> parts) {
    boolean open = false;
    long start = 0;
    for (Part part : parts) {
      if (!(part instanceof Part.Text text)) {
        continue;
      }
      long end = start + text.text().length();
      for (Citation citation : text.citations()) {
        if (OpenAiAnnotations.isShown(citation)) {
          if (!open) {
            json.array("annotations");
            open = true;
          }
          OpenAiAnnotations.write(citation, start, end, json);
        }
      }
      start = end;
    }
    if (open) {
      json.end();
    }
  }

  private void images(List<Part> parts) {
    ArrayNode images = Json.array();
    for (Part part : parts) {
      if (part instanceof Part.Attachment attachment) {
        image(attachment.media(), images);
      }
    }
    if (!images.isEmpty()) {
      json.field("images", images);
    }
  }

  /** Adds a picture in OpenRouter's shape; what is none has no place in an answer. */
  static void image(Media media, ArrayNode images) {
    if (media.kindOf() != Media.Kind.IMAGE) {
      return;
    }
    switch (media) {
      case Media.Inline inline ->
          images
              .addObject()
              .put("type", "image_url")
              .putObject("image_url")
              .putPOJO("url", OpenAiAttachments.dataUrl(inline));
      case Media.Link link ->
          images.addObject().put("type", "image_url").putObject("image_url").put("url", link.url());
      case Media.PlainText text -> {}
      case Media.Uploaded uploaded -> {}
    }
  }

  private void calls(List<Part> parts) {
    json.array("tool_calls");
    for (Part part : parts) {
      if (part instanceof Part.ToolCall call) {
        json.object().field("id", call.id()).field("type", "function").object("function");
        json.field("name", call.name()).field("arguments", call.arguments()).end();
        if (thoughts && call.signature() != null) {
          signature(call.signature(), json);
        }
        json.end();
      }
    }
    json.end();
  }

  /** What the call's provider wants back, in the place that Google has for it. */
  static void signature(Signature signature, JsonWriter json) {
    String shown =
        signature.maker() == Vendor.GOOGLE ? signature.carried() : signature.shownTo(Vendor.OPENAI);
    json.object("extra_content").object("google").field("thought_signature", shown).end().end();
  }

  /** The only call that functions know of. */
  private void function(List<Part> parts) {
    for (Part part : parts) {
      if (part instanceof Part.ToolCall call) {
        json.object("function_call");
        json.field("name", call.name()).field("arguments", call.arguments()).end();
        return;
      }
    }
  }
}
