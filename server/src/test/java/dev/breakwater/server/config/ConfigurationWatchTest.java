package dev.breakwater.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationWatchTest {

  private static final String GOOD = Loads.PROVIDERS + "server: {port: 23001}\n";

  @TempDir private Path directory;

  private Path file = Path.of("unset");
  private final BlockingQueue<String> heard = new LinkedBlockingQueue<>();

  private final ConfigurationWatch.Listener listener =
      new ConfigurationWatch.Listener() {
        @Override
        public void changed(
            Configuration configuration,
            String text,
            List<Problem> warnings,
            List<String> restartRequired) {
          heard.add(
              "changed to "
                  + configuration.gateway().providers().size()
                  + " providers, restart for "
                  + restartRequired);
        }

        @Override
        public void refused(List<Problem> problems) {
          heard.add("refused: " + problems.getFirst().message());
        }
      };

  @BeforeEach
  void writeTheFile() throws IOException {
    file = directory.resolve("breakwater.yaml");
    Files.writeString(file, GOOD);
  }

  private ConfigurationWatch watch() {
    ConfigurationLoader loader = new ConfigurationLoader(Map.of(), LoadOptions.NONE);
    return new ConfigurationWatch(file, loader, GOOD, Loads.accepted(GOOD), listener);
  }

  @Test
  void anUnchangedFileIsNotTakenUp() {
    ConfigurationWatch watch = watch();
    watch.look();
    watch.look();

    assertThat(heard).isEmpty();
  }

  @Test
  void aChangeIsTakenUpOnceItStandsStill() throws IOException {
    ConfigurationWatch watch = watch();
    Files.writeString(file, "providers: [{name: openai, models: [half");
    watch.look();
    Files.writeString(file, "providers: [{name: openai, models: [whole]}]\nserver: {port: 23001}");
    watch.look();
    assertThat(heard).as("seen only once").isEmpty();
    watch.look();
    watch.look();

    assertThat(heard).containsExactly("changed to 1 providers, restart for []");
  }

  @Test
  void aBrokenFileIsReportedOnceAndAFixedOneTakenUp() throws IOException {
    ConfigurationWatch watch = watch();
    Files.writeString(file, "server: {port: x}");
    watch.look();
    watch.look();
    watch.look();
    Files.writeString(file, GOOD);
    watch.look();
    watch.look();

    assertThat(heard)
        .containsExactly(
            "refused: 'x' is not a whole number", "changed to 2 providers, restart for []");
  }

  @Test
  void aVanishedFileKeepsWhatHolds() throws IOException {
    ConfigurationWatch watch = watch();
    Files.delete(file);
    watch.look();
    watch.look();

    assertThat(heard).containsExactly("refused: " + file + " does not exist");
  }

  @Test
  void anEmptiedFileKeepsWhatHoldsUnlessItMeansIt() throws IOException {
    ConfigurationWatch watch = watch();
    take(watch, "");
    take(watch, "\n# nothing but words\n  \n");
    take(watch, "{}");

    assertThat(heard).hasSize(3);
    assertThat(heard.poll()).startsWith("refused: " + file + " says nothing");
    assertThat(heard.poll()).startsWith("refused: " + file + " says nothing");
    assertThat(heard.poll()).startsWith("changed to 3 providers");
  }

  @Test
  void whatHoldsOnlyFromTheNextStartIsNamed() throws IOException {
    ConfigurationWatch watch = watch();
    Files.writeString(file, Loads.PROVIDERS + "server: {port: 23002}\ndata: elsewhere\n");
    watch.look();
    watch.look();

    assertThat(heard).containsExactly("changed to 2 providers, restart for [server.port, data]");
  }

  @Test
  void aSwappedLinkIsNoticed() throws IOException {
    Path other = directory.resolve("other.yaml");
    Files.writeString(other, "server: {port: 23001}");
    ConfigurationWatch watch = watch();
    Files.delete(file);
    Files.createSymbolicLink(file, other);
    watch.look();
    watch.look();

    assertThat(heard).containsExactly("changed to 3 providers, restart for [simulator]");
  }

  @Test
  void whateverStandsInThePlaceOfTheFileIsRefusedInWords() throws IOException {
    ConfigurationWatch watch = watch();
    StringBuilder bomb = new StringBuilder("a: &a [x, x, x, x, x, x, x, x, x]\n");
    for (char next = 'b'; next < 'l'; next++) {
      String below = "*" + (char) (next - 1);
      bomb.append("%c: &%c [%s, %s, %s, %s]\n".formatted(next, next, below, below, below, below));
    }
    take(watch, "x".repeat(10_000_000));
    take(watch, bomb.toString());
    take(watch, "\u0000\u0001 not: [yaml");
    take(watch, "providers: 7");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, 0, 1});
    watch.look();
    watch.look();
    Files.delete(file);
    Files.createDirectory(file);
    watch.look();
    watch.look();
    Files.delete(file);
    take(watch, GOOD + "# and good again\n");

    assertThat(heard).hasSize(7);
    assertThat(heard.poll()).contains("longer than 500000 characters");
    assertThat(heard.poll()).contains("an anchor (&name)");
    assertThat(heard.poll()).contains("not YAML");
    assertThat(heard.poll()).contains("expected a list, found a single value");
    assertThat(heard.poll()).contains("is not UTF-8 text");
    assertThat(heard.poll()).contains("is a directory");
    assertThat(heard.poll()).isEqualTo("changed to 2 providers, restart for []");
  }

  @Test
  void aConfigMapsSwappedDirectoryIsNoticed() throws IOException {
    Path first = Files.createDirectory(directory.resolve("..first"));
    Path second = Files.createDirectory(directory.resolve("..second"));
    Files.writeString(first.resolve("breakwater.yaml"), GOOD);
    Files.writeString(
        second.resolve("breakwater.yaml"),
        "providers: [{name: openai, models: [a]}]\nserver: {port: 23001}");
    Path data = directory.resolve("..data");
    Files.createSymbolicLink(data, first.getFileName());
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("..data", "breakwater.yaml"));
    ConfigurationWatch watch = watch();
    watch.look();
    Path fresh = Files.createSymbolicLink(directory.resolve("..new"), second.getFileName());
    Files.move(fresh, data, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    watch.look();
    watch.look();

    assertThat(heard).containsExactly("changed to 1 providers, restart for []");
  }

  @Test
  void everybodyIsToldWhereTheFileIsBrokenButNotWhatStandsThere() {
    FileState state = new FileState(java.time.Instant.EPOCH);
    assertThat(state.warning()).isEmpty();
    Loaded loaded = Loads.load("server:\n  port: planted-secret\n  host: '?'\n");
    state.refused(((Loaded.Rejected) loaded).problems());

    assertThat(state.warning())
        .contains(
            "the configuration file is broken at line 2, server.port and 1 more; the last good one"
                + " stays in force");
    state.takenUp(java.time.Instant.ofEpochSecond(7), List.of("data"));
    assertThat(state.warning()).isEmpty();
    assertThat(state.current().restartRequired()).containsExactly("data");
  }

  private void take(ConfigurationWatch watch, String text) throws IOException {
    Files.writeString(file, text);
    watch.look();
    watch.look();
  }

  @Test
  void theWatchLooksByItselfAtLeastEveryTwoSeconds() throws Exception {
    try (ConfigurationWatch watch = watch().start()) {
      assertThat(watch).isNotNull();
      Files.writeString(file, "providers: [{name: openai, models: [a]}]\nserver: {port: 23001}");

      assertThat(heard.poll(10, TimeUnit.SECONDS))
          .isEqualTo("changed to 1 providers, restart for []");
    }
  }

  @Test
  void theLastGoodTextIsTheOwnersAlone() throws IOException {
    Path data = directory.resolve("data");
    assertThat(LastGood.read(data)).isEmpty();
    LastGood.keep(data, "one");
    LastGood.keep(data, GOOD);

    assertThat(LastGood.read(data)).contains(GOOD);
    assertThat(
            java.nio.file.attribute.PosixFilePermissions.toString(
                Files.getPosixFilePermissions(LastGood.file(data))))
        .isEqualTo("rw-------");
  }
}
