package dev.breakwater.store.sql;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.operations.flags.FlagValue;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SqlFlagsTest extends OnEachDatabase {
  private static final Instant NOW = Instant.ofEpochMilli(1_750_000_000_000L);

  SqlFlagsTest(TestDatabase.Kind kind) {
    super(kind);
  }

  @Test
  void everyKindOfValueComesBackAsItWasKept() {
    SqlFlags flags = new SqlFlags(database);
    FlagValue number = new FlagValue.Decimal(new BigDecimal("12345678901234567890.000000001"));
    FlagValue text = new FlagValue.Text("true \"\\ \n 日本");
    flags.put("ON", new FlagValue.Switch(true), NOW);
    flags.put("OFF", new FlagValue.Switch(false), NOW);
    flags.put("NUMBER", number, NOW);
    flags.put("WHOLE", new FlagValue.Decimal(new BigDecimal("-300")), NOW);
    flags.put("TEXT", new FlagValue.Text("replaced"), NOW);
    flags.put("TEXT", text, NOW);

    assertThat(flags.all())
        .isEqualTo(
            Map.of(
                "ON",
                new FlagValue.Switch(true),
                "OFF",
                new FlagValue.Switch(false),
                "NUMBER",
                number,
                "WHOLE",
                new FlagValue.Decimal(new BigDecimal("-300")),
                "TEXT",
                text));
    assertThat(flags.delete("TEXT")).isTrue();
    assertThat(flags.delete("TEXT")).isFalse();
    assertThat(flags.all()).doesNotContainKey("TEXT").hasSize(4);
  }
}
