package dev.breakwater.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.json.JsonMapper;

final class ScriptReaderTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static List<Step> read(String script) throws ScriptProblem {
    return ScriptReader.read(MAPPER.readTree(script.replace('\'', '"')));
  }

  @Test
  void everyKeyIsRead() throws ScriptProblem {
    Step step =
        read("{'times':2,'share':0.3,'from':'10s','to':'1m','model':'m','after':5,'fault':'cut',"
                + "'headers':{'Retry-After':2},'firstToken':'300ms','betweenTokens':20,'tokens':40,"
                + "'usage':{'inputTokens':1,'outputTokens':2},'models':['a','b']}")
            .getFirst();
    assertThat(step.when()).isEqualTo(new Step.When(2, 0.3, 10_000, 60_000L, "m"));
    assertThat(step.has(Fault.CUT)).isTrue();
    assertThat(step.after()).isEqualTo(5);
    assertThat(step.strike().headers()).containsEntry("Retry-After", "2");
    assertThat(step.pace()).isEqualTo(new Step.Pace(300, 20));
    assertThat(step.tokens()).isEqualTo(40);
    assertThat(step.usage()).isEqualTo(new Step.ForcedUsage(1L, 2L));
    assertThat(step.models()).containsExactly("a", "b");
  }

  @Test
  void nothingIsHealthy() throws ScriptProblem {
    assertThat(read("{}")).isEmpty();
    assertThat(read("[]")).isEmpty();
    assertThat(read("[{}]")).containsExactly(Step.HEALTHY);
  }

  @ParameterizedTest
  @EnumSource
  void everyFaultHasAName(Fault fault) throws ScriptProblem {
    assertThat(read("{'fault':'" + fault.key() + "'}").getFirst().has(fault)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{'times':0}|times: must be a whole number",
        "{'models':'a'}|models: must be a list of texts",
        "{'models':['a',2]}|models: must be a list of texts",
        "{'times':'2'}|times: must be a whole number",
        "{'times':1.5}|times: must be a whole number",
        "{'share':1.5}|share: must be a number from 0 to 1",
        "{'from':'soon'}|from: must be a duration",
        "{'to':-1}|to: must be a duration",
        "{'from':'2s','to':'1s'}|to: must be later than from",
        "{'model':''}|model: must be a text",
        "{'after':-1}|after: must be a whole number from 0",
        "{'status':99}|status: must be a whole number from 200 to 599",
        "{'status':500,'fault':'cut'}|'cut' and a status exclude each other",
        "{'headers':['a']}|headers: must be an object",
        "{'headers':{'a b':'c'}}|headers.a b: must be a header's name",
        "{'headers':{'a':'c\\nd'}}|headers.a: must be a header's name",
        "{'body':'x'}|body: needs a status",
        "{'status':200}|status: 200 is no error, it needs a body",
        "{'fault':'slient'}|did you mean 'silent'",
        "{'fault':7}|unknown fault 7",
        "{'firstToken':'3 s'}|firstToken: must be a duration",
        "{'tokens':0}|tokens: must be a whole number from 1",
        "{'usage':3}|usage: must be an object",
        "{'usage':{'outputtokens':3}}|did you mean 'outputTokens'",
        "{'usage':{'inputTokens':-3}}|usage.inputTokens: must be a whole number",
        "{'Fault':'cut'}|Fault: unknown key 'Fault', did you mean 'fault'",
        "[{},{'tmies':1}]|[1].tmies: unknown key 'tmies', did you mean 'times'",
        "[7]|[0]: a step is an object",
        "'cut'|the script: a step is an object",
      })
  void whatIsNotPossibleIsRefusedByName(String script, String problem) {
    assertThatExceptionOfType(ScriptProblem.class)
        .isThrownBy(() -> read(script))
        .withMessageContaining(problem);
  }

  @Test
  void everyProblemIsNamedAtOnce() {
    assertThatExceptionOfType(ScriptProblem.class)
        .isThrownBy(() -> read("[{'times':0,'share':2},{'x':1}]"))
        .satisfies(problem -> assertThat(problem.problems()).hasSize(3));
  }

  @Test
  void whatIsNoJsonIsRefused() {
    assertThatExceptionOfType(ScriptProblem.class).isThrownBy(() -> ScriptReader.read(null));
  }
}
