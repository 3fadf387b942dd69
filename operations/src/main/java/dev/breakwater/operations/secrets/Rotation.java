package dev.breakwater.operations.secrets;

import dev.breakwater.operations.StoreUnavailable;
import dev.breakwater.operations.changes.Actor;
import dev.breakwater.operations.changes.Change;
import dev.breakwater.operations.changes.ChangeText;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.changes.Topic;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges the master key while the server runs: the new one is written beside the old ones, then
 * everything is sealed under it in one transaction, then the old ones are forgotten. Wherever that
 * is interrupted, the keys that are written open all that is kept.
 */
public final class Rotation {
  private static final Logger LOG = LoggerFactory.getLogger(Rotation.class);

  private final Changes changes;
  private final MasterKeyring keyring;
  private final Reseal reseal;
  private final List<SealedPlace> places;
  private final ReentrantLock lock = new ReentrantLock();

  /**
   * What came of it.
   *
   * @param madeKey whether there is a new key; else the operator gives them
   * @param keyId the one that everything is sealed under now
   * @param resealed how many things were sealed anew
   */
  public record Result(boolean madeKey, String keyId, int resealed) {}

  public Rotation(Changes changes, MasterKeyring keyring, Reseal reseal, List<SealedPlace> places) {
    this.changes = changes;
    this.keyring = keyring;
    this.reseal = reseal;
    this.places = List.copyOf(places);
  }

  /**
   * Seals everything under a new key, or under the first that the operator gives.
   *
   * @throws StoreUnavailable when it could not be done; everything can still be opened
   */
  public Result rotate(Actor actor) {
    lock.lock();
    try {
      String before = keyring.keyId();
      boolean made = begin();
      int resealed = sealAll(actor, before);
      finish();
      return new Result(made, keyring.keyId(), resealed);
    } finally {
      lock.unlock();
    }
  }

  /** Goes on with a rotation that an earlier life was interrupted in; what fails is told. */
  public void resume() {
    if (!keyring.isUnfinished()) {
      return;
    }
    lock.lock();
    try {
      int resealed = sealAll(Actor.SYSTEM, keyring.keyId());
      finish();
      LOG.info(
          "finished the rotation of the master key to {}, with {} secrets sealed anew",
          keyring.keyId(),
          resealed);
    } catch (StoreUnavailable e) {
      LOG.warn("the rotation of the master key is not finished yet: {}", e.getMessage());
    } finally {
      lock.unlock();
    }
  }

  private boolean begin() {
    try {
      return keyring.begin();
    } catch (IOException e) {
      throw new StoreUnavailable("the new master key could not be kept: " + e.getMessage(), e);
    }
  }

  private int sealAll(Actor actor, String before) {
    Change change =
        new Change(
            actor,
            "secrets.rotate",
            "master-key",
            "",
            ChangeText.object().put("key", before).text(),
            ChangeText.object().put("key", keyring.keyId()).text());
    try {
      int sealed = changes.make(change, Topic.SECRETS, this::resealEverywhere);
      // Whoever sealed something while the keys were exchanged has kept it by now.
      int late = resealEverywhere();
      return sealed + late;
    } catch (IllegalArgumentException e) {
      throw new StoreUnavailable(
          "something is sealed under a master key that this node does not have, so that nothing"
              + " was sealed anew: "
              + e.getMessage(),
          e);
    }
  }

  private int resealEverywhere() {
    return places.stream().mapToInt(place -> place.reseal(reseal)).sum();
  }

  private void finish() {
    try {
      keyring.finish();
    } catch (IOException e) {
      throw new StoreUnavailable(
          "everything is sealed under the new master key, and the old one could not be removed: "
              + e.getMessage(),
          e);
    }
  }
}
