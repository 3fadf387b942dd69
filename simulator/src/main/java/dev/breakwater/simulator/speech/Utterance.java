package dev.breakwater.simulator.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What one choice of an answer says: blocks in order, cut into the pieces in which they are
 * streamed, and why it ends. There is one piece at least.
 */
public final class Utterance {
  /** Says nothing: one empty piece, no tokens. */
  public static final Utterance NOTHING = new Utterance(List.of(), Ending.DONE, null);

  private final List<Block> blocks;
  private final List<Piece> pieces = new ArrayList<>();
  private final Ending ending;
  private final @Nullable String stop;

  /** Why an answer ends. */
  public enum Ending {
    DONE,
    TOOL_CALLS,
    MAX_TOKENS,
    STOP_SEQUENCE
  }

  /**
   * An utterance; one without any piece gets an empty text.
   *
   * @param blocks in the order in which they are said
   * @param ending why it ends
   * @param stop the stop sequence that ended it, when one did
   */
  Utterance(List<Block> blocks, Ending ending, @Nullable String stop) {
    List<Block> said = new ArrayList<>(blocks);
    if (said.stream().allMatch(block -> block.said().pieces() == 0)) {
      said.add(new Block.Text(Passage.of("", new int[0])));
    }
    this.blocks = List.copyOf(said);
    this.ending = ending;
    this.stop = stop;
    for (int index = 0; index < said.size(); index++) {
      Block block = said.get(index);
      for (int number = 0; number < block.said().pieces(); number++) {
        pieces.add(new Piece(index, block, number));
      }
    }
  }

  /** The same, with each call of a tool in one piece, for vendors that do not cut them. */
  public Utterance withCallsInOnePiece() {
    List<Block> joined = new ArrayList<>();
    for (Block block : blocks) {
      joined.add(
          block instanceof Block.ToolCall(String id, String name, Passage said)
              ? new Block.ToolCall(id, name, said.inOnePiece())
              : block);
    }
    return new Utterance(joined, ending, stop);
  }

  public List<Block> blocks() {
    return blocks;
  }

  public Ending ending() {
    return ending;
  }

  public @Nullable String stop() {
    return stop;
  }

  /** How many pieces are streamed, of all blocks. */
  public int pieces() {
    return pieces.size();
  }

  public Piece piece(int piece) {
    return pieces.get(piece);
  }

  /** The number of the last block's first piece. */
  public int lastBlock() {
    int piece = pieces.size() - 1;
    while (!pieces.get(piece).first()) {
      piece--;
    }
    return piece;
  }

  /** Tokens of all blocks. */
  public int tokens() {
    return blocks.stream().mapToInt(block -> block.said().tokens()).sum();
  }

  /** Tokens of the thinking blocks. */
  public int thinkingTokens() {
    return blocks.stream()
        .filter(block -> block instanceof Block.Thinking)
        .mapToInt(block -> block.said().tokens())
        .sum();
  }

  /** Tokens said once pieces 0 to {@code piece} are, with those of hidden blocks before them. */
  public int tokensThrough(int piece) {
    Piece reached = pieces.get(piece);
    int tokens = reached.block().said().tokensThrough(reached.number());
    for (Block block : blocks.subList(0, reached.index())) {
      tokens += block.said().tokens();
    }
    return tokens;
  }

  /** The texts of the text blocks, joined. */
  public String text() {
    return blocks.stream()
        .filter(block -> block instanceof Block.Text)
        .map(block -> block.said().text())
        .collect(Collectors.joining());
  }

  /** What the first {@code count} pieces say of the blocks that are {@code wanted}, joined. */
  public String joined(Predicate<Block> wanted, int count) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces.subList(0, count)) {
      if (wanted.test(piece.block())) {
        text.append(piece.block().said().text(), piece.start(), piece.end());
      }
    }
    return text.toString();
  }

  /** What the first {@code count} pieces say of the block at {@code index}. */
  public String said(int index, int count) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces.subList(0, count)) {
      if (piece.index() == index) {
        text.append(piece.block().said().text(), piece.start(), piece.end());
      }
    }
    return text.toString();
  }
}
