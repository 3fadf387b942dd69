package dev.breakwater.wire.responses;

import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Effort;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a model takes, told by its name. OpenAI's models refuse wishes that they have no notion of;
 * a name that says nothing counts as one that takes all.
 */
final class ResponsesModel {
  private static final Pattern THINKS = Pattern.compile("(?:.*/)?(?:o\\d|gpt-[5-9]|codex-).*");
  private static final Pattern TALKS =
      Pattern.compile("(?:.*/)?(?:ft:)?(?:gpt-[34]|chatgpt-|gpt-\\d[\\d.]*-chat).*");
  private static final Pattern VERSION =
      Pattern.compile("(?:.*/)?gpt-(\\d{1,2})(?:\\.(\\d{1,2}))?.*");

  private final boolean talks;
  private final boolean thinks;

  /** Such as 51 for 5.1, 10 for the o models, 0 where the name says nothing. */
  private final int version;

  private ResponsesModel(String name) {
    talks = TALKS.matcher(name).matches();
    thinks = !talks && THINKS.matcher(name).matches();
    version = thinks ? version(name) : 0;
  }

  static ResponsesModel named(String name) {
    return new ResponsesModel(name);
  }

  private static int version(String name) {
    Matcher version = VERSION.matcher(name);
    if (!version.matches()) {
      return 10;
    }
    String minor = version.group(2);
    return Integer.parseInt(version.group(1)) * 10 + (minor == null ? 0 : Integer.parseInt(minor));
  }

  /** Whether it is known to think, and so to refuse a temperature. */
  boolean thinks() {
    return thinks;
  }

  /** Whether it is known not to think. */
  boolean onlyTalks() {
    return talks;
  }

  /** The word for an amount of thinking that the model knows; null is its default. */
  @Nullable String effort(Reasoning.Amount amount) {
    return switch (amount) {
      case Reasoning.Amount.Off off -> least();
      case Reasoning.Amount.Dynamic dynamic -> null;
      case Reasoning.Amount.AtEffort at -> word(at.effort());
      case Reasoning.Amount.Budget budget -> word(Effort.of(budget.tokens()));
    };
  }

  private String least() {
    return version == 0 || version >= 51 ? "none" : version == 50 ? "minimal" : "low";
  }

  private String word(Effort wanted) {
    boolean known =
        version == 0
            || switch (wanted) {
              case MINIMAL -> version == 50;
              case LOW, MEDIUM, HIGH -> true;
              case XHIGH -> version >= 52;
              case MAX -> version >= 55;
            };
    if (known) {
      return wanted.word();
    }
    return wanted == Effort.MINIMAL
        ? "low"
        : wanted == Effort.MAX && version >= 52 ? "xhigh" : "high";
  }
}
