package dev.breakwater.clients.google;

import com.google.genai.Client;
import com.google.genai.ResponseStream;
import com.google.genai.types.Content;
import com.google.genai.types.CountTokensConfig;
import com.google.genai.types.FunctionCall;
import com.google.genai.types.FunctionCallingConfig;
import com.google.genai.types.FunctionCallingConfigMode;
import com.google.genai.types.FunctionDeclaration;
import com.google.genai.types.FunctionResponse;
import com.google.genai.types.GenerateContentConfig;
import com.google.genai.types.GenerateContentResponse;
import com.google.genai.types.GenerateContentResponseUsageMetadata;
import com.google.genai.types.Part;
import com.google.genai.types.Schema;
import com.google.genai.types.ThinkingConfig;
import com.google.genai.types.Tool;
import com.google.genai.types.ToolConfig;
import com.google.genai.types.Type;
import dev.breakwater.clients.lines.Ask;
import dev.breakwater.clients.lines.Task;
import dev.breakwater.clients.lines.Told;
import dev.breakwater.clients.lines.Unsupported;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Generated content, whole and streamed. */
record Generation(Client client, Ask ask, Told told) {
  private static final String JSON = "application/json";

  void answer() {
    switch (ask.feature()) {
      case WHOLE, STREAMED, BAD_KEY, UNKNOWN_MODEL -> turn(begun());
      case TOOLS, TOOLS_STREAMED -> tools(begun().toolConfig(any()));
      case THINKING_TOOLS -> tools(thinking());
      case IMAGE -> turn(picture(), begun());
      case SCHEMA, SCHEMA_STREAMED -> json(begun().responseMimeType(JSON).responseSchema(wanted()));
      case JSON_MODE -> json(begun().responseMimeType(JSON));
      case THINKING, THINKING_STREAMED -> turn(thinking());
      case STOP -> turn(begun().stopSequences(Task.STOP));
      case LIMIT -> turn(begun().maxOutputTokens(Task.LIMIT));
      case BAD_REQUEST -> turn(begun().temperature((float) Task.WRONG_TEMPERATURE));
      case COUNT -> count();
      case CONVERSATION -> throw new Unsupported("generated content is not kept");
      case EMBEDDINGS, MODELS -> throw new Unsupported("not a matter of generated content");
    }
  }

  private static GenerateContentConfig.Builder begun() {
    return GenerateContentConfig.builder()
        .systemInstruction(Content.fromParts(Part.fromText(Task.SYSTEM)));
  }

  private static GenerateContentConfig.Builder thinking() {
    return begun()
        .thinkingConfig(
            ThinkingConfig.builder().includeThoughts(true).thinkingBudget(Task.THINKING).build());
  }

  private static ToolConfig any() {
    return ToolConfig.builder()
        .functionCallingConfig(
            FunctionCallingConfig.builder().mode(FunctionCallingConfigMode.Known.ANY).build())
        .build();
  }

  private Content said() {
    return user(List.of(Part.fromText(ask.prompt())));
  }

  private Content picture() {
    return user(List.of(Part.fromText(ask.prompt()), Part.fromBytes(Task.png(), Task.PNG_TYPE)));
  }

  private static Content user(List<Part> parts) {
    return Content.builder().role("user").parts(parts).build();
  }

  private static Schema wanted() {
    return Schema.builder()
        .type(Type.Known.OBJECT)
        .properties(
            Map.of(
                "answer", Schema.builder().type(Type.Known.STRING).build(),
                "confidence", Schema.builder().type(Type.Known.NUMBER).build(),
                "tags",
                    Schema.builder()
                        .type(Type.Known.ARRAY)
                        .items(Schema.builder().type(Type.Known.STRING).build())
                        .build(),
                "kind", Schema.builder().type(Type.Known.STRING).enum_("fact", "guess").build()))
        .required("answer", "confidence", "tags", "kind")
        .build();
  }

  private void json(GenerateContentConfig.Builder config) {
    turn(config);
    told.json(told.text());
  }

