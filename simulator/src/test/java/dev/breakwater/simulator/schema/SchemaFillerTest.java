package dev.breakwater.simulator.schema;

import static org.assertj.core.api.Assertions.assertThat;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Values are judged by a validator that is not the simulator's own. */
final class SchemaFillerTest {
  private static final int SEEDS = 40;
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final SchemaRegistry REGISTRY =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

  private static JsonNode schema(String text) {
    return MAPPER.readTree(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "true",
        "{}",
        "{'type':'object'}",
        "{'type':'string'}",
        "{'type':'string','minLength':30,'maxLength':31}",
        "{'type':'string','maxLength':1}",
        "{'type':['string','null']}",
        "{'type':['null','integer'],'minimum':3}",
        "{'type':'null'}",
        "{'enum':['a',2,null,{'b':1}]}",
        "{'const':{'deep':[1,2]}}",
        "{'type':'integer','minimum':5,'maximum':5}",
        "{'type':'integer','exclusiveMinimum':5,'exclusiveMaximum':7}",
        "{'type':'integer','multipleOf':7,'minimum':50,'maximum':60}",
        "{'type':'integer','maximum':-1000}",
        "{'type':'number','minimum':0,'maximum':1}",
        "{'type':'number','exclusiveMinimum':0.001,'exclusiveMaximum':0.002}",
        "{'type':'number','multipleOf':0.25,'minimum':0.1,'maximum':0.6}",
        "{'type':'array','items':{'type':'integer'},'minItems':4,'maxItems':5}",
        "{'type':'array','maxItems':0}",
        "{'type':'array','uniqueItems':true,'minItems':3,'items':{'enum':['a','b','c']}}",
        "{'type':'array','prefixItems':[{'type':'string'},{'type':'integer'}],'items':false,'minItems':2}",
        "{'type':'array','contains':{'const':7},'items':{'type':'integer'}}",
        "{'type':'array','contains':{'const':7},'minContains':2,'minItems':4}",
        "{'properties':{'a':{'type':'integer'}},'required':['a'],'additionalProperties':false}",
        "{'type':'object','required':['x','y']}",
        "{'type':'object','additionalProperties':{'type':'integer'},'minProperties':3}",
        "{'type':'object','patternProperties':{'^x-[a-z]{2}$':{'type':'boolean'}},'additionalProperties':false,'minProperties':1}",
        "{'type':'object','propertyNames':{'pattern':'^[A-Z]{3}$'},'additionalProperties':{'type':'string'}}",
        "{'type':'object','properties':{'a':{},'b':{},'c':{}},'maxProperties':1}",
        "{'type':'object','properties':{'a':{'type':'string'},'b':{'type':'string'}},'dependentRequired':{'a':['b']}}",
        "{'$ref':'#/$defs/a','$defs':{'a':{'type':'object','properties':{'b':{'$ref':'#/$defs/b'}},'required':['b']},'b':{'enum':[1,2]}}}",
        "{'$ref':'#point','$defs':{'p':{'$anchor':'point','type':'integer'}}}",
        "{'type':'object','properties':{'next':{'anyOf':[{'$ref':'#'},{'type':'null'}]},'v':{'type':'integer'}},'required':['next','v'],'additionalProperties':false}",
        "{'$ref':'#/$defs/node','$defs':{'node':{'type':'object','properties':{'children':{'type':'array','items':{'$ref':'#/$defs/node'}}},'required':['children']}}}",
        "{'anyOf':[{'type':'string','minLength':3},{'type':'integer'}]}",
        "{'oneOf':[{'type':'integer','minimum':0},{'type':'number','maximum':50}]}",
        "{'oneOf':[{'properties':{'k':{'const':'a'},'x':{'type':'integer'}},'required':['k','x']},{'properties':{'k':{'const':'b'},'y':{'type':'string'}},'required':['k','y']}]}",
        "{'allOf':[{'properties':{'a':{'type':'integer','minimum':3}},'required':['a']},{'properties':{'a':{'maximum':4},'b':{'type':'boolean'}},'required':['b']}]}",
        "{'allOf':[{'enum':[1,2,3]},{'enum':[3,4]}]}",
        "{'not':{'type':'string'},'type':['string','integer']}",
        "{'type':'integer','minimum':1,'maximum':3,'not':{'const':2}}",
        "{'if':{'properties':{'k':{'const':1}},'required':['k']},'then':{'required':['m']},'else':{'required':['n']},'type':'object','properties':{'k':{'enum':[1,2]},'m':{'type':'string'},'n':{'type':'string'}},'required':['k']}",
        "{'type':'string','pattern':'^[A-Z]{2}-\\\\d{4,6}(x|yz)?$'}",
        "{'type':'string','pattern':'^(?:foo|ba[rz])+\\\\.[^a-z]\\\\w*$'}",
        "{'type':'string','pattern':'^\\\\+?[1-9]\\\\d{1,14}$','minLength':6}",
        "{'type':'string','pattern':'^a*$','minLength':30}",
        "{'type':'string','format':'date-time'}",
        "{'type':'string','format':'date'}",
        "{'type':'string','format':'time'}",
        "{'type':'string','format':'email'}",
        "{'type':'string','format':'uri'}",
        "{'type':'string','format':'uuid'}",
        "{'type':'string','format':'ipv4'}",
        "{'type':'string','format':'ipv6'}",
        "{'type':'string','format':'hostname'}",
        "{'type':'string','format':'duration'}",
      })
  void everyDrawSatisfiesItsSchema(String text) {
    JsonNode schema = schema(text);
    Schema judge = REGISTRY.getSchema(schema.toString(), InputFormat.JSON);
    for (long seed = 0; seed < SEEDS; seed++) {
      JsonNode value = SchemaFiller.fill(schema, seed);
      assertThat(
              judge.validate(
                  value.toString(),
                  InputFormat.JSON,
                  context ->
                      context.executionConfig(config -> config.formatAssertionsEnabled(true))))
          .as("seed %d: %s", seed, value)
          .isEmpty();
    }
  }

