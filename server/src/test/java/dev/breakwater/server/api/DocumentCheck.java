package dev.breakwater.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Whether an OpenAPI document is one that tools can read, down to the last schema. */
public final class DocumentCheck {
  private static final Set<String> TYPES =
      Set.of("object", "array", "string", "integer", "number", "boolean");
  private static final Set<String> METHODS =
      Set.of("get", "put", "post", "delete", "patch", "head");

  private final JsonNode document;

  private DocumentCheck(JsonNode document) {
    this.document = document;
  }

  /**
   * @return how many operations it has
   */
  public static int check(JsonNode document) {
    return new DocumentCheck(document).whole();
  }

  private int whole() {
    assertThat(document.get("openapi").stringValue()).startsWith("3.1.");
    assertThat(document.get("info").get("title").stringValue()).isNotBlank();
    assertThat(document.at("/components/securitySchemes/key/scheme").stringValue())
        .isEqualTo("bearer");
    Set<String> ids = new HashSet<>();
    each((path, operation) -> {
      checkOperation(path, operation);
      assertThat(ids.add(operation.get("operationId").stringValue())).as("%s", path).isTrue();
    });
    return ids.size();
  }

  private void each(BiConsumer<String, JsonNode> work) {
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      assertThat(path.getKey()).startsWith("/");
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        assertThat(METHODS).contains(operation.getKey());
        work.accept(path.getKey(), operation.getValue());
      }
    }
  }

  private void checkOperation(String path, JsonNode operation) {
    assertThat(operation.get("summary").stringValue()).as("%s", path).isNotBlank();
    String right = operation.get("x-breakwater-right").stringValue();
    assertThat(operation.path("security").at("/0").has("key"))
        .as("%s takes %s", path, right)
        .isEqualTo(!right.equals("none"));
    checkParameters(path, operation.get("parameters"));
    assertThat(operation.get("responses").size()).isPositive();
    for (JsonNode response : operation.get("responses")) {
      assertThat(response.get("description").stringValue()).isNotBlank();
      response.get("content").forEach(content -> checkSchema(path, content.get("schema")));
    }
    JsonNode body = operation.get("requestBody");
    if (body != null) {
      checkSchema(path, body.at("/content/application~1json/schema"));
    }
  }

  private void checkParameters(String path, JsonNode parameters) {
    Set<String> inPath = new HashSet<>();
    Set<String> seen = new HashSet<>();
    for (JsonNode parameter : parameters) {
      String name = parameter.get("name").stringValue();
      String in = parameter.get("in").stringValue();
      assertThat(in).isIn("path", "query");
      assertThat(seen.add(in + name)).as("%s of %s twice", name, path).isTrue();
      if (in.equals("path")) {
        assertThat(parameter.get("required").booleanValue()).isTrue();
        inPath.add(name);
      } else {
        assertThat(parameter.get("description").stringValue()).as("%s", name).isNotBlank();
      }
      checkSchema(path, parameter.get("schema"));
    }
    Matcher variables = Pattern.compile("\\{([^}]+)}").matcher(path);
    Set<String> named = new HashSet<>();
    while (variables.find()) {
      named.add(variables.group(1));
    }
    assertThat(inPath).isEqualTo(named);
  }

  private void checkSchema(String path, JsonNode schema) {
    assertThat(schema.isObject()).as("a schema of %s", path).isTrue();
    JsonNode reference = schema.get("$ref");
    if (reference != null) {
      assertThat(document.at(reference.stringValue().substring(1)).isObject()).isTrue();
      return;
    }
    JsonNode alternatives = schema.get("oneOf");
    if (alternatives != null) {
      assertThat(alternatives.size()).isGreaterThan(1);
      alternatives.forEach(it -> checkSchema(path, it));
      return;
    }
    assertThat(TYPES).as("%s", path).contains(schema.get("type").stringValue());
    if (schema.has("properties")) {
      schema.get("properties").forEach(it -> checkSchema(path, it));
    }
    if (schema.get("type").stringValue().equals("array")) {
      checkSchema(path, schema.get("items"));
    }
  }
}
