package dev.breakwater.wire.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.breakwater.wire.format.Inexpressible;
import dev.breakwater.wire.format.Protocol;
import dev.breakwater.wire.json.MalformedBody;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

/** The examples of the guide to translation, taken at their word. */
class TranslationGuideTest {
  private static final Path GUIDE = Path.of("../docs/translation.md");
  private static final Pattern SECTION = Pattern.compile("(?m)^### ");
  private static final int LEAST_SECTIONS = 12;
  private static final JsonMapper MAPPER = JsonMapper.shared();

  /** What one provider gets of one request. */
  record Example(
      String title,
      Protocol client,
      String request,
      Protocol provider,
      String model,
      Expected expected) {
    @Override
    public String toString() {
      return title + ", to " + provider + "'s " + model;
    }
  }

  sealed interface Expected {
    record Sent(String body, List<String> dropped) implements Expected {}

    /**
     * @param line with the sentence that the client reads
     */
    record Refused(String field, String line) implements Expected {}
  }

  @ParameterizedTest
  @MethodSource("examples")
  void anExampleOfTheGuideComesTrue(Example example) throws Exception {
    Bridge bridge = Golden.BRIDGES.between(example.client(), example.provider());
    switch (example.expected()) {
      case Expected.Sent sent -> {
        Outgoing outgoing = bridge.request(ask(example), example.model());
        assertThat(MAPPER.readTree(outgoing.body())).isEqualTo(MAPPER.readTree(sent.body()));
        assertThat(outgoing.dropped()).isEqualTo(sent.dropped());
      }
      case Expected.Refused refused -> {
        Ask ask = ask(example);
        Inexpressible thrown =
            catchThrowableOfType(Inexpressible.class, () -> bridge.request(ask, example.model()));
        assertThat(thrown).isNotNull();
        assertThat(thrown.field()).isEqualTo(refused.field());
        assertThat(refused.line()).contains(thrown.getMessage());
      }
    }
  }

  @Test
  void theGuideShowsEveryProtocolFromBothSidesWhereItIsSpoken() throws IOException {
    Set<String> titles = new TreeSet<>();
    Set<Protocol> clients = new TreeSet<>();
    Set<Protocol> providers = new TreeSet<>();
    for (Example example : examples()) {
      titles.add(example.title());
      clients.add(example.client());
      providers.add(example.provider());
    }
    assertThat(titles).hasSizeGreaterThanOrEqualTo(LEAST_SECTIONS);
    assertThat(clients).containsAll(Golden.both());
    assertThat(providers).containsAll(Golden.providers());
  }

  private static Ask ask(Example example) throws MalformedBody {
    return Golden.ask(example.client(), example.request().getBytes(StandardCharsets.UTF_8));
  }

  static List<Example> examples() throws IOException {
    String guide = Files.readString(GUIDE);
    String part = guide.substring(guide.indexOf("\n## Examples\n") + 1);
    int next = part.indexOf("\n## ");
    List<Example> examples = new ArrayList<>();
    SECTION
        .splitAsStream(next < 0 ? part : part.substring(0, next))
        .skip(1)
        .forEach(section -> new Section(section).readInto(examples));
    return examples;
  }

  /** A request and what each provider that follows gets of it. */
  private static final class Section {
    private static final Pattern BLOCK = Pattern.compile("(?s)```json (\\w+)\n(.*?)```");
    private static final Pattern TARGET = Pattern.compile("(?m)^To `(\\w+)`, model `(.+)`:$");
    private static final Pattern DROPPED = Pattern.compile("(?m)^Dropped: (.+)$");
    private static final Pattern REFUSED = Pattern.compile("(?m)^Refused: `(.+?)`.*$");
    private static final Pattern QUOTED = Pattern.compile("`(.+?)`");

    private final String title;
    private final String text;

    Section(String text) {
      this.title = text.lines().findFirst().orElseThrow();
      this.text = text;
    }

    void readInto(List<Example> examples) {
      List<MatchResult> targets = TARGET.matcher(text).results().toList();
      assertThat(targets).as("targets of '%s'", title).isNotEmpty();
      Matcher request = first(BLOCK, text.substring(0, targets.getFirst().start()));
      for (int i = 0; i < targets.size(); i++) {
        int end = i + 1 < targets.size() ? targets.get(i + 1).start() : text.length();
        Protocol provider = protocol(targets.get(i).group(1));
        examples.add(
            new Example(
                title,
                protocol(request.group(1)),
                request.group(2),
                provider,
                targets.get(i).group(2),
                expected(provider, text.substring(targets.get(i).end(), end))));
      }
    }

    private Expected expected(Protocol provider, String said) {
      Matcher refused = REFUSED.matcher(said);
      if (refused.find()) {
        return new Expected.Refused(refused.group(1), refused.group());
      }
      Matcher block = first(BLOCK, said);
      assertThat(protocol(block.group(1))).as("block of '%s'", title).isEqualTo(provider);
      Matcher line = DROPPED.matcher(said);
      List<String> dropped =
          line.find()
              ? QUOTED.matcher(line.group(1)).results().map(it -> it.group(1)).toList()
              : List.of();
      return new Expected.Sent(block.group(2), dropped);
    }

    private Matcher first(Pattern pattern, String where) {
      Matcher matcher = pattern.matcher(where);
      assertThat(matcher.find()).as("'%s' has %s", title, pattern).isTrue();
      return matcher;
    }

    private static Protocol protocol(String word) {
      return Protocol.valueOf(word.toUpperCase(Locale.ROOT));
    }
  }
}
