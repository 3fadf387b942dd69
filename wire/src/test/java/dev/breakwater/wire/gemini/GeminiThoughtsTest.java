package dev.breakwater.wire.gemini;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.conversation.AnswerEvent;
import dev.breakwater.wire.conversation.Conversation;
import dev.breakwater.wire.conversation.Extras;
import dev.breakwater.wire.conversation.Generation;
import dev.breakwater.wire.conversation.OutputFormat;
import dev.breakwater.wire.conversation.Part;
import dev.breakwater.wire.conversation.Reasoning;
import dev.breakwater.wire.conversation.Reasoning.Amount;
import dev.breakwater.wire.conversation.Role;
import dev.breakwater.wire.conversation.Signature;
import dev.breakwater.wire.conversation.Toolbox;
import dev.breakwater.wire.conversation.Turn;
import dev.breakwater.wire.conversation.Vendor;
import dev.breakwater.wire.format.Dropped;
import dev.breakwater.wire.json.MalformedBody;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Thoughts, their signatures and their amount. */
class GeminiThoughtsTest {
  private static final Signature GOOGLES = new Signature(Vendor.GOOGLE, "c2ln");
  private static final Signature ANTHROPICS = new Signature(Vendor.ANTHROPIC, "xyz");
  private final GeminiFormat format = new GeminiFormat();

  @Test
  void aSignatureGoesBackToTheCallFromTheThoughtsBeforeIt() throws Exception {
    String sent =
        request(
            "gemini-3-pro",
            new Part.Thinking("Hm", GOOGLES),
            new Part.ToolCall("a", "f", "{}"),
            new Part.ToolCall("b", "f", "{}"));
    assertThat(sent)
        .contains(
            "[{\"text\":\"Hm\",\"thought\":true},"
                + "{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{}},\"thoughtSignature\":\"c2ln\"},"
                + "{\"functionCall\":{\"id\":\"b\",\"name\":\"f\",\"args\":{}}}]");
  }

  @Test
  void anotherVendorsThoughtsAreLeftOutAndItsCallsSaidToHaveNone() throws Exception {
    Part[] parts = {
      new Part.Thinking("Hm", ANTHROPICS),
      new Part.HiddenThinking(ANTHROPICS),
      new Part.ToolCall("a", "f", "{}"),
      new Part.ToolCall("b", "f", "{}")
    };
    assertThat(request("gemini-3-pro", parts))
        .contains(
            "[{\"functionCall\":{\"id\":\"a\",\"name\":\"f\",\"args\":{}},"
                + "\"thoughtSignature\":\"skip_thought_signature_validator\"},"
                + "{\"functionCall\":{\"id\":\"b\",\"name\":\"f\",\"args\":{}}}]");
    assertThat(request("gemini-2.5-pro", parts)).doesNotContain("thoughtSignature");
  }

  @Test
  void aSignedCallIsPrecededByItsSignatureAndASignedTextToo() throws MalformedBody {
    List<AnswerEvent> events = new ArrayList<>();
    byte[] chunk =
        bytes(
            """
            {"candidates":[{"content":{"parts":[{"text":"Hm","thought":true},\
            {"functionCall":{"name":"f","args":{}},"thoughtSignature":"c2ln"},\
            {"functionCall":{"name":"g"}},\
            {"text":"","thoughtSignature":"bW9yZQ=="}]}}],"responseId":"r/1"}\
            """);
    format.eventReader().read(chunk, 0, chunk.length, events::add);
    assertThat(events)
        .containsExactly(
            new AnswerEvent.Started("r/1", ""),
            new AnswerEvent.ThinkingDelta(0, "Hm"),
            new AnswerEvent.ThinkingSigned(0, GOOGLES),
            new AnswerEvent.CallStarted(0, 0, "call_r1_0", "f", GOOGLES),
            new AnswerEvent.CallArguments(0, 0, "{}"),
            new AnswerEvent.CallStarted(0, 1, "call_r1_1", "g", null),
            new AnswerEvent.CallArguments(0, 1, "{}"),
            new AnswerEvent.ThinkingSigned(0, new Signature(Vendor.GOOGLE, "bW9yZQ==")));
  }

  @Test
  void otherVendorsSignaturesAreBytesToAllClientsAndComeBackInAnyAlphabet() {
    Signature odd = new Signature(Vendor.ANTHROPIC, "??>>~~ÿ");
    String shown = GeminiSignatures.shown(odd);
    assertThat(Base64.getDecoder().decode(shown)).asString().startsWith("bw1.anthropic.");
    assertThat(GeminiSignatures.read(shown)).isEqualTo(odd);
    assertThat(GeminiSignatures.read(shown.replace('/', '_').replace('+', '-'))).isEqualTo(odd);
    for (Vendor vendor : Vendor.values()) {
      String hidden = GeminiSignatures.shownHidden(new Signature(vendor, "x"));
      assertThat(hidden).startsWith(GeminiSignatures.MARK);
      assertThat(GeminiSignatures.readHidden(hidden)).isEqualTo(new Signature(vendor, "x"));
      assertThat(new Signature(vendor, "x"))
          .isEqualTo(GeminiSignatures.read(GeminiSignatures.shown(new Signature(vendor, "x"))));
    }
    assertThat(GeminiSignatures.read(GeminiSignatures.NONE_FOR_CLIENTS)).isNull();
    assertThat(Base64.getDecoder().decode(GeminiSignatures.NONE_FOR_CLIENTS)).isNotEmpty();
  }

