package dev.breakwater.operations.providers;

import dev.breakwater.gateway.settings.Secret;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a provider knows us by; never shown again. */
public sealed interface Credential {
  /** Most providers' own key. */
  record ApiKey(Secret key) implements Credential {}

  /**
   * Amazon's, by which requests are signed.
   *
   * @param sessionToken null for one that does not expire
   */
  record Amazon(String accessKeyId, Secret secretAccessKey, @Nullable Secret sessionToken)
      implements Credential {}

  /** The text that a fingerprint is taken of. */
  default String whole() {
    return switch (this) {
      case ApiKey apiKey -> apiKey.key().reveal();
      case Amazon amazon ->
          String.join(
              "\n",
              amazon.accessKeyId(),
              amazon.secretAccessKey().reveal(),
              amazon.sessionToken() == null ? "" : amazon.sessionToken().reveal());
    };
  }

  /** What is sealed: none of the parts holds a line break. */
  default byte[] bytes() {
    String kind =
        switch (this) {
          case ApiKey _ -> "key\n";
          case Amazon _ -> "amazon\n";
        };
    return (kind + whole()).getBytes(StandardCharsets.UTF_8);
  }

  /**
   * @throws IllegalArgumentException when no credential was written so
   */
  static Credential read(byte[] bytes) {
    List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
    if (lines.size() == 2 && lines.getFirst().equals("key")) {
      return new ApiKey(new Secret(lines.get(1)));
    }
    if (lines.size() >= 3 && lines.getFirst().equals("amazon")) {
      return new Amazon(
          lines.get(1),
          new Secret(lines.get(2)),
          lines.size() == 3 ? null : new Secret(lines.get(3)));
    }
    throw new IllegalArgumentException("this is no credential");
  }
}
