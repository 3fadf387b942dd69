package dev.breakwater.acceptance.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** Certificates made by an authority of our own: good ones and bad ones, by the JDK's own tool. */
final class Certificates {
  private static final String PASSWORD = "changeit";
  private static final int BACKLOG = 1024;

  private final Path store;
  private final Path trusted;

  /** What a provider shows who asks for {@code localhost}. */
  enum Shown {
    GOOD,
    EXPIRED,
    OF_ANOTHER_HOST,
    SELF_SIGNED;

    private List<String> options() {
      return switch (this) {
        case GOOD -> signed("localhost", "-validity", "30");
        case EXPIRED -> signed("localhost", "-startdate", "-20d", "-validity", "10");
        case OF_ANOTHER_HOST -> signed("elsewhere.example.org", "-validity", "30");
        case SELF_SIGNED -> List.of("-ext", "SAN=dns:localhost", "-validity", "30");
      };
    }

    private static List<String> signed(String host, String... validity) {
      List<String> all =
          new ArrayList<>(List.of("-signer", "authority", "-ext", "SAN=dns:" + host));
      all.addAll(List.of(validity));
      return all;
    }
  }

  Certificates(Path directory) {
    store = directory.resolve("keys.p12");
    trusted = directory.resolve("trusted.p12");
    Path authority = directory.resolve("authority.pem");
    make("authority", "-ext", "bc:c", "-validity", "3650", "-startdate", "-100d");
    for (Shown shown : Shown.values()) {
      make(shown.name(), shown.options().toArray(String[]::new));
    }
    keytool(
        List.of(
            "-exportcert",
            "-rfc",
            "-alias",
            "authority",
            "-file",
            authority.toString(),
            "-keystore",
            store.toString(),
            "-storepass",
            PASSWORD));
    keytool(
        List.of(
            "-importcert",
            "-noprompt",
            "-alias",
            "authority",
            "-file",
            authority.toString(),
            "-keystore",
            trusted.toString(),
            "-storepass",
            PASSWORD));
  }

  private void make(String alias, String... options) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "-genkeypair",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + alias,
                "-alias",
                alias,
                "-keystore",
                store.toString(),
                "-storepass",
                PASSWORD));
    all.addAll(List.of(options));
    keytool(all);
  }

  private static void keytool(List<String> options) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add("-J-XX:TieredStopAtLevel=1");
    command.addAll(options);
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), UTF_8);
      if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new AssertionError(String.join(" ", command) + ": " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The JVM options of one who trusts our authority alone. */
  String trustOptions() {
    return "-Djavax.net.ssl.trustStore="
        + trusted
        + " -Djavax.net.ssl.trustStorePassword="
        + PASSWORD;
  }

  /** A socket that shows this certificate. */
  ServerSocket listen(Shown shown) {
    try (InputStream in = Files.newInputStream(store)) {
      KeyStore all = KeyStore.getInstance("PKCS12");
      all.load(in, PASSWORD.toCharArray());
      KeyStore one = KeyStore.getInstance("PKCS12");
      one.load(null, null);
      // Aliases of such a store are in lower case.
      String alias = shown.name().toLowerCase(Locale.ROOT);
      one.setKeyEntry(
          alias,
          all.getKey(alias, PASSWORD.toCharArray()),
          PASSWORD.toCharArray(),
          all.getCertificateChain(alias));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(one, PASSWORD.toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context
          .getServerSocketFactory()
          .createServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
