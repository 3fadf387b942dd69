package dev.breakwater.operations.health;

import dev.breakwater.gateway.attempt.TargetHealths;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.probe.ProviderProbes;
import dev.breakwater.gateway.settings.LiveSettings;
import dev.breakwater.operations.models.FetchedModels;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * What the monitor works with.
 *
 * @param settings those in force, asked at every check
 * @param probes asked at every check, for they may come later than the monitor
 * @param healths the circuits, which routing reads
 * @param traffic hears of every call
 * @param models learns the lists that checks fetch
 * @param random spreads the checks; asked by one thread at a time
 */
public record HealthParts(
    LiveSettings live,
    Supplier<HealthSettings> settings,
    Supplier<ProviderProbes> probes,
    TargetHealths healths,
    RecentTraffic traffic,
    HealthStore store,
    FetchedModels models,
    Timekeeper time,
    RandomGenerator random,
    CheckThreads threads) {}
