package dev.breakwater.server.telemetry;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * An entry's exception for logs of plain text. Every line of it is indented, so that none, whatever
 * the exception's message holds, looks like an entry of its own.
 */
public final class IndentedTrace extends ThrowableProxyConverter {
  @Override
  public String convert(ILoggingEvent event) {
    String trace = super.convert(event);
    return trace.isEmpty()
        ? ""
        : Arrays.stream(trace.split("\r?\n", -1))
            .filter(line -> !line.isEmpty())
            .map(line -> "    " + Inert.of(line.replace("\t", "  ")) + System.lineSeparator())
            .collect(Collectors.joining());
  }
}
