package dev.breakwater.server.telemetry;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** An entry's message for logs of plain text: always one line, see {@link Inert}. */
public final class MessageInOneLine extends ClassicConverter {
  @Override
  public String convert(ILoggingEvent event) {
    return Inert.of(String.valueOf(event.getFormattedMessage()));
  }
}
