package dev.breakwater.operations.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.roles.Principal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DenialsTest {
  private static final String ATTEMPT = "PUT /api/admin/prices";

  private final List<Change> kept = new ArrayList<>();
  private Instant now = Instant.parse("2026-03-01T00:00:00Z");
  private final Denials denials = new Denials(kept::add, (InstantSource) () -> now);

  private static Actor viewer(String id) {
    Principal principal =
        new Principal(Principal.Kind.KEY, id, id, Role.VIEWER, Optional.of("acme"));
    return new Actor(principal, "192.0.2.1");
  }

  @Test
  void whoTriesOftenIsRecordedAFewTimesAMinute() {
    for (int attempt = 0; attempt < 12; attempt++) {
      denials.denied(viewer("key_1"), ATTEMPT);
    }
    denials.denied(viewer("key_2"), ATTEMPT);
    assertThat(kept).hasSize(Denials.MOST_A_MINUTE + 1);
    assertThat(kept.getLast().object()).isEqualTo("key_2");
    assertThat(kept.getLast().tenant()).isEqualTo("acme");
    now = now.plus(Duration.ofMinutes(1));
    denials.denied(viewer("key_1"), ATTEMPT);
    assertThat(kept.getLast().after())
        .isEqualTo("{\"attempt\":\"" + ATTEMPT + "\",\"unrecordedBefore\":7}");
    denials.denied(viewer("key_1"), ATTEMPT);
    assertThat(kept.getLast().after()).isEqualTo("{\"attempt\":\"" + ATTEMPT + "\"}");
  }

  @Test
  void thatItCannotBeRecordedChangesNothing() {
    Denials away =
        new Denials(
            _ -> {
              throw new StoreUnavailable("away");
            },
            InstantSource.fixed(now));
    away.denied(viewer("key_1"), ATTEMPT);
    denials.denied(viewer("key_1"), ATTEMPT);
    assertThat(kept).hasSize(1);
  }
}
