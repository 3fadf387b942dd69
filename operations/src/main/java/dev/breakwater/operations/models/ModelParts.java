package dev.breakwater.operations.models;

import dev.breakwater.operations.Transactions;
import dev.breakwater.operations.changes.Revisions;
import java.time.InstantSource;

/**
 * What the registry of models works with.
 *
 * @param transactions keep a list and the news of it together
 * @param revisions tell other nodes
 */
public record ModelParts(
    ModelStore store, Transactions transactions, Revisions revisions, InstantSource clock) {}
