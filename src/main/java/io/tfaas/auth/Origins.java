package io.tfaas.auth;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.net.InetAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where a request comes from, as its headers tell it: a browser on this machine sends what pages of
 * other sites ask it to, and a proxy on this machine sends what others ask it to.
 */
final class Origins {

  private static final String FORWARDED = "x-forwarded";

  private static final Set<String> ALSO_FORWARDED =
      Set.of(
          "forwarded",
          "via",
          "x-real-ip",
          "x-client-ip",
          "x-original-forwarded-for",
          "x-envoy-external-address",
          "true-client-ip",
          "cf-connecting-ip");

  private Origins() {}

  /** Whether somebody passed it on, and says so. */
  static boolean isForwarded(ContainerRequestContext request) {
    return request.getHeaders().keySet().stream()
        .map(Origins::lower)
        .anyMatch(name -> name.startsWith(FORWARDED) || ALSO_FORWARDED.contains(name));
  }

  /** Whether it was sent by a page of another site. */
  static boolean isForeign(ContainerRequestContext request) {
    String origin = request.getHeaderString("Origin");
    return "cross-site".equals(request.getHeaderString("Sec-Fetch-Site"))
        || (origin != null && !authority(origin).equals(host(request)));
  }

  /** Whether it is addressed to this machine by a name that no name server can give away. */
  static boolean isForLoopback(ContainerRequestContext request) {
    String host = host(request).replaceFirst(":\\d+$", "");
    return host.equals("localhost") || host.endsWith(".localhost") || isLoopbackLiteral(host);
  }

  private static boolean isLoopbackLiteral(String host) {
    if (!host.matches("[0-9.]+|\\[[0-9a-f:.]+]")) {
      return false;
    }
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (java.net.UnknownHostException e) {
      return false;
    }
  }

  private static String host(ContainerRequestContext request) {
    return lower(request.getHeaderString(HttpHeaders.HOST));
  }

  private static String authority(String origin) {
    try {
      return lower(URI.create(origin).getRawAuthority());
    } catch (IllegalArgumentException e) {
      return "";
    }
  }

  private static String lower(@Nullable String text) {
    return text == null ? "" : text.toLowerCase(Locale.ROOT);
  }
}
