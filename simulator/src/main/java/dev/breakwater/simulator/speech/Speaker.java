package dev.breakwater.simulator.speech;

import dev.breakwater.simulator.schema.SchemaFiller;
import dev.breakwater.simulator.speech.Utterance.Ending;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Answers a demand with blocks that depend on the seed and the demand alone, but for the ids of
 * calls: thoughts when they are wanted, then calls of tools or a text.
 */
public final class Speaker {
  private static final long THOUGHT = 0x7468696e6bL;
  private static final int SHORTEST = 20;

  private final long seed;
  private final Demand demand;
  private final Supplier<String> callIds;
  private final List<Block> blocks = new ArrayList<>();

  /** Tokens that the client's limit still allows. */
  private int left;

  private Ending ending = Ending.DONE;
  private @Nullable String stop;

  private Speaker(long seed, Demand demand, Supplier<String> callIds) {
    this.seed = seed;
    this.demand = demand;
    this.callIds = callIds;
    this.left = demand.limits().maxTokens();
  }

  /**
   * What is said for {@code seed}, cut where the demand's limits say.
   *
   * @param ordered tokens of thoughts and sentences before the limits, 1 and up; null for a natural
   *     length of 20 to 51 for the sentences. JSON is as long as it is
   * @param callIds makes the ids of calls
   */
  public static Utterance speak(
      long seed, @Nullable Integer ordered, Demand demand, Supplier<String> callIds) {
    return new Speaker(seed, demand, callIds).speak(ordered);
  }

  private Utterance speak(@Nullable Integer ordered) {
    int natural = ordered == null ? SHORTEST + (int) (Seed.scramble(seed) & 31) : ordered;
    int thought = think(natural, ordered);
    if (ending == Ending.DONE) {
      List<Tool> called = ToolRule.called(demand);
      if (called.isEmpty()) {
        text(ordered == null ? natural : natural - thought);
      } else {
        called.forEach(this::call);
        ending = ending == Ending.DONE ? Ending.TOOL_CALLS : ending;
      }
    }
    return new Utterance(blocks, ending, stop);
  }

  /** Gives the tokens that were wanted of the thoughts. */
  private int think(int natural, @Nullable Integer ordered) {
    Thinking thinking = demand.thinking();
    int wish = Math.max(1, (int) (Math.min(thinking.most(), 96L) * (48 + (seed & 15)) / 64));
    int wanted = thinking.most() == 0 ? 0 : ordered == null ? wish : Math.min(wish, natural / 2);
    if (wanted == 0) {
      return 0;
    }
    int said = Math.min(wanted, left);
    int[] ends = new int[said];
    Passage passage = Passage.of(Prose.say(seed ^ THOUGHT, wanted, said, ends), ends);
    blocks.add(new Block.Thinking(thinking.shown() ? passage : passage.hidden()));
    spend(wanted, said);
    return wanted;
  }

  private void call(Tool tool) {
    if (left == 0) {
      ending = Ending.MAX_TOKENS;
    }
    if (ending != Ending.DONE) {
      return;
    }
    long own = Seed.scramble(seed + blocks.size());
    JsonNode arguments = SchemaFiller.object(tool.schema(), own);
    String json = Fragments.escaped(arguments.toString(), own);
    blocks.add(new Block.ToolCall(callIds.get(), tool.name(), fragments(json, own)));
  }

  private Passage fragments(String json, long own) {
    int[] ends = Fragments.ends(json, own);
    int said = Math.min(ends.length, left);
    spend(ends.length, said);
    return said < ends.length ? Passage.beginning(json, ends, said) : Passage.of(json, ends);
  }

  private void text(int natural) {
    if (left == 0) {
      ending = Ending.MAX_TOKENS;
      return;
    }
    String begun = demand.turn().begun();
    int allowed = left;
    if (!begun.isEmpty()) {
      left = Integer.MAX_VALUE;
    }
    Passage whole =
        switch (demand.format()) {
          case Format.Prose() -> sentences(natural);
          case Format.AnyJson() ->
              fragments(Fragments.escaped(SchemaFiller.anyObject(seed).toString(), seed), seed);
          case Format.OneOf(List<String> texts) ->
              fragments(texts.get((int) Long.remainderUnsigned(seed, texts.size())), seed);
          case Format.Schema(JsonNode schema) ->
              fragments(Fragments.escaped(SchemaFiller.fill(schema, seed).toString(), seed), seed);
        };
    Passage passage = begun.isEmpty() ? whole : goOn(whole, begun, allowed);
    blocks.add(new Block.Text(stopped(passage)));
  }

  /** The limit is for what is still to be said. */
  private Passage goOn(Passage whole, String begun, int allowed) {
    Passage rest = whole.after(begun);
    left = allowed;
    spend(rest.tokens(), Math.min(rest.tokens(), allowed));
    return rest.atMost(allowed);
  }

  private Passage sentences(int natural) {
    // What lies beyond the limit is only ever needed to know that there was more.
    int said = Math.min(natural, left);
    int[] ends = new int[said];
    String text = Prose.say(seed, natural, said, ends);
    spend(natural, said);
    return Passage.of(text, ends);
  }

  private void spend(int wanted, int said) {
    left -= said;
    if (said < wanted) {
      ending = Ending.MAX_TOKENS;
    }
  }

  /** The passage up to the earliest of the stops, which then is why the answer ends. */
  private Passage stopped(Passage passage) {
    int at = Integer.MAX_VALUE;
    for (String one : demand.limits().stops()) {
      int found = passage.text().indexOf(one);
      if (found >= 0 && found < at) {
        at = found;
        stop = one;
      }
    }
    if (stop == null) {
      return passage;
    }
    ending = Ending.STOP_SEQUENCE;
    if (passage.tokens() == 1) {
      return Passage.of(passage.text().substring(0, at), at == 0 ? new int[0] : new int[] {at});
    }
    int pieces = 0;
    int[] ends = new int[passage.pieces()];
    while (pieces < passage.pieces() && passage.start(pieces) < at) {
      ends[pieces] = Math.min(at, passage.end(pieces));
      pieces++;
    }
    return Passage.of(passage.text().substring(0, at), Arrays.copyOf(ends, pieces));
  }
}
