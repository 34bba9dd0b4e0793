package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Ticker;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;
import org.glassfish.jersey.internal.inject.AbstractBinder;

/** Roles for every route, and the ways to show that one has them. Needs a {@link Peers}. */
public final class AuthFeature implements Feature {

  private final AuthRules rules;
  private final Callers callers;

  /**
   * Reads the files of the credentials.
   *
   * @throws io.tfaas.error.UnavailableException when one cannot be read
   */
  public AuthFeature(AuthRules rules, CredentialRules credentials) {
    this.rules = requireNonNull(rules, "rules is null");
    this.callers = new Callers(rules, credentials.credentials());
  }

  @Override
  public boolean configure(FeatureContext context) {
    FailedTries tries = new FailedTries(rules.failedTries(), Ticker.systemTicker());
    context
        .register(
            new AbstractBinder() {
              @Override
              protected void configure() {
                bind(rules).to(AuthRules.class);
                bind(callers).to(Callers.class);
                bind(tries).to(FailedTries.class);
                bindAsContract(ModelAccess.class).in(Singleton.class);
              }
            })
        .register(GateFeature.class);
    return true;
  }
}
