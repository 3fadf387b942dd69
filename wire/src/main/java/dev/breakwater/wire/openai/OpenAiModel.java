package dev.breakwater.wire.openai;

import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a model by its name: which fields it takes. OpenAI's models that think refuse
 * what others demand, and compatible servers serve both.
 */
final class OpenAiModel {
  /** Fine-tuned models are {@code ft:name:…}, routed ones {@code maker/name}. */
  private static final Pattern BEFORE = Pattern.compile("^(?:ft:|.*/)");

  private static final Pattern OWN = Pattern.compile("(o\\d|gpt-|chatgpt-|codex-|computer-use-).*");
  private static final Pattern O_SERIES = Pattern.compile("o(\\d).*");
  private static final Pattern GPT = Pattern.compile("gpt-(\\d+)(?:\\.(\\d+))?(?![\\d.])(.*)");

  /** Models of other makers whose servers take {@code reasoning_effort}. */
  private static final Pattern OTHERS_THAT_THINK =
      Pattern.compile(
          "(gpt-oss|grok-3-mini|grok-4\\.|gemini-(2\\.5|[3-9])|gemini-flash|qwen3"
              + "|claude-(3-7|3\\.7|opus-[4-9]|sonnet-[4-9]|haiku-[4-9]|4)|deepseek-(r|v3\\.[1-9])"
              + "|glm-4\\.[5-9]|kimi-k2-thinking|magistral).*");

  /** Mistral's models demand ids of nine letters and digits. */
  private static final Pattern SHORT_CALL_IDS =
      Pattern.compile("(open-)?(mistral|mixtral|ministral|magistral|codestral|devstral|pixtral).*");

  private final String name;
  private final boolean own;
  private final int oSeries;
  private final int gpt;
  private final int minor;

  private OpenAiModel(String name) {
    this.name = name;
    this.own = OWN.matcher(name).matches() && !name.startsWith("gpt-oss");
    Matcher series = O_SERIES.matcher(name);
    this.oSeries = series.matches() ? Integer.parseInt(series.group(1)) : 0;
    Matcher version = GPT.matcher(name);
    boolean found = version.matches() && version.group(1).length() < 4;
    this.gpt = found ? Integer.parseInt(version.group(1)) : 0;
    this.minor = found && version.group(2) != null ? parsed(version.group(2)) : 0;
  }

  static OpenAiModel named(String name) {
    return new OpenAiModel(BEFORE.matcher(name.toLowerCase(Locale.ROOT)).replaceFirst(""));
  }

  private static int parsed(String digits) {
    return digits.length() < 4 ? Integer.parseInt(digits) : 0;
  }

  /** Whether it is OpenAI's own, which know the newest fields. */
  boolean isOwn() {
    return own;
  }

  /** Whether it is one of OpenAI's that think: these refuse sampling and {@code max_tokens}. */
  boolean thinks() {
    return oSeries > 0 || (gpt >= 5 && !name.contains("-chat"));
  }

  /** Whether it can be told where to stop. */
  boolean takesStop() {
    return !(oSeries >= 3 || (thinks() && gpt >= 5));
  }

  /** Whether its servers know {@code reasoning_effort}. */
  boolean takesEffort() {
    return thinks() || OTHERS_THAT_THINK.matcher(name).matches();
  }

  boolean wantsShortCallIds() {
    return SHORT_CALL_IDS.matcher(name).matches();
  }

  /** The nearest word that it takes for an amount of thinking; null when there is none. */
  @Nullable String effort(Amount amount) {
    if (!takesEffort()) {
      return null;
    }
    return switch (amount) {
      case Amount.Off off -> least();
      case Amount.Dynamic dynamic -> mayBeOff() ? Effort.MEDIUM.word() : null;
      case Amount.AtEffort at -> nearest(at.effort());
      case Amount.Budget budget -> nearest(Effort.of(budget.tokens()));
    };
  }

  /** From GPT-5.1 on thinking can be off, and is when nothing is said. */
  private boolean mayBeOff() {
    return gpt > 5 || (gpt == 5 && minor >= 1);
  }

  private @Nullable String least() {
    if (!thinks()) {
      return "none";
    }
    return mayBeOff() ? "none" : gpt == 5 ? Effort.MINIMAL.word() : null;
  }

  private String nearest(Effort effort) {
    return switch (effort) {
      case MINIMAL -> (gpt == 5 && minor == 0 ? effort : Effort.LOW).word();
      case LOW, MEDIUM, HIGH -> effort.word();
      case XHIGH, MAX -> (gpt > 5 || (gpt == 5 && minor >= 2) ? Effort.XHIGH : Effort.HIGH).word();
    };
  }
}
