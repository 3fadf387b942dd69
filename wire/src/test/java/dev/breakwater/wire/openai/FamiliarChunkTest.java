package dev.breakwater.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.json.JsonCursor;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FamiliarChunkTest {
  private static final String BEFORE =
      "{\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"";
  private static final String AFTER = "\"},\"finish_reason\":null}]}";

  private final FamiliarChunk familiar = new FamiliarChunk();
  private final JsonCursor cursor = new JsonCursor();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Among others, as a chunk stands in what was read. */
  private int text(String chunk) {
    byte[] data = bytes("data: " + chunk + "\n\n");
    return familiar.text(cursor, data, 6, data.length - 2);
  }

  private void learn(String before, String text, String after) {
    byte[] data = bytes(before + text + after);
    int start = bytes(before).length;
    familiar.learn(data, 0, start, start + bytes(text).length, data.length);
  }

  @Test
  void nothingIsFamiliarAtFirst() {
    assertThat(text(BEFORE + "a" + AFTER)).isNegative();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a", " storms and harbours", "\\\"\\n\\u00e4", "ä€🌊", "\\\\"})
  void aChunkThatDiffersInItsTextAloneIsFamiliar(String text) {
    learn(BEFORE, "first", AFTER);
    assertThat(text(BEFORE + text + AFTER)).isEqualTo(bytes(text).length);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"d\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a" + AFTER,
        BEFORE + "a\"},\"finish_reason\":\"stop\"}]}",
        BEFORE + "a\",\"refusal\":\"no" + AFTER,
        BEFORE + "a\\" + AFTER,
        BEFORE + "a\n" + AFTER,
        BEFORE + "a",
        "{}",
        "[DONE]",
        ""
      })
  void aChunkThatDiffersInMoreIsNot(String chunk) {
    learn(BEFORE, "first", AFTER);
    assertThat(text(chunk)).isNegative();
  }

  @Test
  void aTextThatIsNotUtf8IsLeftToWhoeverReadsItWhole() {
    learn(BEFORE, "first", AFTER);
    byte[] data = bytes(BEFORE + "?" + AFTER);
    data[bytes(BEFORE).length] = (byte) 0xff;
    assertThat(familiar.text(cursor, data, 0, data.length)).isNegative();
  }

  @Test
  void aServerWhoseChunksAllDifferIsNotLearntForEver() {
    for (int i = 0; i < 4; i++) {
      learn(i + BEFORE, "a", AFTER);
      assertThat(text(i + BEFORE + "b" + AFTER)).isOne();
    }
    learn(4 + BEFORE, "a", AFTER);
    assertThat(text(4 + BEFORE + "b" + AFTER)).isNegative();
  }

  @Test
  void whatIsForgottenIsNotFamiliar() {
    learn(BEFORE, "a", AFTER);
    familiar.forget();
    assertThat(text(BEFORE + "b" + AFTER)).isNegative();
  }

  @Test
  void aLongChunkIsNotKept() {
    String padded = BEFORE.replace("\"c\"", "\"" + "c".repeat(1_000) + "\"");
    learn(padded, "a", AFTER);
    assertThat(text(padded + "b" + AFTER)).isNegative();
  }

  /** What a watch says after some chunks. */
  private record Seen(
      boolean content,
      boolean thinking,
      long pieces,
      long textBytes,
      boolean finished,
      boolean onlyUsage,
      String finish,
      String tokens,
      @Nullable Problem problem,
      List<String> faults) {}

  /** Watches with whatever it remembers, or each chunk with nothing to remember. */
  private static Seen seen(List<byte[]> chunks, boolean remembers) {
    OpenAiWatch watch = new OpenAiWatch(1);
    List<String> faults = new ArrayList<>();
    for (byte[] chunk : chunks) {
      try {
        if (remembers) {
          watch.look(chunk, 0, chunk.length);
        } else {
          watch.read(chunk, 0, chunk.length);
        }
      } catch (MalformedBody e) {
        faults.add(String.valueOf(e.getMessage()));
      }
    }
    return new Seen(
        watch.hasContent(),
        watch.hasThinking(),
        watch.pieces(),
        watch.textBytes(),
        watch.isFinished(),
        watch.wasOnlyUsage(),
        String.valueOf(watch.finish()),
        String.valueOf(watch.tokens()),
        watch.problem(),
        faults);
  }

  private static String one(Random random, String... of) {
    return of[random.nextInt(of.length)];
  }

  private static String chunk(Random random) {
    String text =
        one(random, "", "a", "storms", "\\n", "\\\"", "ä", "\",\"refusal\":\"x", "\\", "\u0001");
    String delta =
        one(
                random,
                "\"content\":\"%s\"",
                "\"content\":\"%s\"",
                "\"content\":\"%s\"",
                "\"role\":\"assistant\",\"content\":\"%s\"",
                "\"reasoning_content\":\"%s\"",
                "\"reasoning\":\"%s\",\"content\":\"\"",
                "\"refusal\":\"%s\"",
                "\"tool_calls\":[{\"function\":{\"arguments\":\"%s\"}}]")
            .formatted(text);
    String finish = one(random, "null", "null", "null", "null", "\"stop\"", "\"length\"");
    String more =
        one(
            random,
            "",
            "",
            "",
            ",\"usage\":null",
            ",\"usage\":{\"prompt_tokens\":3,\"completion_tokens\":2}",
            ",\"service_tier\":\"flex\"",
            ",\"service_tier\":\"default\"",
            ",\"error\":null");
    return switch (random.nextInt(40)) {
      case 0 -> "{\"choices\":[],\"usage\":{\"prompt_tokens\":7,\"completion_tokens\":1}}";
      case 1 -> "{\"choices\":[{\"message\":{\"content\":\"" + text + "\"}}]}";
      case 2 -> "{\"choices\":";
      default ->
          "{\"id\":\""
              + one(random, "c", "c", "c", "d")
              + "\",\"choices\":[{\"index\":"
              + one(random, "0", "0", "0", "1")
              + ",\"delta\":{"
              + delta
              + "},\"finish_reason\":"
              + finish
              + "}]"
              + more
              + "}";
    };
  }

  @Test
  void whoeverRemembersChunksSeesWhatOneSeesWhoReadsThemAll() {
    for (int seed = 0; seed < 20_000; seed++) {
      Random random = new Random(seed);
      List<byte[]> chunks = new ArrayList<>();
      for (int i = random.nextInt(12); i >= 0; i--) {
        chunks.add(bytes(chunk(random)));
      }
      assertThat(seen(chunks, true)).as("seed %s", seed).isEqualTo(seen(chunks, false));
    }
  }

  @Test
  void anAnswersOwnChunksBecomeFamiliar() throws MalformedBody {
    OpenAiWatch watch = new OpenAiWatch(1);
    byte[] first = bytes(BEFORE + "first" + AFTER);
    watch.look(first, 0, first.length);
    assertThat(watch.knows(bytes(BEFORE + "second" + AFTER))).isTrue();
    assertThat(watch.knows(bytes(BEFORE.replace('c', 'd') + "second" + AFTER))).isFalse();
  }
}
