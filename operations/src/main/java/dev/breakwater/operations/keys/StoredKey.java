package dev.breakwater.operations.keys;

import dev.breakwater.gateway.access.VirtualKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A key as it is kept: what it may do, a keyed hash of its material, and its life so far.
 *
 * @param key as it was asked for; {@link #inForce} is what holds
 * @param prefix the first characters of the key, by which a person knows it again
 * @param hash HMAC of the key; the key itself is kept nowhere
 * @param tags names and values of its owner's own
 * @param createdBy the id of who made it; empty for the server's own
 * @param revoked null while the key is good
 * @param revision which write of keys has left it so; of no meaning for one that is not kept yet
 */
public record StoredKey(
    VirtualKey key,
    String prefix,
    byte[] hash,
    Map<String, String> tags,
    String createdBy,
    Instant created,
    Instant updated,
    Rotation rotation,
    @Nullable Instant revoked,
    long revision) {

  /**
   * Which keys it came from and went to.
   *
   * @param from the id of the key that this one replaces; null for one that replaces none
   * @param replacedBy the id of the key that replaces this one; null for one that was not rotated
   * @param overlapEnds until when a key that was replaced goes on
   */
  public record Rotation(
      @Nullable String from, @Nullable String replacedBy, @Nullable Instant overlapEnds) {
    public static final Rotation NONE = new Rotation(null, null, null);
  }

  public StoredKey {
    hash = hash.clone();
    tags = Map.copyOf(tags);
  }

  /** One that is not kept yet. */
  public StoredKey(
      VirtualKey key,
      String prefix,
      byte[] hash,
      Map<String, String> tags,
      String createdBy,
      Instant created,
      Instant updated,
      Rotation rotation,
      @Nullable Instant revoked) {
    this(key, prefix, hash, tags, createdBy, created, updated, rotation, revoked, 0);
  }

  /** One that the server made for itself. */
  public StoredKey(
      VirtualKey key, String prefix, byte[] hash, Instant created, @Nullable Instant revoked) {
    this(key, prefix, hash, Map.of(), "", created, created, Rotation.NONE, revoked);
  }

  @Override
  public byte[] hash() {
    return hash.clone();
  }

  /** The key as callers may use it: one that was replaced ends with the overlap. */
  public VirtualKey inForce() {
    Instant ends = rotation.overlapEnds();
    return ends == null ? key : key.until(ends.toEpochMilli());
  }

  /** Whether it may be used at a moment. */
  public boolean isGood(Instant at) {
    return revoked == null && at.toEpochMilli() < inForce().expiresMillis();
  }

  /** The same key, for something else. */
  StoredKey changed(VirtualKey next, Map<String, String> nextTags, Instant at) {
    return new StoredKey(
        next, prefix, hash, nextTags, createdBy, created, at, rotation, revoked, revision);
  }

  /** The same key, going on until another has taken its place. */
  StoredKey replaced(String by, Instant until, Instant at) {
    return new StoredKey(
        key,
        prefix,
        hash,
        tags,
        createdBy,
        created,
        at,
        new Rotation(rotation.from(), by, until),
        revoked,
        revision);
  }

  /** The same key, not good any more; since when stays as it is. */
  StoredKey ended(Instant at) {
    return new StoredKey(
        key,
        prefix,
        hash,
        tags,
        createdBy,
        created,
        at,
        rotation,
        revoked == null ? at : revoked,
        revision);
  }

  /** The tags by their names. */
  Map<String, String> sortedTags() {
    return new TreeMap<>(tags);
  }

  /** Whether all of it is the same, whichever write it is of. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StoredKey stored
        && key.equals(stored.key)
        && prefix.equals(stored.prefix)
        && Arrays.equals(hash, stored.hash)
        && tags.equals(stored.tags)
        && createdBy.equals(stored.createdBy)
        && created.equals(stored.created)
        && updated.equals(stored.updated)
        && rotation.equals(stored.rotation)
        && Objects.equals(revoked, stored.revoked);
  }

  @Override
  public int hashCode() {
    return Objects.hash(key, prefix, Arrays.hashCode(hash), created, revoked);
  }

  @Override
  public String toString() {
    return "StoredKey[" + key.id() + ", " + prefix + "…]";
  }
}
