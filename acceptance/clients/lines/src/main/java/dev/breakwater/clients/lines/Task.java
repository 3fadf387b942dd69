package dev.breakwater.clients.lines;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonTypeName;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;

/** What all programs send: the same words, tools, picture and schema. */
public final class Task {
  public static final String SYSTEM = "You are terse.";
  public static final String WRONG_KEY = "wrong-key-0000000000";
  public static final String STOP = ".";

  /** Beyond what any protocol allows. */
  public static final double WRONG_TEMPERATURE = 9;

  /** In tokens. */
  public static final int LIMIT = 5;

  /** In tokens; room for thinking and an answer. */
  public static final int ROOM = 4096;

  /** In tokens, the least that Anthropic takes. */
  public static final int THINKING = 1024;

  public static final String WEATHER = "get_weather";
  public static final String TIME = "get_time";
  public static final String WEATHER_MEANING = "The weather of a city";
  public static final String TIME_MEANING = "The time of day in a time zone";
  public static final List<String> UNITS = List.of("celsius", "fahrenheit");

  public static final String WEATHER_PARAMETERS =
      """
      {"type": "object", "properties": {"city": {"type": "string"},
       "unit": {"type": "string", "enum": ["celsius", "fahrenheit"]}},
       "required": ["city", "unit"], "additionalProperties": false}\
      """;
  public static final String TIME_PARAMETERS =
      """
      {"type": "object", "properties": {"zone": {"type": "string"}}, "required": ["zone"],
       "additionalProperties": false}\
      """;

  /** A picture of one pixel. */
  public static final String PNG =
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

  public static final String PNG_TYPE = "image/png";

  private Task() {}

  /** The structured answer that is wanted; the libraries make the schema from it. */
  public record Answer(String answer, double confidence, List<String> tags, Kind kind) {}

  /** Of an answer, spelled as in the schema. */
  public enum Kind {
    fact,
    guess
  }

  /** The tool of the weather, for libraries that make the schema from a class. */
  @JsonTypeName(WEATHER)
  @JsonClassDescription(WEATHER_MEANING)
  public record Weather(String city, Unit unit) {}

  /** The tool of the time, for libraries that make the schema from a class. */
  @JsonTypeName(TIME)
  @JsonClassDescription(TIME_MEANING)
  public record Time(String zone) {}

  /** Of a temperature, spelled as in the schema. */
  public enum Unit {
    celsius,
    fahrenheit
  }

  /** What a tool says, as a JSON object. */
  public static String result(String tool) {
    return Told.JSON.valueToTree(resultFields(tool)).toString();
  }

  /** The fields of what a tool says. */
  public static Map<String, Object> resultFields(String tool) {
    return tool.equals(WEATHER) ? Map.of("degrees", 21) : Map.of("time", "12:00");
  }

  public static JsonNode parameters(String tool) {
    return Told.parsed(tool.equals(WEATHER) ? WEATHER_PARAMETERS : TIME_PARAMETERS);
  }

  public static byte[] png() {
    return Base64.getDecoder().decode(PNG);
  }
}
