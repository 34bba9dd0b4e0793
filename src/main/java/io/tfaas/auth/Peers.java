package io.tfaas.auth;

import java.net.InetAddress;
import java.util.Optional;

/** Where the request under way comes from. */
public interface Peers {

  /** The other end of the connection; empty where the server does not tell. */
  Optional<InetAddress> address();
}
