package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.Problem;
import dev.breakwater.wire.format.Protocol;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "OPENAI|429|insufficient_quota|insufficient_quota|You exceeded your current quota|QUOTA_EXHAUSTED",
        "OPENAI|429|requests|rate_limit_exceeded|Rate limit reached|RATE_LIMITED",
        "OPENAI|429|tokens||Request too large for the context window quota|RATE_LIMITED",
        "OPENAI|400|invalid_request_error|context_length_exceeded|Too long|CONTEXT_TOO_LONG",
        "OPENAI|400|BadRequestError||This model's maximum context length is 8 tokens|CONTEXT_TOO_LONG",
        "OPENAI|400|invalid_request_error|content_policy_violation|No|CONTENT_POLICY",
        "OPENAI|400||content_filter|No|CONTENT_POLICY",
        "OPENAI|401|invalid_request_error|invalid_api_key|Incorrect API key|AUTHENTICATION",
        "OPENAI|401|invalid_request_error||Incorrect API key|AUTHENTICATION",
        "OPENAI|403|x||No|PERMISSION",
        "OPENAI|404|invalid_request_error|model_not_found|No model|NOT_FOUND",
        "OPENAI|404|invalid_request_error||No such path|NOT_FOUND",
        "OPENAI|413|x||Large|TOO_LARGE",
        "OPENAI|422|invalid_request_error||Odd|INVALID_REQUEST",
        "OPENAI|500|server_error||Oops|UPSTREAM",
        "OPENAI|503|overloaded_error||Busy|OVERLOADED",
        "OPENAI|402|x||Pay|QUOTA_EXHAUSTED",
        "ANTHROPIC|400|invalid_request_error||prompt is too long: 9 tokens > 8 maximum|CONTEXT_TOO_LONG",
        "ANTHROPIC|400|invalid_request_error||Your credit balance is too low|QUOTA_EXHAUSTED",
        "ANTHROPIC|400|invalid_request_error||Output blocked by content filtering policy|CONTENT_POLICY",
        "ANTHROPIC|400|invalid_request_error||max_tokens: required|INVALID_REQUEST",
        "ANTHROPIC|401|authentication_error||invalid x-api-key|AUTHENTICATION",
        "ANTHROPIC|413|request_too_large||Large|TOO_LARGE",
        "ANTHROPIC|429|rate_limit_error||Slow down|RATE_LIMITED",
        "ANTHROPIC|500|api_error||Oops|UPSTREAM",
        "ANTHROPIC|529|overloaded_error||Overloaded|OVERLOADED",
        "ANTHROPIC|529|||Overloaded|OVERLOADED",
        "GEMINI|400|INVALID_ARGUMENT||The input token count (9) exceeds the maximum number of tokens allowed (8)|CONTEXT_TOO_LONG",
        "GEMINI|400|INVALID_ARGUMENT||API key not valid. Please pass a valid API key.|AUTHENTICATION",
        "GEMINI|400|INVALID_ARGUMENT||Odd|INVALID_REQUEST",
        "GEMINI|403|PERMISSION_DENIED||No|PERMISSION",
        "GEMINI|404|NOT_FOUND||No model|NOT_FOUND",
        "GEMINI|429|RESOURCE_EXHAUSTED||Quota|RATE_LIMITED",
        "GEMINI|500|INTERNAL||Oops|UPSTREAM",
        "GEMINI|503|UNAVAILABLE||The model is overloaded|OVERLOADED",
        "GEMINI|504|DEADLINE_EXCEEDED||Late|TIMEOUT",
      })
  void errorsAreToldApart(
      Protocol protocol,
      int status,
      @Nullable String type,
      @Nullable String code,
      String message,
      Problem.Kind kind) {
    String name = protocol == Protocol.GEMINI ? "status" : "type";
    String body =
        "{\"type\":\"error\",\"error\":{\""
            + name
            + "\":"
            + quoted(type)
            + ",\"code\":"
            + quoted(code)
            + ",\"message\":\""
            + message
            + "\"}}";
    Problem problem = read(protocol, status, body);
    assertThat(problem.kind()).isEqualTo(kind);
    assertThat(problem.status()).isEqualTo(status);
    assertThat(problem.message()).isEqualTo(message);
  }

  @ParameterizedTest
  @EnumSource
  void aPageOrNothingMakesASentence(Protocol protocol) {
    Problem page = read(protocol, 502, "<html><h1>Bad Gateway</h1></html>");
    assertThat(page.kind()).isEqualTo(Problem.Kind.UPSTREAM);
    assertThat(page.message()).contains("502", "HTML page").doesNotContain("<");
    assertThat(read(protocol, 429, "").kind()).isEqualTo(Problem.Kind.RATE_LIMITED);
    assertThat(read(protocol, 500, "").message()).contains("500 without a body");
    assertThat(read(protocol, 302, "x").status()).isEqualTo(502);
    Problem plain = read(protocol, 400, "no ".repeat(900));
    assertThat(plain.message()).hasSize(500).endsWith("…");
    String nested = "{\"error\":{\"message\":\"" + "é".repeat(700) + "\"}}";
    assertThat(read(protocol, 400, nested).message()).hasSize(500);
    assertThat(read(protocol, 400, "{\"error\":5}").kind()).isEqualTo(Problem.Kind.INVALID_REQUEST);
  }

  @ParameterizedTest
  @EnumSource
  void whatIsWrittenIsReadBackAsTheSameKind(Protocol protocol) {
    for (Problem.Kind kind :
        new Problem.Kind[] {
          Problem.Kind.AUTHENTICATION, Problem.Kind.PERMISSION, Problem.Kind.NOT_FOUND,
          Problem.Kind.RATE_LIMITED, Problem.Kind.OVERLOADED, Problem.Kind.INVALID_REQUEST
        }) {
      int status =
          switch (kind) {
            case AUTHENTICATION -> 401;
            case PERMISSION -> 403;
            case NOT_FOUND -> 404;
            case RATE_LIMITED -> 429;
            case OVERLOADED -> 503;
            default -> 400;
          };
      Problem problem = Problem.of(kind, status, "A sentence \"quoted\".");
      byte[] body = Golden.format(protocol).writeProblem(problem);
      Problem read = Golden.format(protocol).readProblem(status, body);
      assertThat(read.kind()).isEqualTo(kind);
      assertThat(read.message()).isEqualTo(problem.message());
    }
  }

  @Test
  void anErrorPassesAsItIsBetweenLikeProtocolsUnlessNoClientCouldReadIt() {
    Bridge same = Golden.BRIDGES.between(Protocol.OPENAI, Protocol.OPENAI);
    byte[] body = "{\"error\":{\"message\":\"No\",\"more\":1}}".getBytes(StandardCharsets.UTF_8);
    assertThat(same.errorBody(400, body)).isSameAs(body);
    byte[] page = "<html>".getBytes(StandardCharsets.UTF_8);
    assertThat(new String(same.errorBody(502, page), StandardCharsets.UTF_8))
        .startsWith("{\"error\":{\"message\":\"the provider answered 502");
    Bridge other = Golden.BRIDGES.between(Protocol.ANTHROPIC, Protocol.OPENAI);
    assertThat(new String(other.errorBody(404, body), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"error\",\"error\":{\"type\":\"not_found_error\",\"message\":\"No\"}}");
  }

  private static String quoted(@Nullable String text) {
    return text == null ? "null" : "\"" + text + "\"";
  }

  private static Problem read(Protocol protocol, int status, String body) {
    return Golden.format(protocol).readProblem(status, body.getBytes(StandardCharsets.UTF_8));
  }
}
