package io.tfaas.limit;

import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.SecurityContext;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.Principal;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Who a request comes from: the user whom the container has logged in, else the address. An IPv6
 * client has all addresses that begin with the same 64 bits.
 */
public final class ClientAddress {

  /** Request property with the address of the connection's other end, as text. */
  public static final String PEER = "io.tfaas.peer";

  private static final String UNKNOWN = "unknown";
  private static final int NETWORK_BYTES = 8;

  /* No host names: they would be looked up. */
  private static final Pattern LITERAL =
      Pattern.compile("[0-9]{1,3}(\\.[0-9]{1,3}){3}|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*(%[0-9A-Za-z]+)?");

  private final Predicate<InetAddress> isTrustedProxy;

  /**
   * @param isTrustedProxy whose X-Forwarded-For is believed
   */
  public ClientAddress(Predicate<InetAddress> isTrustedProxy) {
    this.isTrustedProxy = isTrustedProxy;
  }

  String of(ContainerRequestContext request) {
    SecurityContext security = request.getSecurityContext();
    Principal user = security == null ? null : security.getUserPrincipal();
    if (user != null) {
      return "user " + user.getName();
    }
    String peer = request.getProperty(PEER) instanceof String text ? text : UNKNOWN;
    return of(peer, request.getHeaderString("X-Forwarded-For"));
  }

  /** The last address, read backwards from the connection, that no trusted proxy gave itself. */
  String of(String peer, @Nullable String forwarded) {
    Optional<InetAddress> known = parse(peer);
    if (known.isEmpty()) {
      return peer;
    }
    InetAddress client = known.get();
    String[] hops = forwarded == null ? new String[0] : forwarded.split(",", -1);
    for (int i = hops.length - 1; i >= 0 && isTrustedProxy.test(client); i--) {
      Optional<InetAddress> hop = parse(hops[i].strip());
      if (hop.isEmpty()) {
        break;
      }
      client = hop.get();
    }
    return shown(client);
  }

  private static String shown(InetAddress address) {
    return address instanceof Inet6Address
        ? Arrays.toString(Arrays.copyOf(address.getAddress(), NETWORK_BYTES))
        : address.getHostAddress();
  }

  private static Optional<InetAddress> parse(String text) {
    if (!LITERAL.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.getByName(text));
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }
}
