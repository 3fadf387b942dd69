package dev.breakwater.server.config;

import java.time.Duration;
import java.util.List;

/**
 * Sections that the documentation names and this version does not act on. Those that only do less
 * are checked and warned about; those that someone would rely on (shared limits, guardrails) are
 * refused, unless they ask for nothing.
 */
final class DormantSections {

  private static final String NO_EFFECT = "has no effect in this version";
  private static final Duration YEARS = Duration.ofDays(36_500);

  private DormantSections() {}

  static void read(Section root) {
    root.refuse("redis");
    cache(root);
    guardrails(root);
    notifications(root);
  }

  private static void cache(Section root) {
    Section cache = root.section("cache");
    cache.refuse("enabled", "false");
    cache.integer("maxSize", 1_000, 1, 10_000_000);
    cache.duration("ttl", Duration.ofMinutes(5), Duration.ofMillis(1), YEARS);
    cache.close();
  }

  private static void guardrails(Section root) {
    Section guardrails = root.section("guardrails");
    for (String key : List.of("pii", "injection", "secrets")) {
      guardrails.refuse(key, "off");
    }
    guardrails.refuse("maxInputChars");
    if (!guardrails.elements("forbidden").isEmpty()) {
      guardrails.refuse("forbidden");
    }
    guardrails.close();
  }

  private static void notifications(Section root) {
    if (!root.has("notifications")) {
      return;
    }
    Section notifications = root.section("notifications");
    Section slack = notifications.section("slack");
    slack.secret("webhookUrl");
    slack.close();
    Section pagerduty = notifications.section("pagerduty");
    pagerduty.secret("routingKey");
    pagerduty.text("url");
    pagerduty.close();
    Section smtp = notifications.section("smtp");
    smtp.text("host");
    smtp.integer("port", 25, 1, 65_535);
    smtp.text("user");
    smtp.secret("password");
    smtp.text("from");
    smtp.choice("tls", List.of("off", "starttls", "on"), "off");
    smtp.close();
    notifications.close();
    root.warning("notifications", NO_EFFECT + "; no alerts are sent");
  }

  static String locale(Section root) {
    String locale = root.choice("locale", List.of("en", "ja", "ko", "zh"), "en");
    if (!locale.equals("en")) {
      root.warning("locale", NO_EFFECT + "; messages are in English");
    }
    return locale;
  }
}
