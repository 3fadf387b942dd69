package dev.breakwater.simulator.schema;

import java.util.List;
import java.util.Random;

/** A regular expression of the simple kind, which can write a text that it matches. */
sealed interface Expression {
  /** Appends a text that matches; repeats go on, where they may, until there are {@code least}. */
  void append(StringBuilder text, Random random, int least);

  /** One character of several. */
  record OneOf(String characters) implements Expression {
    @Override
    public void append(StringBuilder text, Random random, int least) {
      if (!characters.isEmpty()) {
        text.append(characters.charAt(random.nextInt(characters.length())));
      }
    }
  }

  /** One after the other. */
  record Sequence(List<Expression> parts) implements Expression {
    @Override
    public void append(StringBuilder text, Random random, int least) {
      parts.forEach(part -> part.append(text, random, least));
    }
  }

  /** One of several. */
  record Choice(List<Expression> branches) implements Expression {
    @Override
    public void append(StringBuilder text, Random random, int least) {
      branches.get(random.nextInt(branches.size())).append(text, random, least);
    }
  }

  /** The same several times. */
  record Repeat(Expression part, int least, int most) implements Expression {
    private static final int NATURAL = 4;

    @Override
    public void append(StringBuilder text, Random random, int wanted) {
      int natural = least + random.nextInt(Math.min(most - least, NATURAL) + 1);
      int length = -1;
      for (int count = 0; count < most; count++) {
        boolean stuck = length == text.length();
        if (count >= natural && (text.length() >= wanted || stuck)) {
          return;
        }
        length = text.length();
        part.append(text, random, 0);
      }
    }
  }
}
