package io.tfaas.limit;

import jakarta.ws.rs.core.Feature;
import jakarta.ws.rs.core.FeatureContext;

/** Limits how many requests each client may make. */
public final class RateLimitFeature implements Feature {

  private final ClientRates rates;
  private final ClientAddress clients;

  public RateLimitFeature(ClientRates rates, ClientAddress clients) {
    this.rates = rates;
    this.clients = clients;
  }

  @Override
  public boolean configure(FeatureContext context) {
    context.register(new RateLimitFilter(rates, clients));
    return true;
  }
}
