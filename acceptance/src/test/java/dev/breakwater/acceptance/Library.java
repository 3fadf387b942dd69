package dev.breakwater.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** An official client library, as the program that is built around it. */
public enum Library {
  OPENAI_JAVA("openai-java", "dev.breakwater.clients.openai.OpenAiProgram"),
  ANTHROPIC_JAVA("anthropic-java", "dev.breakwater.clients.anthropic.AnthropicProgram"),
  GOOGLE_GENAI("google-genai", "dev.breakwater.clients.google.GoogleProgram"),
  LANGCHAIN4J("langchain4j", "dev.breakwater.clients.langchain.LangChainProgram"),
  SPRING_AI("spring-ai", "dev.breakwater.clients.spring.SpringProgram"),
  NPM_OPENAI("npm openai", "openai.mjs"),
  NPM_ANTHROPIC("npm @anthropic-ai/sdk", "anthropic.mjs"),
  NPM_GOOGLE("npm @google/genai", "google.mjs"),
  NPM_AI("npm ai", "vercel.mjs");

  private final String title;
  private final String program;

  Library(String title, String program) {
    this.title = title;
    this.program = program;
  }

  public String title() {
    return title;
  }

  /** What it speaks. */
  Set<Protocol> protocols() {
    return switch (this) {
      case OPENAI_JAVA, NPM_OPENAI ->
          EnumSet.of(Protocol.CHAT, Protocol.RESPONSES, Protocol.EMBEDDINGS);
      case ANTHROPIC_JAVA, NPM_ANTHROPIC -> EnumSet.of(Protocol.MESSAGES);
      // Gemini's own calls for embeddings are not served: OpenAI's are, to Gemini's models too.
      case GOOGLE_GENAI, NPM_GOOGLE -> EnumSet.of(Protocol.GEMINI);
      case LANGCHAIN4J, NPM_AI -> EnumSet.allOf(Protocol.class);
      case SPRING_AI -> EnumSet.complementOf(EnumSet.of(Protocol.RESPONSES));
    };
  }

  /** Who speaks this protocol as its own. */
  Upstream vendor(Protocol protocol) {
    return switch (protocol) {
      case CHAT, RESPONSES -> Upstream.OPENAI;
      case MESSAGES -> Upstream.ANTHROPIC;
      case GEMINI -> Upstream.GOOGLE;
      case EMBEDDINGS ->
          this == GOOGLE_GENAI || this == NPM_GOOGLE ? Upstream.GOOGLE : Upstream.OPENAI;
    };
  }

  /** What the library cannot be asked for, beside what its protocol lacks. */
  private Set<Feature> lacks() {
    return switch (this) {
      case OPENAI_JAVA, ANTHROPIC_JAVA, GOOGLE_GENAI, NPM_OPENAI, NPM_ANTHROPIC, NPM_GOOGLE ->
          EnumSet.noneOf(Feature.class);
      case LANGCHAIN4J -> EnumSet.of(Feature.CONVERSATION);
      case SPRING_AI, NPM_AI -> EnumSet.of(Feature.COUNT, Feature.MODELS, Feature.CONVERSATION);
    };
  }

  /** Whether its programs get to see what is thought. */
  boolean readsThinking(Protocol protocol) {
    return switch (protocol) {
      // OpenAI's chat has no word for it; what others have made up, only loosely typed ones show.
      case CHAT -> this == NPM_OPENAI;
      // Asks for reasoning only where it knows the model by a name without its provider.
      case RESPONSES -> this != NPM_AI;
      case MESSAGES, GEMINI, EMBEDDINGS -> true;
    };
  }

  /**
   * Whether it counts the input of a stream as it is told at the stream's end; some take what the
   * first event says, which only Anthropic's own models know by then.
   */
  boolean countsInputOfStreams(Protocol protocol, Upstream upstream) {
    return this != SPRING_AI || protocol != Protocol.MESSAGES || upstream == Upstream.ANTHROPIC;
  }

  /** Whether it can ask for a feature of a protocol; if not, its program says why. */
  boolean can(Protocol protocol, Feature feature) {
    boolean forgetsThinking =
        this == SPRING_AI && protocol == Protocol.MESSAGES && feature == Feature.THINKING_TOOLS;
    boolean countsItself =
        this == LANGCHAIN4J && protocol == Protocol.RESPONSES && feature == Feature.COUNT;
    return !forgetsThinking
        && !countsItself
        && !lacks().contains(feature)
        && !protocol.lacks().contains(feature);
  }

  /** The classes of error that it raises for 400, 401 and 404. */
  List<String> errors(Protocol protocol) {
    return switch (this) {
      case OPENAI_JAVA, ANTHROPIC_JAVA ->
          List.of("BadRequestException", "UnauthorizedException", "NotFoundException");
      case GOOGLE_GENAI -> List.of("ClientException", "ClientException", "ClientException");
      case LANGCHAIN4J ->
          List.of("InvalidRequestException", "AuthenticationException", "ModelNotFoundException");
      case SPRING_AI ->
          protocol == Protocol.GEMINI
              ? List.of("ClientException", "ClientException", "ClientException")
              : List.of("BadRequestException", "UnauthorizedException", "NotFoundException");
      case NPM_OPENAI, NPM_ANTHROPIC ->
          List.of("BadRequestError", "AuthenticationError", "NotFoundError");
      case NPM_GOOGLE -> List.of("ApiError", "ApiError", "ApiError");
      case NPM_AI -> List.of("AI_APICallError", "AI_APICallError", "AI_APICallError");
    };
  }

  private boolean onNode() {
    return program.endsWith(".mjs");
  }

  Path directory() {
    return Path.of(onNode() ? "node" : "clients/" + title).toAbsolutePath();
  }

  /** Runs its program; a JVM is kept small, for many run at once. */
  List<String> command() {
    return onNode()
        ? List.of("node", program)
        : List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx128m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            classPath(),
            program);
  }

  private String classPath() {
    Path target = directory().resolve("target");
    try {
      return target.resolve("classes")
          + ":"
          + Files.readString(target.resolve("class-path")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("./mvnw verify -pl acceptance -am builds the clients", e);
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
