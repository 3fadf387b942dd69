package dev.breakwater.wire.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JsonCursorTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[]",
        " [ ] ",
        "0",
        "-0.5e+10",
        "1E5",
        "\"\"",
        "true",
        "false",
        "null",
        "{\"a\":[1,{\"b\":null}],\"\":\"\\u00e9\\n\"}",
        "\"日本語 🙂 é and then some ascii text\"",
        "[1 , 2\n,\t3\r]",
        "\"\\ud800\""
      })
  void validTextsAreWalkedToTheirEnd(String text) throws MalformedBody {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
    cursor.skip();
    cursor.finish();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "[",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "{'a':1}",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "NaN",
        "Infinity",
        "-Infinity",
        "nul",
        "truee",
        "\"",
        "\"\\x\"",
        "\"\\u12g4\"",
        "\"\\u12\"",
        "\"\t\"",
        "\"a\nb\"",
        "{} {}",
        "1 2",
        "[1 2]",
        "\u00a0{}",
        "{\"a\" 1}",
        "/*c*/{}",
        "\ufeff{}"
      })
  void invalidTextsAreRefused(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> walk(bytes)).isInstanceOf(MalformedBody.class);
  }

  @Test
  void invalidUtf8IsRefusedAndNoValidCharacterIs() throws MalformedBody {
    int[][] invalid = {
      {0x80},
      {0xc0, 0x80},
      {0xc1, 0xbf},
      {0xe0, 0x9f, 0xbf},
      {0xed, 0xa0, 0x80},
      {0xf0, 0x8f, 0xbf, 0xbf},
      {0xf4, 0x90, 0x80, 0x80},
      {0xf5, 0x80, 0x80, 0x80},
      {0xe3, 0x81},
      {0xff},
      {0xc3}
    };
    for (int[] sequence : invalid) {
      byte[] bytes = new byte[sequence.length + 2];
      bytes[0] = '"';
      bytes[bytes.length - 1] = '"';
      for (int i = 0; i < sequence.length; i++) {
        bytes[i + 1] = (byte) sequence[i];
      }
      assertThatThrownBy(() -> walk(bytes))
          .isInstanceOf(MalformedBody.class)
          .hasMessageContaining("UTF-8");
    }
    for (int point = 0x20; point <= Character.MAX_CODE_POINT; point += point < 0x3000 ? 1 : 97) {
      if (point != '"' && point != '\\' && (point < 0xd800 || point > 0xdfff)) {
        walk(("\"" + Character.toString(point) + "\"").getBytes(StandardCharsets.UTF_8));
      }
    }
  }

  @Test
  void theErrorNamesByteLineAndColumn() {
    byte[] bytes = "{\n  \"a\": 1,\n  \"b\": x}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> walk(bytes)).hasMessageContaining("byte 19 (line 3, column 8)");
  }

  @Test
  void nestingAndMembersHaveLimits() throws MalformedBody {
    walk(("[".repeat(200) + "]".repeat(200)).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(
            () -> walk(("[".repeat(201) + "]".repeat(201)).getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("200 levels");
    walk(members(10_000));
    assertThatThrownBy(() -> walk(members(10_001))).hasMessageContaining("10000 members");
    assertThatThrownBy(() -> enter(members(10_001))).hasMessageContaining("10000 members");
    enter(members(10_000));
  }

  @Test
  void theSecondOfTwoLikeKeysIsRefusedHoweverItIsSpelled() {
    byte[] bytes = "{\"model\":1,\"b\":2,\"mod\\u0065l\":3}".getBytes(StandardCharsets.UTF_8);
    assertThatThrownBy(() -> enter(bytes))
        .isInstanceOf(MalformedBody.class)
        .hasMessageContaining("'model' stands twice");
  }

  @Test
  void whatIsRandomlyBrokenIsRefusedByCursorAndTreeAlike() {
    String text =
        "{\"model\":\"a\\n é日本\",\"n\":[1.5e3,-2,true,null],\"o\":{\"p\":\"0123456789abcdef\"}}";
    byte[] original = text.getBytes(StandardCharsets.UTF_8);
    long seed = 20_251_121;
    Random random = new Random(seed);
    for (int round = 0; round < 10_000; round++) {
      byte[] bytes = original.clone();
      for (int change = random.nextInt(3); change >= 0; change--) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      boolean cursor = accepts(() -> enter(bytes));
      boolean tree = isUtf8(bytes) && accepts(() -> Json.object(bytes));
      assertThat(cursor)
          .as("seed %d round %d: %s", seed, round, new String(bytes, StandardCharsets.UTF_8))
          .isEqualTo(tree);
    }
  }

  private interface Reading {
    void read() throws MalformedBody;
  }

  private static boolean accepts(Reading reading) {
    try {
      reading.read();
      return true;
    } catch (MalformedBody e) {
      return false;
    }
  }

  private static boolean isUtf8(byte[] bytes) {
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static byte[] members(int count) {
    StringBuilder text = new StringBuilder("{");
    for (int i = 0; i < count; i++) {
      text.append(i == 0 ? "" : ",").append("\"k").append(i).append("\":0");
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void walk(byte[] bytes) throws MalformedBody {
    JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
    cursor.skip();
    cursor.finish();
  }

  private static void enter(byte[] bytes) throws MalformedBody {
    JsonCursor cursor = new JsonCursor(bytes, 0, bytes.length);
    SeenKeys seen = new SeenKeys();
    if (cursor.firstMember()) {
      do {
        seen.add(cursor);
        cursor.skip();
      } while (cursor.nextMember());
    }
    cursor.finish();
  }
}
