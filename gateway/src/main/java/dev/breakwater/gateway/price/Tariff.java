package dev.breakwater.gateway.price;

import java.util.List;

/**
 * The rates of a model, which may depend on how long the prompt is.
 *
 * @param base for prompts that no tier is for
 * @param mode what the tiers' rates are for; without tiers it says nothing
 * @param tiers in ascending order
 */
public record Tariff(Rates base, Mode mode, List<Tier> tiers) {
  /** What a tier's rates are for. */
  public enum Mode {
    /** The whole request, once its input is longer than the tier begins. */
    WHOLE,
    /**
     * Only the tokens above: input tokens beyond the tier's beginning (what was read from a cache
     * or written to one stands first), and likewise output tokens beyond it, which are counted for
     * themselves.
     */
    MARGINAL
  }

  /**
   * @param above more tokens than this, from 1 to {@value #FURTHEST}
   */
  public record Tier(long above, Rates rates) {
    public static final long FURTHEST = 1_000_000_000L;

    /**
     * @throws IllegalArgumentException when {@code above} is out of range
     */
    public Tier {
      if (above < 1 || above > FURTHEST) {
        throw new IllegalArgumentException(
            "a tier above " + above + " tokens is out of range; from 1 to " + FURTHEST);
      }
    }
  }

  /**
   * @throws IllegalArgumentException when the tiers do not ascend
   */
  public Tariff {
    tiers = List.copyOf(tiers);
    for (int tier = 1; tier < tiers.size(); tier++) {
      if (tiers.get(tier).above() <= tiers.get(tier - 1).above()) {
        throw new IllegalArgumentException(
            "the tiers do not ascend: "
                + tiers.get(tier).above()
                + " comes after "
                + tiers.get(tier - 1).above());
      }
    }
  }

  /** The same for prompts of every length. */
  public static Tariff flat(Rates rates) {
    return new Tariff(rates, Mode.WHOLE, List.of());
  }

  /** The rates for a whole request by the length of its input. */
  Rates forWhole(long input) {
    Rates rates = base;
    for (int tier = 0; tier < tiers.size() && input > tiers.get(tier).above(); tier++) {
      rates = tiers.get(tier).rates();
    }
    return rates;
  }
}
