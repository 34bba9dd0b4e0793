package io.tfaas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import org.glassfish.jersey.internal.util.collection.Value;
import org.glassfish.jersey.server.ResourceConfig;
import org.glassfish.jersey.servlet.ServletContainer;

/**
 * Jersey's servlet, which makes the URIs of a URL that comes again only once: clients ask for
 * predictions at few URLs, and to take one apart twice and build it again is a part of what a small
 * prediction costs.
 */
@SuppressWarnings("serial")
class ApiServlet extends ServletContainer {

  /* Both bound what clients that send ever new ones can make the server keep. */
  private static final int MAX_URLS = 256;
  private static final int MAX_URL_LENGTH = 256;

  private record Uris(URI base, URI request) {}

  private final transient Cache<String, Uris> known =
      Caffeine.newBuilder().maximumSize(MAX_URLS).executor(Runnable::run).build();

  ApiServlet(ResourceConfig application) {
    super(application);
  }

  @Override
  protected final void service(HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    Uris uris = request.getQueryString() == null ? known.getIfPresent(url(request)) : null;
    if (uris == null) {
      super.service(request, response);
    } else {
      super.service(uris.base(), uris.request(), request, response);
    }
  }

  /* Called by Jersey with the URIs that it has made of the request's URL and query. */
  @Override
  public final Value<Integer> service(
      URI base, URI requested, HttpServletRequest request, HttpServletResponse response)
      throws ServletException, IOException {
    String url = url(request);
    if (request.getQueryString() == null && url.length() <= MAX_URL_LENGTH) {
      known.put(url, new Uris(base, requested));
    }
    return super.service(base, requested, request, response);
  }

  private static String url(HttpServletRequest request) {
    return request.getRequestURL().toString();
  }
}
