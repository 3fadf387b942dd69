package dev.breakwater.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Looks for secrets in whatever came out of a server: as they are, in the codings that programs put
 * things into, and by their first and last characters alone.
 */
final class SecretScan {
  /** Fewer would be found by chance; a mask that shows more than this shows too much. */
  private static final int PART = 12;

  private final Map<String, List<String>> forms = new LinkedHashMap<>();

  /** What is looked for: a text. */
  SecretScan add(String name, String secret) {
    List<String> all = new ArrayList<>(codings(secret.getBytes(StandardCharsets.UTF_8)));
    all.add(secret);
    all.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    all.add(new StringBuilder(secret).reverse().toString());
    if (secret.length() > 2 * PART) {
      all.add(secret.substring(0, PART));
      all.add(secret.substring(secret.length() - PART));
    }
    forms.put(name, all);
    return this;
  }

  /** What is looked for: bytes, at least so many that chance makes none. */
  SecretScan add(String name, byte[] secret) {
    List<String> all = new ArrayList<>(codings(secret));
    all.add(new String(secret, StandardCharsets.ISO_8859_1));
    forms.put(name, all);
    return this;
  }

  private static List<String> codings(byte[] secret) {
    List<String> codings = new ArrayList<>();
    String hex = HexFormat.of().formatHex(secret);
    codings.add(hex);
    codings.add(hex.toUpperCase(Locale.ROOT));
    // Within a larger text that is encoded whole, a secret begins at any of three places.
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[secret.length + before];
      System.arraycopy(secret, 0, shifted, before, secret.length);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String text = encoder.withoutPadding().encodeToString(shifted);
        // The ends hold bits of the neighbours.
        codings.add(text.substring(before == 0 ? 0 : 4, text.length() - text.length() % 4));
      }
    }
    return codings;
  }

  /**
   * Which secrets stand in a text, and how they are written there.
   *
   * @param text bytes that are no text, one character each
   */
  List<String> found(String text) {
    List<String> found = new ArrayList<>();
    forms.forEach((name, all) -> {
      for (String form : all) {
        int at = text.indexOf(form);
        if (at >= 0) {
          found.add(
              "%s: ...%s..."
                  .formatted(
                      name,
                      text.substring(
                          Math.max(0, at - 80), Math.min(text.length(), at + form.length() + 20))));
        }
      }
    });
    return found;
  }

  List<String> found(byte[] bytes) {
    return found(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  /**
   * Which stand in the files below a server's data directory. Left out are those that are secrets
   * themselves: the master key, and the last good configuration, which is its owner's alone.
   */
  List<String> inFiles(Path data) {
    List<String> found = new ArrayList<>();
    int searched = 0;
    try (Stream<Path> files = Files.walk(data)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String name = String.valueOf(file.getFileName());
        if (!name.equals("master.key") && !name.endsWith("last-good")) {
          found(Files.readAllBytes(file)).forEach(it -> found.add(file + ": " + it));
          searched++;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    if (searched < 2) {
      throw new AssertionError("hardly any file is in " + data);
    }
    return found;
  }

  int secrets() {
    return forms.size();
  }
}
