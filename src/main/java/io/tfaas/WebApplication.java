package io.tfaas;

import io.tfaas.config.TfaasConfig;
import io.tfaas.server.EmbeddedServer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterRegistration;
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Starts and stops the application in a servlet container: any, or the WAR's own. */
public final class WebApplication implements ServletContextListener {

  /** Context attribute with the settings, where whoever starts the container has read them. */
  static final String CONFIG = "io.tfaas.config";

  private static final System.Logger LOG = System.getLogger(WebApplication.class.getName());
  private static final String SERVLET = "tfaas";
  private static final String NO_POINTER_GC = "org.bytedeco.javacpp.nopointergc";

  private @Nullable TfaasApplication application;

  @Override
  public void contextInitialized(ServletContextEvent event) {
    ServletContext context = event.getServletContext();
    try {
      start(context);
    } catch (RuntimeException | LinkageError e) {
      if (context.getAttribute(EmbeddedServer.FAILURE) instanceof CompletableFuture<?> failure) {
        failure.completeExceptionally(e);
      } else {
        throw e;
      }
    }
  }

  private void start(ServletContext context) {
    TfaasConfig config =
        context.getAttribute(CONFIG) instanceof TfaasConfig given
            ? given
            : TfaasConfig.load(Optional.empty(), parameters(context));
    config.notices().forEach(notice -> LOG.log(System.Logger.Level.WARNING, notice));
    if (System.getProperty(NO_POINTER_GC) == null) {
      System.setProperty(NO_POINTER_GC, "true");
    }
    TfaasApplication made = new TfaasApplication(config);
    application = made;
    if (config.clients().rate().isPresent()) {
      FilterRegistration.Dynamic peer = context.addFilter("peer", new PeerFilter());
      peer.setAsyncSupported(true);
      peer.addMappingForServletNames(EnumSet.of(DispatcherType.REQUEST), false, SERVLET);
    }
    /* The WAR's own server has waited for requests when it stops the application. */
    boolean waits = context.getAttribute(CONFIG) == null;
    ServletRegistration.Dynamic servlet =
        context.addServlet(
            SERVLET,
            waits
                ? new LastingServlet(made, config.server().shutdownTimeout())
                : new ApiServlet(made));
    servlet.setAsyncSupported(true);
    servlet.setLoadOnStartup(1);
    servlet.addMapping("/*");
  }

  private static Map<String, String> parameters(ServletContext context) {
    return Collections.list(context.getInitParameterNames()).stream()
        .collect(Collectors.toMap(Function.identity(), context::getInitParameter));
  }

  @Override
  public void contextDestroyed(ServletContextEvent event) {
    TfaasApplication started = application;
    application = null;
    if (started != null) {
      started.close();
      if (!Boolean.getBoolean(NO_POINTER_GC)) {
        Pointer.interruptDeallocatorThread();
      }
    }
  }
}
