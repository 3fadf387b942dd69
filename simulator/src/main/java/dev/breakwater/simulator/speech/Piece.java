package dev.breakwater.simulator.speech;

/**
 * One piece of a choice's stream.
 *
 * @param index of its block among the choice's blocks
 * @param block which is cut
 * @param number of the piece within its block, from 0
 */
public record Piece(int index, Block block, int number) {
  /** Index in the block's text of its first character. */
  public int start() {
    return block.said().start(number);
  }

  /** Index in the block's text after its last character. */
  public int end() {
    return block.said().end(number);
  }

  /** Whether the block begins with it. */
  public boolean first() {
    return number == 0;
  }

  /** Whether the block ends with it. */
  public boolean last() {
    return number == block.said().pieces() - 1;
  }
}
