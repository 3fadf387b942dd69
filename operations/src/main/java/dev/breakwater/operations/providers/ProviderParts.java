package dev.breakwater.operations.providers;

import dev.breakwater.gateway.egress.Egress;
import dev.breakwater.gateway.responses.Vault;
import dev.breakwater.gateway.settings.ProviderId;
import dev.breakwater.gateway.settings.ProviderSettings;
import dev.breakwater.operations.changes.Changes;
import dev.breakwater.operations.settings.LayeredSettings;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * What {@link ProviderConfigurations} work with.
 *
 * @param vault seals credentials under the master key
 * @param fingerprint tells secrets apart without saying what they are
 * @param egress decides on where an address may lead
 * @param origins who has said that there is one of those below the API
 * @param changed hears of providers that are new or differ, after the change holds
 */
public record ProviderParts(
    ProviderStore store,
    LayeredSettings settings,
    Changes changes,
    Vault vault,
    UnaryOperator<String> fingerprint,
    Egress egress,
    Function<ProviderSettings, ProviderOrigin> origins,
    Consumer<List<ProviderId>> changed,
    InstantSource clock) {}
