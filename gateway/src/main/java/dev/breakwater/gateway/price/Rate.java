package dev.breakwater.gateway.price;

import dev.breakwater.wire.conversation.Tokens;
import java.util.List;
import java.util.Optional;

/** A kind of tokens that may have a price of its own; every token of an answer is of one kind. */
public enum Rate {
  INPUT("input"),
  OUTPUT("output"),
  CACHED_INPUT("cachedInput"),
  /** Kept for minutes. */
  CACHE_WRITE("cacheWrite"),
  CACHE_WRITE_HOUR("cacheWriteHour"),
  REASONING("reasoning"),
  AUDIO_INPUT("audioInput"),
  AUDIO_OUTPUT("audioOutput"),
  IMAGE_OUTPUT("imageOutput");

  public static final List<Rate> ALL = List.of(values());

  private final String key;

  Rate(String key) {
    this.key = key;
  }

  /** The name in configuration, catalogue and API. */
  public String key() {
    return key;
  }

  /** The kind whose price holds where this one has none; empty where it must have one. */
  public Optional<Rate> whole() {
    return switch (this) {
      case INPUT, OUTPUT -> Optional.empty();
      case CACHED_INPUT, CACHE_WRITE, AUDIO_INPUT -> Optional.of(INPUT);
      case CACHE_WRITE_HOUR -> Optional.of(CACHE_WRITE);
      case REASONING, AUDIO_OUTPUT, IMAGE_OUTPUT -> Optional.of(OUTPUT);
    };
  }

  /** How many tokens of an answer are of this kind. */
  long count(Tokens tokens) {
    return switch (this) {
      case INPUT ->
          tokens.input() - tokens.cachedInput() - tokens.cacheWrite() - tokens.finer().audioInput();
      case OUTPUT ->
          tokens.output()
              - tokens.reasoning()
              - tokens.finer().audioOutput()
              - tokens.finer().imageOutput();
      case CACHED_INPUT -> tokens.cachedInput();
      case CACHE_WRITE -> tokens.cacheWrite() - tokens.finer().cacheWriteHour();
      case CACHE_WRITE_HOUR -> tokens.finer().cacheWriteHour();
      case REASONING -> tokens.reasoning();
      case AUDIO_INPUT -> tokens.finer().audioInput();
      case AUDIO_OUTPUT -> tokens.finer().audioOutput();
      case IMAGE_OUTPUT -> tokens.finer().imageOutput();
    };
  }
}
