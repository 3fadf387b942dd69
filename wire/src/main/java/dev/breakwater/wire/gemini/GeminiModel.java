package dev.breakwater.wire.gemini;

import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a model can do, by its name. A name that tells nothing stands for the second generation's
 * later models, which take the fewest things amiss.
 */
final class GeminiModel {
  private static final Pattern NAME = Pattern.compile("gemini-(\\d{1,3})(?:\\.(\\d{1,3}))?(?!\\d)");
  private static final Pattern NO_THINKER = Pattern.compile("(gemma|learnlm|imagen|veo)-.*");
  private static final long LEAST_OF_PRO = 128;
  private static final long LEAST_OF_LITE = 512;

  private final String name;
  private final int major;
  private final int minor;

  private GeminiModel(String name, int major, int minor) {
    this.name = name;
    this.major = major;
    this.minor = minor;
  }

  static GeminiModel of(String model) {
    String name = model.substring(model.lastIndexOf('/') + 1).toLowerCase(Locale.ROOT);
    Matcher matcher = NAME.matcher(name);
    if (!matcher.lookingAt()) {
      return new GeminiModel(name, 0, 0);
    }
    String minor = matcher.group(2);
    return new GeminiModel(
        name, Integer.parseInt(matcher.group(1)), minor == null ? 0 : Integer.parseInt(minor));
  }

  private boolean isOld() {
    return major == 1 || (major == 2 && minor < 5);
  }

  private boolean isPro() {
    return name.contains("-pro");
  }

  boolean thinks() {
    return !(isOld() && !name.contains("thinking")) && !NO_THINKER.matcher(name).matches();
  }

  /** Whether the amount of thinking is said by a level and not by a budget. */
  boolean hasLevels() {
    return major >= 3;
  }

  /** Whether a call in the history must have a signature. */
  boolean demandsSignatures() {
    return major >= 3 || name.endsWith("-latest");
  }

  /** Whether pictures and files may be given by the address of a web page. */
  boolean fetchesLinks() {
    return !isOld();
  }

  /** Whether tools may be offered together with a demand for JSON. */
  boolean hasToolsWithJson() {
    return major == 0 || major >= 3;
  }

  /** Whether a tool's result may hold pictures and files. */
  boolean hasMediaInResults() {
    return major >= 3;
  }

  /** The level's word in the request. */
  String level(Effort effort) {
    boolean first = name.startsWith("gemini-3-pro");
    return switch (effort) {
      case MINIMAL -> least();
      case LOW -> "LOW";
      case MEDIUM -> first ? "HIGH" : "MEDIUM";
      case HIGH, XHIGH, MAX -> "HIGH";
    };
  }

  /** The least level: no model of the third generation can be kept from thinking at all. */
  String least() {
    return isPro() ? "LOW" : "MINIMAL";
  }

  /** The budget in tokens for an amount; -1 is "as much as it finds right". */
  long budget(Reasoning reasoning) {
    return switch (reasoning.amount()) {
      case Amount.Off off -> major == 2 && isPro() ? LEAST_OF_PRO : 0;
      case Amount.Dynamic dynamic -> -1;
      case Amount.AtEffort effort -> clamp(effort.effort().tokens());
      case Amount.Budget budget -> clamp(budget.tokens());
    };
  }

  private long clamp(long tokens) {
    if (major != 2) {
      return tokens;
    }
    long most = isPro() ? Effort.XHIGH.tokens() : Effort.HIGH.tokens();
    long least = isPro() ? LEAST_OF_PRO : name.contains("lite") ? LEAST_OF_LITE : 1;
    return Math.clamp(tokens, least, most);
  }
}
