package dev.breakwater.wire.format;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.conversation.Problem.Kind;
import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.JsonObject;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the errors of all providers have in common: statuses, sentences, and bodies of no use. */
public final class ProblemText {
  /** Longer messages are cut: an error is for a person to read. */
  public static final int LONGEST = 500;

  /** How vendors and compatible servers say that a prompt does not fit. */
  private static final List<String> TOO_LONG =
      List.of(
          "context_length_exceeded",
          "maximum context length",
          "context window",
          "context length",
          "prompt is too long",
          "input is too long",
          "exceeds the maximum number of tokens");

  private ProblemText() {}

  /** A status that a problem may have: what is no error status becomes 502. */
  public static int status(long reported) {
    return reported >= 400 && reported <= 599 ? (int) reported : 502;
  }

  /** What a status alone says. */
  public static Kind kind(int status) {
    return switch (status) {
      case 401 -> Kind.AUTHENTICATION;
      case 402 -> Kind.QUOTA_EXHAUSTED;
      case 403 -> Kind.PERMISSION;
      case 404, 410 -> Kind.NOT_FOUND;
      case 408, 504 -> Kind.TIMEOUT;
      case 413 -> Kind.TOO_LARGE;
      case 429 -> Kind.RATE_LIMITED;
      case 529 -> Kind.OVERLOADED;
      default -> status < 500 ? Kind.INVALID_REQUEST : Kind.UPSTREAM;
    };
  }

  /** The status to give a problem that came without one. */
  public static int status(Kind kind) {
    return switch (kind) {
      case INVALID_REQUEST, CONTEXT_TOO_LONG, CONTENT_POLICY -> 400;
      case AUTHENTICATION -> 401;
      case PERMISSION -> 403;
      case NOT_FOUND -> 404;
      case TOO_LARGE -> 413;
      case RATE_LIMITED, QUOTA_EXHAUSTED -> 429;
      case OVERLOADED, UNAVAILABLE -> 503;
      case TIMEOUT -> 504;
      case UPSTREAM -> 502;
      case INTERNAL -> 500;
    };
  }

  /** Whether a refusal's sentence is about the context window. */
  public static boolean isTooLong(String sentence) {
    String lower = sentence.toLowerCase(Locale.ROOT);
    return TOO_LONG.stream().anyMatch(lower::contains);
  }

  /** The body as an object; null when it is none. */
  public static @Nullable JsonObject object(byte[] body, int start, int end) {
    try {
      return Json.object(body, start, end);
    } catch (MalformedBody e) {
      return null;
    }
  }

  /** A string field, whatever else may stand there: null. */
  public static @Nullable String text(@Nullable JsonObject object, String field) {
    try {
      return object != null && object.isText(field) ? object.text(field) : null;
    } catch (MalformedBody e) {
      return null;
    }
  }

  /** The problem for a body that is no error of the protocol: HTML, nothing, or plain text. */
  public static Problem plain(int reported, byte[] body) {
    int status = status(reported);
    String text = new String(body, 0, Math.min(body.length, 4 * LONGEST), StandardCharsets.UTF_8);
    String said = text.strip();
    String sentence =
        said.isEmpty()
            ? "the provider answered " + reported + " without a body"
            : said.startsWith("<")
                ? "the provider answered " + reported + " with an HTML page instead of an error"
                : "the provider answered " + reported + ": " + said;
    Kind kind = isTooLong(sentence) && status < 500 ? Kind.CONTEXT_TOO_LONG : kind(status);
    return Problem.of(kind, status, cut(sentence));
  }

  public static String cut(String message) {
    if (message.length() <= LONGEST) {
      return message;
    }
    int end = Character.isHighSurrogate(message.charAt(LONGEST - 2)) ? LONGEST - 2 : LONGEST - 1;
    return message.substring(0, end) + "…";
  }
}