  @Test
  void foreignThoughtsAreCutOutOfWhatPassesThroughAndNothingElse() {
    String ours = "{\"text\": \"Mine\",\"thought\":true,\"thoughtSignature\":\"c2ln\"}";
    String foreign =
        "{\"thoughtSignature\":\""
            + GeminiSignatures.shown(ANTHROPICS)
            + "\",\"text\":\"\","
            + "\"thought\":true}";
    String unsigned = "{\"thought\":true,\"text\":\"Theirs\"}";
    String before = "{ \"n\":1.0e0,\"contents\":[{\"role\":\"model\",\"parts\": [";
    String after = " {\"text\":\"Hi\"} ] },{\"parts\":[";
    String end = "]}] , \"x\":[1] }";
    assertThat(
            without(before + ours + "," + unsigned + ", " + foreign + " ," + after + foreign + end))
        .isEqualTo(before + ours + ",{\"text\":\"Hi\"} ] },{\"parts\":[{\"text\":\"\"}" + end);
    byte[] clean = bytes(before + ours + end.substring(1));
    assertThat(format.withoutForeignThoughts(clean)).isSameAs(clean);
    byte[] quoted = bytes("{\"contents\":[{\"parts\":[{\"text\":\"YncxLm\"}]}]}");
    assertThat(format.withoutForeignThoughts(quoted)).isEqualTo(quoted);
    byte[] garbage = bytes("{\"contents\":[{\"parts\":[\"YncxLm");
    assertThat(format.withoutForeignThoughts(garbage)).isSameAs(garbage);
  }

  private String without(String body) {
    return new String(format.withoutForeignThoughts(bytes(body)), StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "none",
      value = {
        "gemini-2.5-flash|medium|{\"thinkingBudget\":8192}",
        "gemini-2.5-flash|max|{\"thinkingBudget\":24576}",
        "gemini-2.5-pro|max|{\"thinkingBudget\":32768}",
        "gemini-2.5-pro|off|{\"thinkingBudget\":128}",
        "gemini-2.5-flash|off|{\"thinkingBudget\":0}",
        "gemini-2.5-flash|dynamic|{\"thinkingBudget\":-1}",
        "gemini-2.5-flash-lite|100|{\"thinkingBudget\":512}",
        "gemini-3-pro-preview|medium|{\"thinkingLevel\":\"HIGH\"}",
        "gemini-3-pro-preview|off|{\"thinkingLevel\":\"LOW\"}",
        "gemini-3.1-pro|medium|{\"thinkingLevel\":\"MEDIUM\"}",
        "gemini-3-flash|minimal|{\"thinkingLevel\":\"MINIMAL\"}",
        "gemini-3-flash|9000|{\"thinkingLevel\":\"HIGH\"}",
        "google/gemini-3-flash|off|{\"thinkingLevel\":\"MINIMAL\"}",
        "gemini-1.5-flash|high|none",
        "gemini-2.0-flash|high|none",
        "gemma-3-27b-it|high|none",
      })
  void theAmountOfThinkingIsSaidInTheModelsOwnWords(
      String model, String amount, @Nullable String expected) throws Exception {
    Dropped dropped = new Dropped();
    Conversation conversation =
        conversation(new Reasoning(amount(amount), false), List.of(Turn.text(Role.USER, "Hi")));
    String sent =
        new String(
            format.writeRequest(conversation, model, false, dropped), StandardCharsets.UTF_8);
    if (expected == null) {
      assertThat(sent).doesNotContain("thinkingConfig");
      assertThat(dropped.fields()).containsExactly("reasoning_effort");
    } else {
      assertThat(sent).contains("\"thinkingConfig\":" + expected);
      assertThat(dropped.fields()).isEmpty();
    }
  }

  private static Amount amount(String word) {
    return switch (word) {
      case "off" -> new Amount.Off();
      case "dynamic" -> new Amount.Dynamic();
      default -> {
        Reasoning.Effort effort = Reasoning.Effort.of(word);
        yield effort == null
            ? new Amount.Budget(Long.parseLong(word))
            : new Amount.AtEffort(effort);
      }
    };
  }

  private String request(String model, Part... parts) throws Exception {
    List<Turn> turns =
        List.of(Turn.text(Role.USER, "Hi"), new Turn(Role.ASSISTANT, List.of(parts)));
    byte[] sent = format.writeRequest(conversation(null, turns), model, false, new Dropped());
    return new String(sent, StandardCharsets.UTF_8);
  }

  private static Conversation conversation(@Nullable Reasoning reasoning, List<Turn> turns) {
    return new Conversation(
        List.of(),
        turns,
        Toolbox.NONE,
        new OutputFormat.Plain(),
        Generation.DEFAULT,
        reasoning,
        null,
        Extras.none(Vendor.ANTHROPIC));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
