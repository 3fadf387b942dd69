package dev.breakwater.simulator.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

final class ScriptBoardTest {
  private final AtomicLong now = new AtomicLong(-5_000_000_000L);
  private final ScriptBoard board = new ScriptBoard(now::get);

  private void set(String script) throws ScriptProblem {
    board.set(ScriptReader.read(JsonMapper.shared().readTree(script.replace('\'', '"'))));
  }

  private void pass(long millis) {
    now.addAndGet(millis * 1_000_000);
  }

  private int status(String model) {
    Integer status = board.take(model).strike().status();
    return status == null ? 200 : status;
  }

  @Test
  void aWindowOpensAndClosesOnTime() throws ScriptProblem {
    set("{'from':'10s','to':'40s','status':500}");
    pass(9_999);
    assertThat(status("m")).isEqualTo(200);
    pass(1);
    assertThat(status("m")).isEqualTo(500);
    pass(29_999);
    assertThat(status("m")).isEqualTo(500);
    pass(1);
    assertThat(status("m")).isEqualTo(200);
  }

  @Test
  void theStepAfterAWindowHoldsOnceItIsOver() throws ScriptProblem {
    set("[{'to':'1s','status':500},{'times':1,'status':429},{'from':'2s','status':503}]");
    assertThat(status("m")).isEqualTo(500);
    pass(1_000);
    assertThat(status("m")).isEqualTo(429);
    assertThat(status("m")).isEqualTo(200);
    pass(1_000);
    assertThat(status("m")).isEqualTo(503);
  }

  @Test
  void timesOutsideAWindowAreNotConsumed() throws ScriptProblem {
    set("{'from':'1s','times':1,'status':500}");
    assertThat(status("m")).isEqualTo(200);
    pass(1_000);
    assertThat(status("m")).isEqualTo(500);
    assertThat(status("m")).isEqualTo(200);
  }

  @Test
  void aPeekSeesTheStepAndLeavesIt() throws ScriptProblem {
    set("{'times':1,'status':500}");
    assertThat(board.peek(null).strike().status()).isEqualTo(500);
    assertThat(board.peek(null).strike().status()).isEqualTo(500);
    assertThat(status("m")).isEqualTo(500);
    assertThat(board.peek(null)).isEqualTo(Step.HEALTHY);
  }

  @Test
  void aShareIsNearlyExactAndPeeksDoNotShiftIt() throws ScriptProblem {
    set("{'share':0.3,'status':500}");
    List<Integer> first = new ArrayList<>();
    for (int call = 0; call < 10_000; call++) {
      first.add(status("m"));
    }
    assertThat(first.stream().filter(status -> status == 500).count()).isBetween(2_850L, 3_150L);
    set("{'share':0.3,'status':500}");
    for (int call = 0; call < 10_000; call++) {
      board.peek("m");
      assertThat(status("m")).isEqualTo(first.get(call));
    }
  }

  @Test
  void sharesOfNothingAndOfEverythingAreExact() throws ScriptProblem {
    set("{'share':0,'status':500}");
    for (int call = 0; call < 1_000; call++) {
      assertThat(status("m")).isEqualTo(200);
    }
    set("{'share':1,'status':500}");
    for (int call = 0; call < 1_000; call++) {
      assertThat(status("m")).isEqualTo(500);
    }
  }

  @Test
  void aStepsTimesAreExactAmongManyThreads() throws Exception {
    set("[{'times':500,'status':500},{'times':300,'status':429}]");
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Integer>> calls = new ArrayList<>();
      for (int call = 0; call < 1_000; call++) {
        calls.add(() -> status("m"));
      }
      List<Integer> statuses = new ArrayList<>();
      for (Future<Integer> status : threads.invokeAll(calls)) {
        statuses.add(status.get());
      }
      assertThat(statuses).filteredOn(status -> status == 500).hasSize(500);
      assertThat(statuses).filteredOn(status -> status == 429).hasSize(300);
      assertThat(statuses).filteredOn(status -> status == 200).hasSize(200);
    }
  }
}
