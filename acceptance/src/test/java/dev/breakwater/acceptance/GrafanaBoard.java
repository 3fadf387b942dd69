package dev.breakwater.acceptance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;

/** A Grafana dashboard as its file has it, and what is wrong with it. */
final class GrafanaBoard {
  private static final int WIDTH = 24;
  private static final int OLDEST_SCHEMA = 39;
  private static final String DATASOURCE = "${datasource}";

  private final JsonNode board;
  private final List<String> problems = new ArrayList<>();

  GrafanaBoard(String text) {
    board = Http.JSON.readTree(text);
  }

  /** Those that show something; rows only divide them. */
  Stream<JsonNode> panels() {
    return all().filter(panel -> !isRow(panel));
  }

  /** Every query of every panel. */
  List<String> queries() {
    return panels()
        .flatMap(panel -> panel.path("targets").valueStream())
        .map(target -> target.path("expr").asString(""))
        .toList();
  }

  /** The queries of the variables that are asked of the data source. */
  List<String> variableQueries() {
    return variables()
        .filter(it -> it.path("type").asString("").equals("query"))
        .map(it -> it.path("query").path("query").asString(""))
        .toList();
  }

  /** Everything that Grafana would stumble over, or people would miss. */
  List<String> problems() {
    problems.clear();
    need(board.path("schemaVersion").intValue(0) >= OLDEST_SCHEMA, "an old schemaVersion");
    for (String field : List.of("uid", "title")) {
      need(!board.path(field).asString("").isBlank(), "no " + field);
    }
    need(board.path("time").has("from") && board.path("time").has("to"), "no time");
    Set<String> names = new HashSet<>();
    variables().forEach(it -> names.add(it.path("name").asString("")));
    need(names.containsAll(Set.of("datasource", "provider", "model")), "variables are " + names);
    Set<Integer> ids = new HashSet<>();
    all().forEach(panel -> panel(panel, ids));
    overlaps();
    return List.copyOf(problems);
  }

  private void panel(JsonNode panel, Set<Integer> ids) {
    String title = panel.path("title").asString("");
    need(!title.isBlank(), "a panel without title");
    need(!panel.path("type").asString("").isBlank(), title + " has no type");
    need(panel.path("id").isInt() && ids.add(panel.path("id").intValue()), title + "'s id");
    JsonNode place = panel.path("gridPos");
    for (String side : List.of("x", "y", "w", "h")) {
      need(place.path(side).isInt() && place.path(side).intValue() >= 0, title + "'s " + side);
    }
    need(right(place) <= WIDTH && place.path("w").intValue(0) > 0, title + " is too wide");
    if (isRow(panel)) {
      return;
    }
    need(!panel.path("description").asString("").isBlank(), title + " has no description");
    need(isOurs(panel), title + " has another data source");
    JsonNode defaults = panel.path("fieldConfig").path("defaults");
    need(!defaults.path("unit").asString("").isBlank(), title + " has no unit");
    need(
        panel.path("type").asString("").equals("stat")
            || panel.path("options").path("legend").path("showLegend").booleanValue(false),
        title + " has no legend");
    need(panel.path("targets").size() > 0, title + " asks nothing");
    Set<String> references = new HashSet<>();
    for (JsonNode target : panel.path("targets")) {
      need(references.add(target.path("refId").asString("")), title + "'s refId");
      need(!target.path("expr").asString("").isBlank(), title + " has an empty query");
      need(!target.path("legendFormat").asString("").isBlank(), title + " names no series");
      need(isOurs(target), title + " asks another data source");
    }
  }

  private static boolean isOurs(JsonNode asking) {
    JsonNode source = asking.path("datasource");
    return source.path("type").asString("").equals("prometheus")
        && source.path("uid").asString("").equals(DATASOURCE);
  }

  private void overlaps() {
    List<JsonNode> panels = all().toList();
    for (int i = 0; i < panels.size(); i++) {
      for (int j = 0; j < i; j++) {
        JsonNode a = panels.get(i).path("gridPos");
        JsonNode b = panels.get(j).path("gridPos");
        boolean apart =
            right(a) <= left(b)
                || right(b) <= left(a)
                || bottom(a) <= top(b)
                || bottom(b) <= top(a);
        need(apart, panels.get(i).path("title") + " lies over " + panels.get(j).path("title"));
      }
    }
  }

  private static int left(JsonNode place) {
    return place.path("x").intValue(0);
  }

  private static int right(JsonNode place) {
    return left(place) + place.path("w").intValue(0);
  }

  private static int top(JsonNode place) {
    return place.path("y").intValue(0);
  }

  private static int bottom(JsonNode place) {
    return top(place) + place.path("h").intValue(0);
  }

  private Stream<JsonNode> all() {
    return board.path("panels").valueStream();
  }

  private Stream<JsonNode> variables() {
    return board.path("templating").path("list").valueStream();
  }

  private static boolean isRow(JsonNode panel) {
    return panel.path("type").asString("").equals("row");
  }

  private void need(boolean right, String otherwise) {
    if (!right) {
      problems.add(otherwise);
    }
  }
}
