package dev.breakwater.wire.openai;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ForeignThoughtsTest {
  private static final String OURS = "[{\"type\":\"reasoning.text\",\"id\":\"bw1.0\"}]";

  @Test
  void aBodyWithoutTheMarkIsTheSameArray() {
    byte[] body =
        "{\"messages\":[{\"reasoning\":\"b bw bw1 .bw1\"}]}".getBytes(StandardCharsets.UTF_8);
    assertThat(ForeignThoughts.cut(body)).isSameAs(body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"reasoning_details\":OURS,\"role\":\"a\"}|{\"role\":\"a\"}",
        "{\"role\":\"a\" , \"reasoning_details\":OURS}|{\"role\":\"a\"}",
        "{\"reasoning\":\"x\",\"reasoning_details\": OURS , \"role\":\"a\"}|{ \"role\":\"a\"}",
        "{\"role\":\"a\",\"reasoning_content\":\"x\",\"b\":1,\"reasoning_details\":OURS}|{\"role\":\"a\",\"b\":1}",
        "{\"reasoning_details\":OURS}|{}",
        "{\"role\":\"a\",\"reasoning_details\":[{\"id\":\"theirs\"}]}|{\"role\":\"a\",\"reasoning_details\":[{\"id\":\"theirs\"}]}",
        "{\"content\":\"bw1.x\",\"reasoning\":\"x\"}|{\"content\":\"bw1.x\",\"reasoning\":\"x\"}",
        "{\"tool_calls\":[{\"id\":\"a\",\"extra_content\":{\"google\":\"bw1.google.s\"}},{\"id\":\"b\"}],\"reasoning_details\":OURS}|{\"tool_calls\":[{\"id\":\"a\"},{\"id\":\"b\"}]}",
        "{\"tool_calls\":[{\"extra_content\":{\"google\":\"theirs\"},\"id\":\"bw1.\"}]}|{\"tool_calls\":[{\"extra_content\":{\"google\":\"theirs\"},\"id\":\"bw1.\"}]}",
      })
  void whatIsMarkedIsCutOutAndNothingElseTouched(String given, String left) {
    String around = "{\"a\" : 1.0 ,\"messages\":[ %s ,{\"role\":\"user\"}],\"z\":[] }";
    String body = around.formatted(given.replace("OURS", OURS));
    byte[] cut = ForeignThoughts.cut(body.getBytes(StandardCharsets.UTF_8));
    assertThat(new String(cut, StandardCharsets.UTF_8)).isEqualTo(around.formatted(left));
  }
}
