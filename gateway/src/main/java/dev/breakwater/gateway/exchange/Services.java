package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.choice.Chooser;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.route.RoutingTable;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.gateway.usage.UsageLog;
import java.util.function.Supplier;

/**
 * What the exchanges of one loop use.
 *
 * @param routing the table of the settings in force; asked once a request
 */
public record Services(
    Timekeeper time,
    Access access,
    Supplier<RoutingTable> routing,
    Chooser chooser,
    Attempts attempts,
    AttemptPrices prices,
    UsageLog log,
    Meter meter,
    Recording recording,
    HeavyWork heavyWork) {}
