package dev.breakwater.wire.size;

/** How vendors make tokens of an image's pixels. */
public enum ImageBilling {
  /**
   * OpenAI's GPT-4o and 4.1: scaled into 2048 by 2048, then to 768 on its shorter side; 85 tokens
   * and 170 for each tile of 512 by 512.
   */
  TILES {
    @Override
    long tokens(long width, long height) {
      return tiles(width, height, 85, 170);
    }
  },

  /** OpenAI's GPT-5: the same with 70 tokens and 140 a tile. */
  SMALLER_TILES {
    @Override
    long tokens(long width, long height) {
      return tiles(width, height, 70, 140);
    }
  },

  /** OpenAI's GPT-4o mini: the same with 2,833 tokens and 5,667 a tile. */
  DEARER_TILES {
    @Override
    long tokens(long width, long height) {
      return tiles(width, height, 2_833, 5_667);
    }
  },

  /** OpenAI's smaller 4.1 and o4 models: patches of 32 by 32, at most 1,536, times 1.62 to 2.46. */
  PATCHES {
    @Override
    long tokens(long width, long height) {
      long patches = parts(width, 32) * parts(height, 32);
      return Math.min(patches, 1_536) * 172 / 100;
    }
  },

  /** Gemini: 258 for a small image, else 258 for each tile of 768 by 768. */
  CROPS {
    @Override
    long tokens(long width, long height) {
      boolean small = width <= 384 && height <= 384;
      return small ? 258 : 258 * parts(width, 768) * parts(height, 768);
    }
  },

  /** Anthropic: pixels by 750, scaled down to 1,568 on the longer side; and for anybody else. */
  BY_PIXELS {
    @Override
    long tokens(long width, long height) {
      long longer = Math.max(width, height);
      long pixels =
          longer <= 1_568 ? width * height : width * 1_568 / longer * (height * 1_568 / longer);
      return Math.min(1_600, parts(pixels, 750));
    }
  };

  /** The side of the square image that stands for one whose size nobody knows. */
  private static final long USUAL_SIDE = 1_024;

  private final long unknown = tokens(USUAL_SIDE, USUAL_SIDE);

  /**
   * @param width from 1
   * @param height from 1
   */
  abstract long tokens(long width, long height);

  /** For an image whose size nobody knows: as for one of 1,024 by 1,024 pixels. */
  long unknown() {
    return unknown;
  }

  /** By the words in a model's name, wherever it is served. */
  public static ImageBilling of(String model) {
    if (model.contains("gemini")) {
      return CROPS;
    }
    if (model.contains("4o-mini")) {
      return DEARER_TILES;
    }
    if (model.contains("gpt-4.1-mini")
        || model.contains("gpt-4.1-nano")
        || model.contains("o4-mini")) {
      return PATCHES;
    }
    if (model.contains("gpt-5") || model.contains("gpt-6")) {
      return SMALLER_TILES;
    }
    return model.contains("gpt-4") || model.startsWith("o1") || model.startsWith("o3")
        ? TILES
        : BY_PIXELS;
  }

  static long tiles(long width, long height, long base, long perTile) {
    double scale = Math.min(1, 2_048.0 / Math.max(width, height));
    scale = Math.min(scale, 768.0 / Math.min(width, height));
    long across = parts(Math.round(width * scale), 512);
    long down = parts(Math.round(height * scale), 512);
    return base + perTile * across * down;
  }

  static long parts(long length, long part) {
    return Math.max(1, (length + part - 1) / part);
  }
}
