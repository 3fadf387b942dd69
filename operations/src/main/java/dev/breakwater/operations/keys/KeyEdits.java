package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.Role;
import dev.breakwater.gateway.access.VirtualKey;
import dev.breakwater.gateway.access.VirtualKey.Scope;
import dev.breakwater.operations.changes.ChangeText;
import java.time.Instant;
import java.util.Set;

/** What becomes of a key by a change, and how that is told. */
final class KeyEdits {
  private KeyEdits() {}

  /** The key with some things different; a role that its scopes gave follows them. */
  static VirtualKey changed(VirtualKey key, KeyChange change) {
    Set<Scope> scopes = change.scopes() == null ? key.scopes() : change.scopes();
    Role role = change.role();
    if (role == null) {
      boolean usual = key.role() == VirtualKey.role(key.tenant(), key.scopes());
      role = usual ? VirtualKey.role(key.tenant(), scopes) : key.role();
    }
    return new VirtualKey(
        key.id(),
        change.name() == null ? key.name() : change.name(),
        key.tenant(),
        change.environment() == null ? key.environment() : change.environment(),
        scopes,
        role,
        change.allowance() == null ? key.allowance() : change.allowance(),
        change.expiresMillis() == null ? key.expiresMillis() : change.expiresMillis());
  }

  /** The same under another id. */
  static VirtualKey renamed(VirtualKey key, String id) {
    return new VirtualKey(
        id,
        key.name(),
        key.tenant(),
        key.environment(),
        key.scopes(),
        key.role(),
        key.allowance(),
        key.expiresMillis());
  }

  /** What the record of changes shows of a key. */
  static String text(StoredKey stored) {
    VirtualKey key = stored.key();
    ChangeText tags = ChangeText.object();
    stored.sortedTags().forEach(tags::put);
    ChangeText text =
        ChangeText.object()
            .put("name", key.name())
            .put("environment", key.environment())
            .put("scopes", key.scopes().stream().map(KeyRules::word).sorted().toList())
            .put("role", KeyRules.word(key.role()))
            .put("models", key.allowance().models())
            .put("prefix", stored.prefix())
            .put("tags", tags);
    if (key.expiresMillis() != VirtualKey.NEVER) {
      text.put("expiresAt", Instant.ofEpochMilli(key.expiresMillis()).toString());
    }
    if (stored.rotation().from() != null) {
      text.put("rotatedFrom", stored.rotation().from());
    }
    if (stored.revoked() != null) {
      text.put("revokedAt", stored.revoked().toString());
    }
    return text.text();
  }
}
