package io.tfaas.auth;

import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.source.JWKSetCacheRefreshEvaluator;
import com.nimbusds.jose.jwk.source.JWKSetSource;
import com.nimbusds.jose.jwk.source.JWKSetUnavailableException;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.nio.file.Path;
import java.text.ParseException;

/** The keys that sign JWTs: kept five minutes, and fetched anew for a key that is unknown. */
final class JwtKeys {

  private static final int TIMEOUT_MILLIS = 2_000;
  private static final int MAX_BYTES = 256 * 1024;

  private JwtKeys() {}

  /**
   * Keys that are read when the first token comes.
   *
   * @param place a file, or an address
   */
  static JWKSource<SecurityContext> of(String place) {
    /* Refreshing ahead would start a thread that nobody ends. */
    return builder(place).refreshAheadCache(false).outageTolerant(true).build();
  }

  private static JWKSourceBuilder<SecurityContext> builder(String place) {
    if (!place.contains("://")) {
      return JWKSourceBuilder.create(new KeyFile(Path.of(place)));
    }
    try {
      return JWKSourceBuilder.create(
          URI.create(place).toURL(),
          new DefaultResourceRetriever(TIMEOUT_MILLIS, TIMEOUT_MILLIS, MAX_BYTES));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("No address of a key set: " + place, e);
    }
  }

  private record KeyFile(Path file) implements JWKSetSource<SecurityContext> {

    @Override
    public JWKSet getJWKSet(JWKSetCacheRefreshEvaluator refresh, long now, SecurityContext context)
        throws KeySourceException {
      try {
        return JWKSet.load(file.toFile());
      } catch (IOException | ParseException e) {
        throw new JWKSetUnavailableException("The key set cannot be read", e);
      }
    }

    @Override
    public void close() {}
  }
}
