package io.tfaas;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.glassfish.jersey.server.ResourceConfig;

/**
 * A servlet that ends when the requests that it has taken have ended. Some containers take an
 * application apart under its requests.
 */
@SuppressWarnings("serial")
final class LastingServlet extends ApiServlet {

  private static final int POLL_MILLIS = 20;

  private final transient AtomicInteger running = new AtomicInteger();
  private final transient Duration patience;

  /**
   * @param patience how long the end waits for requests
   */
  LastingServlet(ResourceConfig application, Duration patience) {
    super(application);
    this.patience = patience;
  }

  @Override
  public void service(ServletRequest request, ServletResponse response)
      throws ServletException, IOException {
    Counted counted = new Counted((HttpServletRequest) request, running);
    running.incrementAndGet();
    try {
      super.service(counted, response);
    } finally {
      if (!counted.lasts) {
        running.decrementAndGet();
      }
    }
  }

  @Override
  public void destroy() {
    long start = System.nanoTime();
    try {
      while (running.get() > 0 && System.nanoTime() - start < patience.toNanos()) {
        Thread.sleep(POLL_MILLIS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    super.destroy();
  }

  /** A request that counts until its asynchronous end, where it has one. */
  private static final class Counted extends HttpServletRequestWrapper {

    private final AtomicInteger running;

    /* Set and read by the thread that the container gave the request. */
    private boolean lasts;

    Counted(HttpServletRequest request, AtomicInteger running) {
      super(request);
      this.running = running;
    }

    @Override
    public AsyncContext startAsync() {
      return counted(super.startAsync());
    }

    @Override
    public AsyncContext startAsync(ServletRequest request, ServletResponse response) {
      return counted(super.startAsync(request, response));
    }

    private AsyncContext counted(AsyncContext context) {
      context.addListener(new End(running));
      lasts = true;
      return context;
    }
  }

  private record End(AtomicInteger running) implements AsyncListener {

    @Override
    public void onComplete(AsyncEvent event) {
      running.decrementAndGet();
    }

    @Override
    public void onTimeout(AsyncEvent event) {}

    @Override
    public void onError(AsyncEvent event) {}

    @Override
    public void onStartAsync(AsyncEvent event) {}
  }
}
