package dev.breakwater.simulator;

import dev.breakwater.simulator.answer.Vendor;
import dev.breakwater.simulator.calls.CallLog;
import dev.breakwater.simulator.script.ScriptBoard;

/**
 * A simulated provider.
 *
 * @param vendor whose format it speaks
 * @param board what is ordered of it
 * @param log what was asked of it
 */
record Provider(Vendor vendor, ScriptBoard board, CallLog log) {}
