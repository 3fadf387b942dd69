package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who asks is said by the key; a body that says it is refused in every protocol. */
class IdentityTest {
  private static final String MESSAGES = "\"messages\": [{\"role\": \"user\", \"content\": \"x\"}]";

  /** Finds in a body what is asked. */
  private interface Reader {
    Object read(byte[] body) throws MalformedBody;
  }

  private static final Map<Reader, String> BODIES =
      Map.of(
          Asks::openAiChat,
          "\"model\": \"m\", " + MESSAGES,
          Asks::openAiCompletions,
          "\"model\": \"m\", \"prompt\": \"x\"",
          Asks::openAiEmbeddings,
          "\"model\": \"m\", \"input\": \"x\"",
          Asks::responses,
          "\"model\": \"m\", \"input\": \"x\"",
          Asks::anthropicMessages,
          "\"model\": \"m\", \"max_tokens\": 9, " + MESSAGES,
          Asks::generate,
          "\"model\": \"m\", \"prompt\": \"x\"",
          body -> Asks.gemini(body, "m", false),
          "\"contents\": [{\"role\": \"user\", \"parts\": [{\"text\": \"x\"}]}]");

  private static byte[] bytes(String members) {
    return ("{" + members + "}").getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void tenantAndRoleAreRefusedByName() {
    BODIES.forEach((reader, members) -> {
      assertThatCode(() -> reader.read(bytes(members))).as(members).doesNotThrowAnyException();
      for (String name : List.of("tenant", "role")) {
        for (String value : List.of("\"acme\"", "null", "{}", "[1]")) {
          for (String body :
              List.of(
                  members + ", \"" + name + "\": " + value,
                  "\"" + name + "\": " + value + ", " + members)) {
            assertThatThrownBy(() -> reader.read(bytes(body)))
                .as(body)
                .isInstanceOfSatisfying(
                    MalformedBody.class,
                    malformed -> {
                      assertThat(malformed.field()).isEqualTo(name);
                      assertThat(malformed).hasMessageContaining("follows from the key");
                    });
          }
        }
      }
    });
  }

  @Test
  void anotherSpellingIsTheSameName() {
    assertThatThrownBy(
            () -> Asks.openAiChat(bytes("\"model\": \"m\", \"t\\u0065nant\": 1, " + MESSAGES)))
        .isInstanceOf(MalformedBody.class)
        .hasMessageContaining("'tenant'");
  }
}
