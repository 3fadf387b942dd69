package dev.breakwater.server.telemetry;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import java.util.List;
import java.util.regex.Pattern;
import org.slf4j.event.KeyValuePair;

/**
 * An entry's fields for logs of plain text, as {@code key=value} with a blank before each; values
 * with anything but plain characters stand in quotes.
 */
public final class FieldsInOneLine extends ClassicConverter {
  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9._:/@+*-]+");

  @Override
  public String convert(ILoggingEvent event) {
    List<KeyValuePair> fields = event.getKeyValuePairs();
    if (fields == null) {
      return "";
    }
    StringBuilder out = new StringBuilder();
    for (KeyValuePair field : fields) {
      out.append(' ').append(field.key).append('=').append(value(String.valueOf(field.value)));
    }
    return out.toString();
  }

  private static String value(String text) {
    return PLAIN.matcher(text).matches()
        ? text
        : '"' + Inert.of(text.replace("\\", "\\\\").replace("\"", "\\\"")) + '"';
  }
}
