package dev.breakwater.server.config;

import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Secret;
import dev.breakwater.operations.providers.KnownProvider;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Gives the secrets of a configuration names of environment variables, each its own. */
final class SecretNames {
  /** Variables with a meaning of their own: they would do more than fill a reference. */
  private static final Pattern TAKEN = Pattern.compile("(BREAKWATER|OTEL|AWS)_.*");

  private final Map<String, Secret> secrets = new LinkedHashMap<>();

  /** By variable, in the order in which they were named. */
  Map<String, Secret> all() {
    return Collections.unmodifiableMap(secrets);
  }

  /** A reference to a secret. */
  String of(String wanted, Secret secret) {
    String name = wanted.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]+", "_");
    boolean meant = !name.matches("[A-Z].*") || TAKEN.matcher(name).matches() || isVendors(name);
    return named(meant ? "OWN_" + name : name, secret);
  }

  /** A reference to a provider's key, under the vendor's own name for it where it has one. */
  String key(ProviderSettings provider, Secret secret) {
    Optional<String> usual =
        provider.id().isShared()
            ? KnownProvider.named(provider.name())
                .flatMap(known -> known.variables().stream().findFirst())
            : Optional.empty();
    return usual
        .filter(name -> !secrets.containsKey(name))
        .map(name -> named(name, secret))
        .orElseGet(() -> of(prefix(provider) + "_API_KEY", secret));
  }

  /** A reference to one of Amazon's credentials. */
  String amazon(ProviderSettings provider, String what, Secret secret) {
    boolean usual = provider.id().isShared() && provider.name().equals(KnownProvider.BEDROCK.id());
    return usual ? named("AWS_" + what, secret) : of(prefix(provider) + "_" + what, secret);
  }

  private static String prefix(ProviderSettings provider) {
    String owner = provider.id().owner();
    return owner.isEmpty() ? provider.name() : owner + "_" + provider.name();
  }

  private static boolean isVendors(String name) {
    return Arrays.stream(KnownProvider.values())
        .anyMatch(known -> known.variables().contains(name));
  }

  private String named(String name, Secret secret) {
    String free = name;
    for (int next = 2; secrets.containsKey(free); next++) {
      free = name + "_" + next;
    }
    secrets.put(free, secret);
    return "${" + free + "}";
  }
}
