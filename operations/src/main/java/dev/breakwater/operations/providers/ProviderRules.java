package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.Hosting;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a provider's values have to be like, whoever gives them. */
public final class ProviderRules {
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");
  private static final int HIGHEST_PORT = 65_535;

  private static final String NAME_RULE =
      "; use letters, digits, '.', '_' and '-', at most 64, beginning with a letter or digit";

  private ProviderRules() {}

  /** What a text says as a base URL. */
  public sealed interface Address {
    /**
     * @param url without slashes at its end
     */
    record Good(URI url) implements Address {}

    record Bad(String why) implements Address {}
  }

  /** Names stand in addresses, headers, metrics and tables, and so keep to plain characters. */
  public static boolean isName(String text) {
    return NAME.matcher(text).matches();
  }

  /** Says why a text is no name. */
  public static String nameComplaint(String text) {
    return "'" + text + "' is no name" + NAME_RULE;
  }

  /** Reads a base URL; where it leads is not looked at. */
  public static Address address(String text) {
    URI url;
    try {
      url = new URI(text.strip().replaceFirst("/+$", ""));
    } catch (URISyntaxException broken) {
      return new Address.Bad("'" + told(text) + "' is no address: " + broken.getReason());
    }
    String scheme = String.valueOf(url.getScheme());
    if (url.getRawUserInfo() != null) {
      return new Address.Bad("holds a user or password; write the credential as apiKey");
    }
    if (!(scheme.equals("http") || scheme.equals("https")) || url.getHost() == null) {
      return new Address.Bad(
          "'" + told(text) + "' is no address; write http:// or https:// and a host");
    }
    if (url.getPort() == 0 || url.getPort() > HIGHEST_PORT) {
      return new Address.Bad("port " + url.getPort() + " is out of range; from 1 to 65535");
    }
    if (url.getRawQuery() != null || url.getRawFragment() != null) {
      return new Address.Bad(
          "holds a query or fragment; paths are appended to it, so end it before");
    }
    return new Address.Good(url);
  }

  /** What stands before an at sign may be a password. */
  private static String told(String text) {
    int at = text.lastIndexOf('@');
    return at < 0 ? text : "***" + text.substring(at);
  }

  /** Why a credential cannot stand in a header; empty when it can. */
  public static Optional<String> credentialProblem(String credential) {
    return credential.chars().anyMatch(letter -> letter <= ' ' || letter > '~')
        ? Optional.of("holds a space or a character no header can carry")
        : Optional.empty();
  }

  /** Why a text is no region of Amazon's; empty when it may be one. */
  public static Optional<String> regionProblem(String region) {
    return REGION.matcher(region).matches()
        ? Optional.empty()
        : Optional.of("'" + region + "' is no region; write one such as us-east-1");
  }

  /** The address that follows from where a provider is; empty where nothing does. */
  public static Optional<URI> home(Hosting hosting) {
    return switch (hosting) {
      case Hosting.Direct direct -> Optional.empty();
      case Hosting.Azure azure -> Optional.empty();
      case Hosting.Bedrock bedrock ->
          Optional.of(URI.create("https://bedrock-runtime." + bedrock.region() + ".amazonaws.com"));
    };
  }
}
