package io.tfaas;

import io.tfaas.auth.Peers;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.servlet.http.HttpServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The peers of requests as the servlet container tells them. */
final class ServletPeers implements Peers {

  /* Nothing that a name server would be asked for. */
  private static final Pattern LITERAL = Pattern.compile("[0-9.]+|[0-9A-Fa-f.]*:[0-9A-Fa-f:.]+");

  private final Provider<HttpServletRequest> request;

  @Inject
  ServletPeers(Provider<HttpServletRequest> request) {
    this.request = request;
  }

  @Override
  public Optional<InetAddress> address() {
    HttpServletRequest current = request.get();
    return current == null ? Optional.empty() : parse(current.getRemoteAddr());
  }

  private static Optional<InetAddress> parse(@Nullable String address) {
    String bare = address == null ? "" : address.replaceAll("%.*|[\\[\\]]", "");
    if (!LITERAL.matcher(bare).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(bare));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
