package dev.breakwater.simulator.speech;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Embeddings of texts: the sum of a direction for each word, as long as 1. Texts that share words
 * are near each other, the same text has the same embedding always.
 */
public final class Vector {
  private static final Pattern BORDERS = Pattern.compile("[^\\p{L}\\p{N}]+");

  private Vector() {}

  /**
   * The embedding of a text.
   *
   * @param dimensions 1 and up
   */
  public static float[] of(String text, int dimensions) {
    double[] sum = new double[dimensions];
    for (String word : BORDERS.split(text.toLowerCase(Locale.ROOT), -1)) {
      long state = new Seed().mix(word).value();
      for (int index = 0; index < dimensions; index++) {
        state = Seed.scramble(state);
        sum[index] += (state >> 40) / (double) (1 << 23);
      }
    }
    double square = 0;
    for (double one : sum) {
      square += one * one;
    }
    double length = Math.sqrt(square);
    float[] vector = new float[dimensions];
    for (int index = 0; index < dimensions; index++) {
      vector[index] = (float) (sum[index] / length);
    }
    return vector;
  }

  /** The numbers in Base64, four bytes each, lowest first. */
  public static String base64(float[] vector) {
    ByteBuffer bytes = ByteBuffer.allocate(vector.length * 4).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(vector);
    return Base64.getEncoder().encodeToString(bytes.array());
  }
}
