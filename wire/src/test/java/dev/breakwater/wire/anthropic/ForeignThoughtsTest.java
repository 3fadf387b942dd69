package dev.breakwater.wire.anthropic;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.json.Json;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForeignThoughtsTest {
  private static final String OWN =
      "{\"type\":\"thinking\",\"thinking\":\"a\",\"signature\":\"sig\"}";
  private static final String FOREIGN =
      "{\"type\":\"thinking\",\"thinking\":\"b\",\"signature\":\"bw1.google.x\"}";
  private static final String HIDDEN =
      "{\"type\" : \"redacted_thinking\", \"data\":\"bw1.openai.y\"}";
  private static final String TEXT = "{\"type\":\"text\",\"text\":\"bw1. is no secret\"}";
  private static final String USER = "{\"role\":\"user\",\"content\":\"Hi\"}";
  private static final String CALL =
      "{\"type\":\"tool_use\",\"id\":\"t\",\"name\":\"f\",\"input\":{\"data\":\"bw1.z\"}}";

  @Test
  void aBodyWithoutTheMarkIsNotTouched() {
    byte[] body = utf8("{\"messages\":[" + assistant(OWN, TEXT.replace("bw1", "bw2")) + "]}");
    assertThat(ForeignThoughts.cut(body)).isSameAs(body);
  }

  @Test
  void ownThoughtsAndWhatOnlyLooksMarkedStay() {
    byte[] body = utf8("{\"messages\":[" + assistant(OWN, TEXT, CALL) + "]}");
    assertThat(ForeignThoughts.cut(body)).isSameAs(body);
  }

  @Test
  void foreignThoughtsGoWhereverTheyStand() {
    assertCut(new String[] {FOREIGN, TEXT}, new String[] {TEXT});
    assertCut(new String[] {TEXT, FOREIGN}, new String[] {TEXT});
    assertCut(new String[] {FOREIGN, HIDDEN, OWN, TEXT}, new String[] {OWN, TEXT});
    assertCut(new String[] {OWN, FOREIGN, HIDDEN, TEXT}, new String[] {OWN, TEXT});
    assertCut(new String[] {OWN, HIDDEN}, new String[] {OWN});
    assertCut(new String[] {FOREIGN, TEXT, HIDDEN, CALL, FOREIGN}, new String[] {TEXT, CALL});
  }

  @Test
  void aMessageOfNothingElseGoesToo() {
    String body = "{\"messages\":[" + USER + "," + assistant(FOREIGN, HIDDEN) + "," + USER + "]}";
    assertThat(text(ForeignThoughts.cut(utf8(body))))
        .isEqualTo("{\"messages\":[" + USER + "," + USER + "]}");
    String first = "{\"messages\":[" + assistant(FOREIGN) + "," + USER + "]}";
    assertThat(text(ForeignThoughts.cut(utf8(first)))).isEqualTo("{\"messages\":[" + USER + "]}");
  }

  @Test
  void aBudgetThatDemandsTheLostThoughtsIsSwitchedOff() {
    String rest =
        ",{\"role\":\"user\",\"content\":[{\"type\":\"tool_result\",\"tool_use_id\":\"t\"}]}]";
    String enabled = "\"thinking\":{\"type\":\"enabled\",\"budget_tokens\":1024}";
    String disabled = "\"thinking\":{\"type\":\"disabled\"}";
    String cut = "\"messages\":[" + assistant(CALL) + rest;
    String given = "\"messages\":[" + assistant(FOREIGN, CALL) + rest;
    assertThat(text(ForeignThoughts.cut(utf8("{" + enabled + "," + given + "}"))))
        .isEqualTo("{" + disabled + "," + cut + "}");
    assertThat(text(ForeignThoughts.cut(utf8("{" + given + "," + enabled + "}"))))
        .isEqualTo("{" + cut + "," + disabled + "}");
    String adaptive = "\"thinking\":{\"type\":\"adaptive\"}";
    assertThat(text(ForeignThoughts.cut(utf8("{" + given + "," + adaptive + "}"))))
        .isEqualTo("{" + cut + "," + adaptive + "}");
  }

  @Test
  void theMarkIsFoundAtEveryOffset() {
    for (int before = 0; before < 12; before++) {
      assertThat(ForeignThoughts.hasMark(utf8("x".repeat(before) + "bw1."))).isTrue();
      assertThat(ForeignThoughts.hasMark(utf8("b".repeat(before) + "bw1." + "."))).isTrue();
      assertThat(ForeignThoughts.hasMark(utf8("bw1".repeat(before) + "w1."))).isEqualTo(false);
    }
  }

  @Test
  void whateverIsCutLeavesJson() throws MalformedBody {
    String[] blocks = {OWN, FOREIGN, HIDDEN, TEXT, CALL};
    for (int seed = 0; seed < 500; seed++) {
      Random random = new Random(seed);
      StringBuilder body = new StringBuilder("{\"messages\":[" + USER + ",");
      for (int message = random.nextInt(4); message >= 0; message--) {
        String[] some = new String[1 + random.nextInt(4)];
        for (int i = 0; i < some.length; i++) {
          some[i] = blocks[random.nextInt(blocks.length)];
        }
        body.append(assistant(some)).append(message == 0 ? "]}" : ", ");
      }
      byte[] cut = ForeignThoughts.cut(utf8(body.toString()));
      assertThat(Json.object(cut).objects("messages")).as("seed %d", seed).isNotNull();
      assertThat(text(cut)).as("seed %d", seed).doesNotContain("\"bw1.google", "\"bw1.openai");
      assertThat(count(text(cut), "\"sig\"")).isEqualTo(count(body.toString(), "\"sig\""));
      assertThat(count(text(cut), "tool_use")).isEqualTo(count(body.toString(), "tool_use"));
    }
  }

  private static int count(String text, String word) {
    return text.split(java.util.regex.Pattern.quote(word), -1).length - 1;
  }

  private static void assertCut(String[] given, String[] left) {
    byte[] cut = ForeignThoughts.cut(utf8("{\"messages\":[" + assistant(given) + "]}"));
    assertThat(text(cut)).isEqualTo("{\"messages\":[" + assistant(left) + "]}");
  }

  private static String assistant(String... blocks) {
    return "{\"role\":\"assistant\",\"content\":[" + String.join(",", blocks) + "]}";
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
