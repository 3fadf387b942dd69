package dev.breakwater.simulator.gemini;

import static dev.breakwater.simulator.gemini.Checks.first;

import dev.breakwater.simulator.answer.Document;
import dev.breakwater.simulator.json.Json;
import dev.breakwater.simulator.speech.Signature;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What Gemini demands of contents and their parts. */
final class ContentRules {
  private static final Set<String> PART =
      Set.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult",
          "thought",
          "thoughtSignature",
          "videoMetadata",
          "partMetadata",
          "mediaResolution");

  /** Of these a part has one. */
  private static final List<String> DATA =
      List.of(
          "text",
          "inlineData",
          "fileData",
          "functionCall",
          "functionResponse",
          "executableCode",
          "codeExecutionResult");

  /** What the vendor documents for calls that another model made. */
  private static final Set<String> FOREIGN =
      Set.of("skip_thought_signature_validator", "context_engineering_is_the_way_to_go");

  private ContentRules() {}

  static @Nullable Document check(JsonNode body) {
    JsonNode contents = Fields.get(body, "contents");
    if (contents.isMissingNode() || (contents.isArray() && contents.isEmpty())) {
      return GeminiErrors.invalid("* GenerateContentRequest.contents: contents is not specified\n");
    }
    Document refusal =
        contents.isObject()
            ? content("contents[0]", contents)
            : Checks.list(contents, "contents", "Content");
    for (int index = 0; refusal == null && contents.isArray() && index < contents.size(); index++) {
      refusal = content("contents[" + index + "]", contents.get(index));
    }
    if (refusal != null) {
      return refusal;
    }
    JsonNode instruction = Fields.get(body, "systemInstruction");
    return instruction.isMissingNode() ? null : content("system_instruction", instruction);
  }

  static @Nullable Document content(String where, JsonNode content) {
    Document refusal = Checks.message(content, where, "Content", Set.of("parts", "role"));
    if (refusal != null) {
      return refusal;
    }
    JsonNode role = Fields.get(content, "role");
    boolean instruction = where.equals("system_instruction");
    if (!role.isMissingNode()
        && !instruction
        && !Set.of("user", "model", "function", "").contains(role.asString("?"))) {
      return GeminiErrors.invalid("Please use a valid role: user, model.");
    }
    JsonNode parts = Fields.get(content, "parts");
    if (parts.isMissingNode() || (parts.isArray() && parts.isEmpty())) {
      return Checks.broken(where + ".parts", "contents.parts must not be empty.");
    }
    if (parts.isObject()) {
      return part(where + ".parts[0]", parts);
    }
    refusal = Checks.list(parts, where + ".parts", "Part");
    for (int index = 0; refusal == null && index < parts.size(); index++) {
      refusal = part(where + ".parts[" + index + "]", parts.get(index));
    }
    return refusal;
  }

  private static @Nullable Document part(String where, JsonNode part) {
    Document refusal = Checks.message(part, where, "Part", PART);
    if (refusal != null) {
      return refusal;
    }
    String set = "";
    for (String field : DATA) {
      if (!Fields.get(part, field).isMissingNode()) {
        if (!set.isEmpty()) {
          return GeminiErrors.invalid(
              "Invalid value at '"
                  + where
                  + "' (oneof), oneof field 'data' is already set. Cannot set '"
                  + field
                  + "'");
        }
        set = field;
      }
    }
    JsonNode signature = Fields.get(part, "thoughtSignature");
    if (set.isEmpty() && signature.isMissingNode()) {
      return Checks.broken(
          where + ".data", "required oneof field 'data' must have one initialized field");
    }
    return first(
        () -> Checks.text(part.path("text"), where + ".text"),
        () -> Checks.flag(part.path("thought"), where + ".thought"),
        () -> blob(Fields.get(part, "inlineData"), where + ".inline_data"),
        () -> file(Fields.get(part, "fileData"), where + ".file_data"),
        () -> call(Fields.get(part, "functionCall"), where + ".function_call"),
        () -> response(Fields.get(part, "functionResponse"), where + ".function_response"),
        () -> signature(signature, where + ".thought_signature"));
  }

  private static @Nullable Document blob(JsonNode blob, String where) {
    if (blob.isMissingNode()) {
      return null;
    }
    JsonNode type = Fields.get(blob, "mimeType");
    JsonNode data = Fields.get(blob, "data");
    return first(
        () -> Checks.message(blob, where, "Blob", Set.of("mimeType", "data", "displayName")),
        () -> Checks.text(type, where + ".mime_type"),
        () -> Checks.text(data, where + ".data"),
        () ->
            decoded(data.asString("")) == null
                ? Checks.wrong(where + ".data", "TYPE_BYTES", data)
                : null,
        () ->
            type.asString("").matches("(image|audio|video|text|application)/.+")
                ? null
                : GeminiErrors.invalid("Unsupported MIME type: " + type.asString("")));
  }

  private static byte @Nullable [] decoded(String base64) {
    try {
      // Google takes both alphabets, with padding and without.
      return Base64.getUrlDecoder().decode(base64.replace('+', '-').replace('/', '_'));
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable Document file(JsonNode file, String where) {
    if (file.isMissingNode()) {
      return null;
    }
    JsonNode address = Fields.get(file, "fileUri");
    return first(
        () -> Checks.message(file, where, "FileData", Set.of("mimeType", "fileUri", "displayName")),
        () -> Checks.text(address, where + ".file_uri"),
        () ->
            address.asString("").isEmpty()
                ? Checks.broken(where + ".file_uri", "file_uri must not be empty.")
                : null);
  }

  private static @Nullable Document call(JsonNode call, String where) {
    return first(
        () ->
            Checks.message(
                call,
                where,
                "FunctionCall",
                Set.of("id", "name", "args", "partialArgs", "willContinue")),
        () -> Checks.text(call.path("id"), where + ".id"),
        () -> Checks.struct(call.path("args"), where + ".args"),
        () -> name(call, where));
  }

  private static @Nullable Document response(JsonNode response, String where) {
    return first(
        () ->
            Checks.message(
                response,
                where,
                "FunctionResponse",
                Set.of("id", "name", "response", "parts", "willContinue", "scheduling")),
        () -> Checks.text(response.path("id"), where + ".id"),
        () -> Checks.struct(response.path("response"), where + ".response"),
        () -> name(response, where));
  }

  private static @Nullable Document name(JsonNode holder, String where) {
    JsonNode name = holder.path("name");
    return first(
        () -> Checks.text(name, where + ".name"),
        () ->
            holder.isObject() && name.asString("").isEmpty()
                ? Checks.broken(where + ".name", "Name cannot be empty.")
                : null);
  }

  /** A signature comes back as it was given, or as one of the words for what others said. */
  private static @Nullable Document signature(JsonNode signature, String where) {
    if (signature.isMissingNode()) {
      return null;
    }
    Document refusal = Checks.text(signature, where);
    if (refusal != null) {
      return refusal;
    }
    String text = signature.stringValue();
    byte[] bytes = decoded(text);
    if (bytes == null) {
      return Checks.wrong(where, "TYPE_BYTES", signature);
    }
    boolean known =
        FOREIGN.contains(text)
            || FOREIGN.contains(new String(bytes, StandardCharsets.UTF_8))
            || Signature.open(Base64.getUrlEncoder().encodeToString(bytes)).isPresent();
    return known ? null : GeminiErrors.invalid("Thought signature is not valid.");
  }

  /** A signature as Google writes bytes. */
  static String signed(String thought) {
    byte[] sealed = Base64.getUrlDecoder().decode(Signature.seal(thought));
    return Json.quote(Base64.getEncoder().encodeToString(sealed));
  }
}
