package dev.breakwater.gateway.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.route.CurrentRouting;
import dev.breakwater.gateway.route.RoutePlan;
import dev.breakwater.gateway.settings.AtomicSettings;
import dev.breakwater.gateway.settings.AttemptSettings;
import dev.breakwater.gateway.settings.ChainSettings;
import dev.breakwater.gateway.settings.ModelSettings;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.gateway.settings.Settings;
import dev.breakwater.gateway.settings.Target;
import dev.breakwater.gateway.settings.TenantSettings;
import dev.breakwater.wire.format.Protocol;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * What it costs a request to learn who asks and where it leads: the key's form and hash, the ring
 * of 100,000 keys, expiry, the tenant's table and the plan that its allowance gives. One thread.
 * Its name keeps it out of the gate; {@code -Dtest=KeyCheckBenchmark} runs it.
 */
final class KeyCheckBenchmark {
  private static final int ROUNDS = 12;
  private static final int WARM = 4;
  private static final int REQUESTS = 300_000;
  private static final int KEYS = 100_000;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long targets;

  @Test
  void whoAsksAndWhereItLeads() {
    KeyHash.Hasher hasher = new KeyHash.Hasher(new byte[32]);
    Map<KeyHash, VirtualKey> keys = new HashMap<>();
    Allowance allowance = new Allowance(List.of("gpt-*", "a/small", "smart"));
    for (int key = 0; key < KEYS; key++) {
      keys.put(
          hasher.hash(key(key)),
          new VirtualKey(
              "key_" + key,
              "app",
              key % 2 == 0 ? "acme" : "globex",
              "production",
              Set.of(VirtualKey.Scope.INFERENCE),
              Role.INFERENCE,
              allowance,
              Long.MAX_VALUE - 1));
    }
    KeyRing ring = new KeyRing(keys);
    Timekeeper time = new SystemTime();
    Access access = new Access(() -> ring, hasher, false, new WrongKeys(time, 1), time);
    CurrentRouting routing =
        new CurrentRouting(new AtomicSettings(settings()), vendor -> List.of());
    String[] asking = new String[1_000];
    Arrays.setAll(asking, it -> "Bearer " + key(it * 97));
    double[] nanos = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      long began = THREADS.getCurrentThreadCpuTime();
      for (int request = 0; request < REQUESTS; request++) {
        one(access, routing, asking[request % asking.length]);
      }
      nanos[round] = (THREADS.getCurrentThreadCpuTime() - began) / (double) REQUESTS;
    }
    double[] counted = Arrays.copyOfRange(nanos, WARM, ROUNDS);
    Arrays.sort(counted);
    System.out.printf(
        Locale.ROOT,
        "key check and plan: %.0f ns of CPU a request, %.0f to %.0f%n",
        counted[counted.length / 2],
        counted[0],
        counted[counted.length - 1]);
    assertThat(targets).isEqualTo((long) ROUNDS * REQUESTS);
  }

  private void one(Access access, CurrentRouting routing, String authorization) {
    Credentials credentials = Credentials.of(authorization, null, null, null);
    VirtualKey caller = access.caller(credentials, "192.0.2.1", VirtualKey.Scope.INFERENCE);
    RoutePlan plan =
        routing.of(caller.tenant()).plan("a/small", caller.environment(), caller.allowance());
    targets += plan.candidates().size();
  }

  private static String key(int number) {
    String begun = "bw_" + String.format(Locale.ROOT, "%040d", number);
    return begun + KeyForm.checksum(begun);
  }

  private static Settings settings() {
    ProviderSettings provider =
        new ProviderSettings(
            "a",
            "a",
            Protocol.OPENAI,
            URI.create("http://127.0.0.1:1"),
            null,
            List.of(ModelSettings.named("small")));
    return new Settings(
            List.of(provider),
            Map.of(
                "production",
                ChainSettings.of(
                    "production",
                    Target.parse("a/small"),
                    List.of(),
                    AttemptSettings.DEFAULT,
                    ChainSettings.Origin.FILE)),
            List.of())
        .withTenant(
            "acme", TenantSettings.NOTHING.withProviders(List.of(provider.ownedBy("acme"))));
  }

  private static final class SystemTime implements Timekeeper {
    @Override
    public long nanos() {
      return System.nanoTime();
    }

    @Override
    public long epochMillis() {
      return System.currentTimeMillis();
    }

    @Override
    public Alarm at(long atNanos, Runnable task) {
      throw new AssertionError("nobody waits here");
    }
  }
}