  private void tools(GenerateContentConfig.Builder config) {
    config.tools(
        Tool.builder()
            .functionDeclarations(
                tool(Task.WEATHER, Task.WEATHER_MEANING), tool(Task.TIME, Task.TIME_MEANING))
            .build());
    List<Part> answered = turn(config);
    List<Part> results = new ArrayList<>();
    for (FunctionCall call :
        answered.stream().flatMap(part -> part.functionCall().stream()).toList()) {
      String name = call.name().orElseThrow();
      told.call(call.id().orElse(null), name, call.args().orElse(Map.of()));
      FunctionResponse.Builder result =
          FunctionResponse.builder().name(name).response(Task.resultFields(name));
      call.id().ifPresent(result::id);
      results.add(Part.builder().functionResponse(result.build()).build());
    }
    if (results.isEmpty()) {
      return;
    }
    told.secondAnswer();
    Content model = Content.builder().role("model").parts(answered).build();
    turn(
        List.of(said(), model, user(results)),
        config.toolConfig(
            ToolConfig.builder()
                .functionCallingConfig(
                    FunctionCallingConfig.builder().mode(FunctionCallingConfigMode.Known.AUTO))
                .build()));
  }

  private static FunctionDeclaration tool(String name, String meaning) {
    return FunctionDeclaration.builder()
        .name(name)
        .description(meaning)
        .parametersJsonSchema(Task.parameters(name))
        .build();
  }

  private void count() {
    told.count(
        client
            .models
            .countTokens(ask.model(), List.of(said()), CountTokensConfig.builder().build())
            .totalTokens()
            .orElseThrow());
  }

  private List<Part> turn(GenerateContentConfig.Builder config) {
    return turn(said(), config);
  }

  private List<Part> turn(Content content, GenerateContentConfig.Builder config) {
    return turn(List.of(content), config);
  }

  /** The parts of the model's answer, of a stream those of all its events. */
  private List<Part> turn(List<Content> contents, GenerateContentConfig.Builder config) {
    List<Part> parts = new ArrayList<>();
    if (ask.feature().streamed()) {
      try (ResponseStream<GenerateContentResponse> stream =
          client.models.generateContentStream(ask.model(), contents, config.build())) {
        stream.forEach(response -> parts.addAll(taken(response)));
      }
    } else {
      parts.addAll(taken(client.models.generateContent(ask.model(), contents, config.build())));
    }
    return parts;
  }

  private List<Part> taken(GenerateContentResponse response) {
    response
        .sdkHttpResponse()
        .flatMap(it -> it.headers())
        .ifPresent(headers -> told.headers(lowerCase(headers)));
    response.modelVersion().ifPresent(told::model);
    response.usageMetadata().ifPresent(this::usage);
    response.candidates().orElse(List.of()).stream()
        .flatMap(candidate -> candidate.finishReason().stream())
        .forEach(reason -> told.finish(reason.toString()));
    List<Part> parts =
        response.candidates().orElse(List.of()).stream()
            .limit(1)
            .flatMap(candidate -> candidate.content().stream())
            .flatMap(content -> content.parts().orElse(List.of()).stream())
            .toList();
    for (Part part : parts) {
      if (part.thought().orElse(false)) {
        told.thinking(part.text().orElse(""));
      } else {
        told.text(part.text().orElse(""));
      }
      part.functionCall().ifPresent(call -> told.piece());
      part.thoughtSignature().ifPresent(signature -> told.signature());
    }
    return parts;
  }

  private static Map<String, String> lowerCase(Map<String, String> headers) {
    Map<String, String> lower = new HashMap<>();
    headers.forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
    return lower;
  }

  private void usage(GenerateContentResponseUsageMetadata usage) {
    int thoughts = usage.thoughtsTokenCount().orElse(0);
    told.usage(
        usage.promptTokenCount().orElse(null),
        usage.candidatesTokenCount().map(said -> said + thoughts).orElse(null));
    usage.thoughtsTokenCount().ifPresent(told::reasoningTokens);
    usage.cachedContentTokenCount().ifPresent(told::cachedTokens);
  }
}