  @Test
  void theSameSeedGivesTheSameValueAndOthersGiveOthers() {
    JsonNode schema = schema("{'properties':{'a':{'type':'string'},'b':{'type':'integer'}}}");
    Set<String> values = new HashSet<>();
    for (long seed = 0; seed < SEEDS; seed++) {
      String value = SchemaFiller.fill(schema, seed).toString();
      assertThat(SchemaFiller.fill(schema, seed).toString()).isEqualTo(value);
      values.add(value);
    }
    assertThat(values).hasSizeGreaterThan(SEEDS / 2);
  }

  @Test
  void optionalPropertiesAreFilledToo() {
    JsonNode schema =
        schema("{'type':'object','properties':{'a':{'type':'integer'},'b':{'type':'string'}}}");
    assertThat(SchemaFiller.fill(schema, 7).propertyNames()).containsExactly("a", "b");
  }

  @Test
  void typesMayBeInCapitalsAndNullable() {
    JsonNode schema =
        schema(
            "{'type':'OBJECT','properties':{'a':{'type':'INTEGER','nullable':true},'b':{'type':'ARRAY','items':{'type':'STRING','enum':['x']},'minItems':'2'}}}");
    JsonNode value = SchemaFiller.fill(schema, 1);
    assertThat(value.path("a").isIntegralNumber() || value.path("a").isNull()).isTrue();
    assertThat(value.path("b").toString()).startsWith("[\"x\",\"x\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'type':'object','properties':{'a':false},'required':['a']}",
        "{'$ref':'#'}",
        "{'type':'integer','minimum':5,'maximum':4}",
        "{'type':'object','properties':{'self':{'$ref':'#'}},'required':['self']}",
        "{'type':'string','pattern':'(?=x)(?<!y)('}",
        "{'type':'object','properties':{'l':{'$ref':'#'},'r':{'$ref':'#'}},'required':['l','r']}",
        "{'anyOf':[{'$ref':'#'},{'$ref':'#'}],'not':{}}",
        "{'type':'array','minItems':2000000000,'items':{'type':'integer'}}",
        "{'type':'string','minLength':2000000000}",
      })
  void whatNothingSatisfiesGetsSomeValueAllTheSame(String text) {
    assertThat(SchemaFiller.fill(schema(text), 3)).isNotNull();
  }

  @Test
  void argumentsAreAnObjectWhateverTheSchema() {
    assertThat(SchemaFiller.object(schema("{'type':'string'}"), 1).toString()).isEqualTo("{}");
    assertThat(SchemaFiller.object(schema("null"), 1).toString()).isEqualTo("{}");
  }
}
