package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.access.Access;
import dev.breakwater.gateway.attempt.Attempts;
import dev.breakwater.gateway.choice.Chooser;
import dev.breakwater.gateway.concurrent.HeavyWork;
import dev.breakwater.gateway.concurrent.Timekeeper;
import dev.breakwater.gateway.route.Routing;
import dev.breakwater.gateway.usage.AttemptPrices;
import dev.breakwater.gateway.usage.UsageLog;
import java.util.function.BooleanSupplier;

/**
 * What the exchanges of one loop use.
 *
 * @param generation whether models may be asked now; an operator may switch it off
 */
public record Services(
    Timekeeper time,
    Access access,
    Routing routing,
    Chooser chooser,
    Attempts attempts,
    AttemptPrices prices,
    UsageLog log,
    Meter meter,
    Recording recording,
    BooleanSupplier generation,
    HeavyWork heavyWork) {}
