package io.tfaas.auth;

import io.tfaas.model.ModelName;
import jakarta.inject.Inject;
import jakarta.inject.Provider;
import jakarta.ws.rs.container.ContainerRequestContext;

/**
 * What the caller of the request under way may do with which model: for routes that learn the
 * model's name after the gate, from a body or a query, and for lists.
 */
public final class ModelAccess {

  private final boolean predictIsOpen;
  private final Provider<ContainerRequestContext> request;

  @Inject
  ModelAccess(AuthRules rules, Provider<ContainerRequestContext> request) {
    this.predictIsOpen = rules.open().allowsAll(Role.PREDICT);
    this.request = request;
  }

  /** Whether the caller may see and ask the model. */
  public boolean mayPredict(ModelName model) {
    if (predictIsOpen) {
      return true;
    }
    Caller caller = Gate.caller(request.get());
    return caller != null && caller.grants().allows(Role.PREDICT, model.value());
  }

  /** Refuses a caller who may not ask the model. */
  public void requirePredict(ModelName model) {
    if (!predictIsOpen) {
      require(Role.PREDICT, model);
    }
  }

  /** Refuses a caller who may not change the model, and notes that it is the one to be changed. */
  public void requireManage(ModelName model) {
    AuditFilter.note(request.get(), model);
    require(Role.MANAGE, model);
  }

  /** Notes the version that the change is about. */
  public void noteVersion(long version) {
    AuditFilter.note(request.get(), version);
  }

  private void require(Role role, ModelName model) {
    Caller caller = Gate.caller(request.get());
    if (caller == null) {
      throw new IllegalStateException("A route that needs a role has no gate");
    }
    if (!caller.grants().allows(role, model.value())) {
      throw Gate.refusal(caller, role, model.value());
    }
  }
}
