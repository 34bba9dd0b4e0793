package io.tfaas.bench;

import io.tfaas.api.tfaas.FloorFeature;
import jakarta.servlet.ServletContextEvent;
import jakarta.servlet.ServletContextListener;
import jakarta.servlet.ServletRegistration;
import org.glassfish.jersey.jackson.JacksonFeature;
import org.glassfish.jersey.media.multipart.MultiPartFeature;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.server.ServerProperties;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * The least a Jersey server can do with a row or an image: read it and answer, without a model. It
 * has TFaaS's properties of Jersey, reader and writer, and none of its filters.
 */
public final class FloorApplication implements ServletContextListener {

  static final String GATHERED = "floor.gathered";

  @Override
  public void contextInitialized(ServletContextEvent event) {
    boolean gathered = event.getServletContext().getAttribute(GATHERED) != null;
    ServletRegistration.Dynamic servlet =
        event.getServletContext().addServlet("floor", new ServletContainer(jersey(gathered)));
    servlet.setAsyncSupported(true);
    servlet.setLoadOnStartup(1);
    servlet.addMapping("/*");
  }

  private static ResourceConfig jersey(boolean gathered) {
    return new ResourceConfig()
        .property(ServerProperties.FEATURE_AUTO_DISCOVERY_DISABLE, true)
        .property(ServerProperties.WADL_FEATURE_DISABLE, true)
        .property(ServerProperties.OUTBOUND_CONTENT_LENGTH_BUFFER, 1024)
        .property(ServerProperties.RESPONSE_SET_STATUS_OVER_SEND_ERROR, true)
        .register(JacksonFeature.withoutExceptionMappers())
        .register(MultiPartFeature.class)
        .register(new FloorFeature(gathered));
  }
}
