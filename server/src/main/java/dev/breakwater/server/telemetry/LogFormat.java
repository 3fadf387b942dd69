package dev.breakwater.server.telemetry;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.OutputStreamAppender;
import dev.breakwater.server.config.LogSettings;
import java.util.Iterator;
import net.logstash.logback.encoder.LogstashEncoder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decides once, at the start, what all lines of the log look like. */
public final class LogFormat {
  private LogFormat() {}

  /** Text is what {@code logback.xml} says; JSON takes its place on every appender of the root. */
  public static void use(LogSettings.Format format) {
    if (format == LogSettings.Format.JSON
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      Iterator<Appender<ILoggingEvent>> appenders =
          context.getLogger(Logger.ROOT_LOGGER_NAME).iteratorForAppenders();
      while (appenders.hasNext()) {
        if (appenders.next() instanceof OutputStreamAppender<ILoggingEvent> appender) {
          appender.setEncoder(json(context));
        }
      }
    }
  }

  static LogstashEncoder json(LoggerContext context) {
    LogstashEncoder encoder = new LogstashEncoder();
    encoder.setContext(context);
    encoder.setTimeZone("UTC");
    encoder.start();
    return encoder;
  }
}
