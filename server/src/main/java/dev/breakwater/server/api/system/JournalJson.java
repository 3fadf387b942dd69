package dev.breakwater.server.api.system;

import dev.breakwater.gateway.usage.FollowerState;
import dev.breakwater.gateway.usage.JournalState;
import dev.breakwater.gateway.usage.LedgerState;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How usage is recorded, for those who run the server. */
public record JournalJson(
    Supplier<JournalState> journal,
    Supplier<LedgerState> ledger,
    Supplier<FollowerState> follower) {
  /** Nobody reads more; the log has them all. */
  private static final int MOST_DAMAGES = 20;

  /** Adds what is known to the effective settings, as {@code journal}. */
  public ObjectNode addTo(ObjectNode settings) {
    JournalState state = journal.get();
    ObjectNode json = settings.putObject("journal");
    json.put("durability", state.durability().name().toLowerCase(Locale.ROOT))
        .put("bytes", state.bytes())
        .put("maxBytes", state.maxBytes())
        .put("problem", state.problem())
        .put("unrecorded", state.unrecorded())
        .put("tornTails", state.tornTails())
        .put("damagedSegments", state.quarantined());
    ArrayNode damages = json.putArray("damages");
    state.damages().stream()
        .limit(MOST_DAMAGES)
        .forEach(damage ->
            damages
                .addObject()
                .put("file", damage.file())
                .put("offset", damage.offset())
                .put("problem", damage.problem()));
    LedgerState behind = ledger.get();
    json.putObject("ledger")
        .put("asOf", behind.asOf().toString())
        .put("lagRecords", behind.lagRecords())
        .put("lagBytes", behind.lagBytes())
        .put("openRequests", behind.openRequests())
        .put("problem", behind.lastError());
    FollowerState followed = follower.get();
    ObjectNode listeners = json.putObject("follower").put("lost", followed.lost());
    followed
        .listeners()
        .forEach(listener ->
            listeners
                .putObject(listener.name())
                .put("told", listener.told())
                .put("lost", listener.lost())
                .put("failures", listener.failures()));
    return settings;
  }

  /** Lets everybody know whether usage is recorded, without the reasons, which may name paths. */
  public void tell(Readiness readiness) {
    readiness.watch(() -> when(journal.get().problem() != null, "usage cannot be recorded"));
    readiness.mention(() ->
        when(
            ledger.get().lastError() != null,
            "the database takes no usage; the journal keeps it until it does"));
    readiness.mention(() ->
        when(
            journal.get().quarantined() > 0,
            "segments of the usage journal are damaged and set aside"));
  }

  private static Optional<String> when(boolean so, String text) {
    return so ? Optional.of(text) : Optional.empty();
  }
}
