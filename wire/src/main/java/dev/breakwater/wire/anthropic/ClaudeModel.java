package dev.breakwater.wire.anthropic;

import dev.breakwater.wire.conversation.Reasoning.Effort;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model of Anthropic's understands, by its name: whichever cloud serves it, the name holds
 * {@code claude}, a family and a version. Another name may be anything that speaks the protocol,
 * and is taken for a model that thinks within a budget and knows nothing newer.
 *
 * @param family such as {@code opus}; empty when the name does not say
 * @param version major × 100 + minor; 0 for a model that is not Claude
 */
public record ClaudeModel(String family, int version) {
  private static final Pattern NAME =
      Pattern.compile(
          "claude(?:-([a-z]+))?-(\\d{1,2})(?!\\d)(?:[-.](\\d{1,2})(?!\\d))?(?:-([a-z]+))?");

  /** What a name without a version, such as a preview's or a "latest", is taken for. */
  private static final int UNNUMBERED = 406;

  public static ClaudeModel of(String model) {
    String name = model.toLowerCase(Locale.ROOT);
    if (!name.contains("claude")) {
      return new ClaudeModel("", 0);
    }
    Matcher matcher = NAME.matcher(name);
    if (!matcher.find()) {
      return new ClaudeModel("", UNNUMBERED);
    }
    String minor = matcher.group(3);
    int version =
        Integer.parseInt(matcher.group(2)) * 100 + (minor == null ? 0 : Integer.parseInt(minor));
    return new ClaudeModel(family(matcher.group(1), matcher.group(4)), version);
  }

  private static String family(@Nullable String before, @Nullable String after) {
    return before != null ? before : after != null ? after : "";
  }

  public boolean isClaude() {
    return version > 0;
  }

  /** Whether it can be held to a JSON schema, in its answers and in its calls. */
  public boolean takesSchemas() {
    return version >= 405 || (version == 401 && family.equals("opus"));
  }

  /** Whether it can think before it answers. */
  public boolean thinks() {
    return !isClaude() || version >= 307;
  }

  /** Whether it decides itself how much to think, guided by an effort. */
  public boolean thinksAdaptively() {
    return version >= 406;
  }

  /** Whether its thinking can be given a budget of tokens. */
  public boolean takesBudgets() {
    return thinks() && version < 407;
  }

  /** Whether it can be told not to think; others do not when nothing is said. */
  public boolean canBeToldNotToThink() {
    return thinks() && !family.equals("mythos") && !family.equals("fable");
  }

  /** Whether temperature, top_p and top_k mean anything to it. */
  public boolean takesSampling() {
    return version < 407;
  }

  /** Whether it takes a temperature and a top_p together. */
  public boolean takesBothSamplings() {
    return version < 401;
  }

  /** The most output tokens that surely may be asked for, thinking included. */
  public long mostOutput() {
    return version >= 405 || (version >= 307 && !family.equals("opus")) ? 64_000 : 32_000;
  }

  /** The model's word for an effort. */
  public String word(Effort effort) {
    return switch (effort) {
      case MINIMAL, LOW -> "low";
      case MEDIUM -> "medium";
      case HIGH -> "high";
      case XHIGH -> version >= 407 ? "xhigh" : "high";
      case MAX -> "max";
    };
  }
}
