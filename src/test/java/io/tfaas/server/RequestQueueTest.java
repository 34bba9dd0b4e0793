package io.tfaas.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class RequestQueueTest {

  private final AtomicLong open = new AtomicLong();
  private final RequestQueue queue = new RequestQueue(open::get);

  private record Task(String name, boolean isNewRequest) implements RequestTask {
    @Override
    public void run() {}
  }

  private static Task begins(String name) {
    return new Task(name, true);
  }

  private static Task goesOn(String name) {
    return new Task(name, false);
  }

  private List<String> all() {
    List<String> names = new ArrayList<>();
    while (queue.poll() instanceof Task task) {
      names.add(task.name());
    }
    return names;
  }

  @Test
  void goesOnWithRequestsBeforeItBeginsOthers() {
    queue.add(begins("first"));
    queue.add(goesOn("second"));
    queue.add(begins("third"));
    queue.add(goesOn("fourth"));

    assertThat(all()).containsExactly("second", "fourth", "first", "third");
  }

  @Test
  void takesATaskThatSaysNothingForOneThatGoesOn() {
    open.set(RequestQueue.WINDOW);
    queue.add(() -> {});

    assertThat(queue.poll()).isNotNull();
  }

  @Test
  void beginsNoRequestWhileTheWindowIsFull() {
    open.set(RequestQueue.WINDOW);
    queue.add(begins("new"));

    assertThat(queue.hasNext()).isFalse();
    assertThat(queue.poll()).isNull();
    assertThat(queue.isEmpty()).isFalse();
  }

  @Test
  void goesOnWithRequestsWhileTheWindowIsFull() {
    open.set(RequestQueue.WINDOW);
    queue.add(goesOn("open"));

    assertThat(queue.hasNext()).isTrue();
    assertThat(all()).containsExactly("open");
  }

  @Test
  void beginsRequestsWhenOthersHaveEnded() {
    open.set(RequestQueue.WINDOW);
    queue.add(begins("new"));
    open.decrementAndGet();

    assertThat(all()).containsExactly("new");
  }

  @Test
  void beginsRequestsBesideThoseThatStayOpen() {
    open.set(RequestQueue.WINDOW);
    queue.add(begins("new"));
    queue.widen();

    assertThat(queue.hasNext()).isTrue();
    assertThat(all()).containsExactly("new");
  }

  @Test
  void theWindowStaysWhereRequestsTakeTurns() {
    for (int i = 0; i < RequestQueue.WINDOW; i++) {
      queue.add(goesOn("open " + i));
    }
    all();
    open.set(RequestQueue.WINDOW);
    queue.add(begins("new"));
    queue.widen();

    assertThat(queue.poll()).isNull();
  }

  @Test
  void theWindowNarrowsAgain() {
    open.set(10L * RequestQueue.WINDOW);
    queue.widen();
    open.set(0);
    queue.widen();
    open.set(RequestQueue.WINDOW);
    queue.add(begins("new"));

    assertThat(queue.poll()).isNull();
  }

  @Test
  void isEmptyWhenAllWasTaken() {
    queue.add(begins("new"));
    queue.add(goesOn("open"));
    all();

    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.hasNext()).isFalse();
  }
}
