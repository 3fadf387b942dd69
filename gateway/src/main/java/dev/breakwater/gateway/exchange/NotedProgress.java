package dev.breakwater.gateway.exchange;

import dev.breakwater.gateway.provider.AnswerProgress;
import dev.breakwater.gateway.usage.Progress;

/** What a call's answer has come to, noted where its beginning was recorded. */
final class NotedProgress implements AnswerProgress {
  private Progress place = Progress.UNKEPT;

  void began(Progress its) {
    place = its;
  }

  @Override
  public void come(long outputTokens) {
    place.come(outputTokens);
  }

  void over() {
    place.over();
  }
}
