package dev.breakwater.wire.size;

import static org.assertj.core.api.Assertions.assertThat;

import dev.breakwater.wire.size.PromptMedia.Pixels;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PromptSizeTest {
  private static final String ENGLISH =
      "The quick brown fox jumps over the lazy dog while seventeen engineers argue about tokens. ";

  @Test
  void englishHasFourToFiveLettersAToken() {
    PromptSize size = size(chat(ENGLISH.repeat(20)));
    assertThat(size.script()).isEqualTo(Script.LATIN);
    // A public vocabulary has 17 tokens for the sentence.
    assertThat(size.textTokens()).isBetween(20 * 15L, 20 * 23L);
    assertThat(size.media()).isEqualTo(PromptMedia.NONE);
  }

  @ParameterizedTest
  @CsvSource({
    "IDEOGRAPHS, 今日は天気がいいので散歩に行きます。, 8, 20",
    "IDEOGRAPHS, 오늘은 날씨가 좋아서 산책하러 갑니다., 8, 20",
    "IDEOGRAPHS, 今天天气很好所以我们去散步。, 6, 15",
    "ALPHABET, Сегодня хорошая погода и мы идем гулять в парк., 10, 22",
    "CODE, for(i=0;i<9;i++){a[i]=b[i]*2+(c%7);}, 12, 36",
  })
  void everyScriptHasItsOwnDensity(Script script, String text, long least, long most) {
    PromptSize size = size(chat(text.repeat(50)));
    assertThat(size.script()).isEqualTo(script);
    assertThat(size.textTokens() / 50).isBetween(least, most);
  }

  @Test
  void aSignWrittenAsAnEscapeWeighsAsTheSignItself() {
    String escaped = "\\u4eca\\u65e5\\u306f".repeat(200);
    String plain = "今日は".repeat(200);
    assertThat(size(chat(escaped)).textTokens())
        .isCloseTo(size(chat(plain)).textTokens(), Percentage.withPercentage(3));
    assertThat(size(chat(escaped)).script()).isEqualTo(Script.IDEOGRAPHS);
  }

  @ParameterizedTest
  @CsvSource({"png, 640, 480", "jpeg, 4000, 3000", "gif, 17, 65535", "webp, 800, 600"})
  void anInlineImageHasThePixelsOfItsHeaderAndNoText(String kind, int width, int height) {
    String image = Base64.getEncoder().encodeToString(image(kind, width, height, 60_000));
    String[] bodies = {
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"data:image/"
          + kind
          + ";base64,"
          + image
          + "\"}}]}]}",
      "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\": \"image\", \"source\":{\"type\":\"base64\",\"media_type\":\"image/"
          + kind
          + "\",\"data\": \""
          + image
          + "\"}}]}]}",
      "{\"contents\":[{\"parts\":[{\"inlineData\":{\"mimeType\":\"image/x\",\"data\":\""
          + image
          + "\"}}]}]}",
    };
    for (String body : bodies) {
      PromptSize size = size(body);
      assertThat(size.media().images())
          .as(body.substring(0, 60))
          .containsExactly(new Pixels(width, height));
      assertThat(size.media().otherImages()).isZero();
      assertThat(size.textTokens()).isLessThan(80);
    }
  }

  @Test
  void imagesWhoseSizeNobodyKnowsAreCounted() {
    String url = "{\"type\":\"image_url\",\"image_url\":{\"url\":\"https://example.com/a.png\"}}";
    assertThat(size("[" + url + "," + url + "]").media().otherImages()).isEqualTo(2);
    assertThat(
            size("{\"type\":\"image\",\"source\":{\"type\":\"url\",\"url\":\"https://a/b\"}}")
                .media()
                .otherImages())
        .isOne();
    String odd = Base64.getEncoder().encodeToString(new byte[600]);
    assertThat(size("{\"image_url\":\"data:image/heic;base64," + odd + "\"}").media())
        .isEqualTo(new PromptMedia(List.of(), 1, 0, 0, 0));
  }

  @Test
  void anImageWhoseBase64IsEscapedOrBrokenStillCounts() {
    String image = Base64.getEncoder().encodeToString(image("jpeg", 640, 480, 3_000));
    PromptSize size =
        size(
            "{\"image_url\":{\"url\":\"data:image\\/jpeg;base64,"
                + image.replace("/", "\\/")
                + "\"}}");
    assertThat(size.media().images().size() + size.media().otherImages()).isOne();
    assertThat(size.textTokens()).isLessThan(40);
  }

  @Test
  void documentsAndSoundHaveTheirSizes() {
    byte[] pdf = new byte[120_000];
    System.arraycopy("%PDF-1.7".getBytes(StandardCharsets.US_ASCII), 0, pdf, 0, 8);
    String file = Base64.getEncoder().encodeToString(pdf);
    PromptSize inline =
        size("{\"type\":\"document\",\"source\":{\"type\":\"base64\",\"data\":\"" + file + "\"}}");
    assertThat(inline.media().fileBytes()).isEqualTo(120_000);
    assertThat(inline.media().files()).isZero();
    assertThat(inline.tokens()).isBetween(3 * 1_500L, 3 * 1_500L + 60);
    assertThat(size("{\"type\":\"file\",\"file\":{\"file_id\":\"file-abc\"}}").media().files())
        .isOne();
    byte[] sound = new byte[32_000];
    System.arraycopy("ID3".getBytes(StandardCharsets.US_ASCII), 0, sound, 0, 3);
    PromptSize heard =
        size(
            "{\"type\":\"input_audio\",\"input_audio\":{\"data\":\""
                + Base64.getEncoder().encodeToString(sound)
                + "\",\"format\":\"mp3\"}}");
    assertThat(heard.media().audioBytes()).isBetween(32_000L, 32_002L);
    assertThat(heard.media().tokens(ImageBilling.TILES)).isEqualTo(64);
  }

  @Test
  void whatAUserSaysIsNoMedia() {
    PromptSize size =
        size(
            chat(
                "{\\\"type\\\":\\\"image\\\",\\\"image_url\\\":\\\"data:image/png;base64,AAAA\\\"}"));
    assertThat(size.media()).isEqualTo(PromptMedia.NONE);
    assertThat(size("{\"data\":\"" + ENGLISH.repeat(9) + "\"}").textTokens()).isGreaterThan(100);
    assertThat(size("{\"role\":\"image\",\"data\":5,\"image\":\"image\"}").media())
        .isEqualTo(PromptMedia.NONE);
  }

  @Test
  void anyBytesAtAllHaveASize() {
    long seed = 42;
    Random random = new Random(seed);
    String[] words = {
      "\"data\":\"",
      "data:",
      "\"image_url\":",
      "\\",
      "\"",
      "\\u",
      ";base64,",
      "iVBORw0KGgo",
      "/9j/",
      "UklGR",
      "\"type\":\"image\"",
      "\u6f22",
      "R0lGOD",
      "\"document\"",
      "A".repeat(70)
    };
    for (int round = 0; round < 20_000; round++) {
      ByteArrayOutputStream body = new ByteArrayOutputStream();
      for (int part = random.nextInt(12); part > 0; part--) {
        body.writeBytes(words[random.nextInt(words.length)].getBytes(StandardCharsets.UTF_8));
        byte[] noise = new byte[random.nextInt(6)];
        random.nextBytes(noise);
        body.writeBytes(noise);
      }
      PromptSize size = PromptSize.of(body.toByteArray());
      assertThat(size.tokens()).as("seed %d, round %d", seed, round).isNotNegative();
    }
  }

  @ParameterizedTest
  @CsvSource({
    // Vendors' own examples.
    "gpt-4o, 1024, 1024, 765",
    "gpt-4o, 2048, 4096, 1105",
    "gpt-4o-mini, 1024, 1024, 25501",
    "gpt-5, 1024, 1024, 630",
    "claude-sonnet-4, 1000, 1000, 1334",
    "claude-sonnet-4, 200, 200, 54",
    "claude-sonnet-4, 9000, 9000, 1600",
    "gemini-2.5-flash, 384, 384, 258",
    "gemini-2.5-flash, 1000, 700, 516",
    "gpt-4.1-mini, 1024, 1024, 1761",
    "unheard-of, 750, 1, 1",
    "gpt-4o, 1, 65535, 765",
  })
  void imagesAreBilledAsTheirVendorsDo(String model, int width, int height, long tokens) {
    assertThat(ImageBilling.of(model).tokens(width, height)).isEqualTo(tokens);
  }

  private static String chat(String text) {
    return "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"" + text + "\"}]}";
  }

  private static PromptSize size(String body) {
    return PromptSize.of(body.getBytes(StandardCharsets.UTF_8));
  }

  /** A header and noise behind it. */
  private static byte[] image(String kind, int width, int height, int length) {
    ByteBuffer image = ByteBuffer.allocate(length);
    switch (kind) {
      case "png" ->
          image
              .put(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10, 0, 0, 0, 13})
              .put("IHDR".getBytes(StandardCharsets.US_ASCII))
              .putInt(width)
              .putInt(height);
      case "gif" ->
          image
              .put("GIF89a".getBytes(StandardCharsets.US_ASCII))
              .order(ByteOrder.LITTLE_ENDIAN)
              .putShort((short) width)
              .putShort((short) height);
      case "webp" ->
          image
              .put("RIFF....WEBPVP8X".getBytes(StandardCharsets.US_ASCII))
              .put(new byte[8])
              .put((byte) (width - 1))
              .put((byte) ((width - 1) >> 8))
              .put((byte) 0)
              .put((byte) (height - 1))
              .put((byte) ((height - 1) >> 8))
              .put((byte) 0);
      default ->
          image
              .putShort((short) 0xFFD8)
              .putShort((short) 0xFFE1)
              .putShort((short) Math.min(length / 2, 40_000))
              .position(2 + 2 + Math.min(length / 2, 40_000))
              .putShort((short) 0xFFC2)
              .putShort((short) 17)
              .put((byte) 8)
              .putShort((short) height)
              .putShort((short) width);
    }
    Random noise = new Random(1);
    while (image.hasRemaining()) {
      image.put((byte) noise.nextInt());
    }
    return image.array();
  }
}
