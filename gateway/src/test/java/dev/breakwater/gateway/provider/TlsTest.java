package dev.breakwater.gateway.provider;

import static dev.breakwater.gateway.provider.ProviderRig.PATIENT;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates are checked: nothing is said to an upstream that cannot prove who it is. */
@Timeout(60)
class TlsTest {
  private static final String PASSWORD = "changeit";
  @TempDir static Path directory;

  /** The JDK's tool makes certificates that nobody has signed but themselves. */
  @BeforeAll
  static void makeCertificates() throws IOException, InterruptedException {
    make("localhost");
    make("elsewhere.example");
  }

  private static void make(String host) throws IOException, InterruptedException {
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + host,
                "-ext",
                "san=dns:" + host,
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD,
                "-keystore",
                store(host).toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(keytool.exitValue()).isZero();
  }

  private static Path store(String host) {
    return directory.resolve(host + ".p12");
  }

  private static RawUpstream upstream(String host) throws IOException, GeneralSecurityException {
    KeyStore keys = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(store(host))) {
      keys.load(in, PASSWORD.toCharArray());
    }
    KeyManagerFactory managers =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    managers.init(keys, PASSWORD.toCharArray());
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(managers.getKeyManagers(), null, null);
    ServerSocket socket =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    return new RawUpstream(socket, "https")
        .then(peer -> {
          peer.readRequest();
          peer.send(Chat.answer());
          peer.silence();
        });
  }

  private static HttpClientOptions trusting(String host) {
    return new HttpClientOptions()
        .setTrustOptions(new PfxOptions().setPath(store(host).toString()).setPassword(PASSWORD));
  }

  private static Outcome ask(RawUpstream upstream, HttpClientOptions options) {
    try (ProviderRig rig = new ProviderRig(TestLoop.carrying(), upstream.baseUrl(), options)) {
      return rig.start(Chat.ask(false, ""), PATIENT).outcome();
    }
  }

  private static void assertRefused(Outcome outcome) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Failed.class,
            failed -> {
              assertThat(failed.fault()).isInstanceOf(Fault.Transient.class);
              assertThat(failed.fault().code()).as(failed.fault().message()).isEqualTo("tls");
            });
  }

  @Test
  void aCertificateThatIsTrustedIsSpokenTo() throws Exception {
    try (RawUpstream good = upstream("localhost")) {
      assertThat(ask(good, trusting("localhost"))).isInstanceOf(Outcome.Answered.class);
    }
  }

  @Test
  void aCertificateThatNobodyVouchesForIsRefusedBeforeTheKeyIsSent() throws Exception {
    try (RawUpstream unknown = upstream("localhost")) {
      assertRefused(ask(unknown, new HttpClientOptions()));
      assertThat(unknown.peer(0).requests()).isEmpty();
    }
  }

  @Test
  void aTrustedCertificateOfAnotherHostIsRefusedBeforeTheKeyIsSent() throws Exception {
    try (RawUpstream other = upstream("elsewhere.example")) {
      assertRefused(ask(other, trusting("elsewhere.example")));
      assertThat(other.peer(0).requests()).isEmpty();
    }
  }
}
