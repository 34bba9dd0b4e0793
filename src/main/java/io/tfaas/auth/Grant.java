package io.tfaas.auth;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/**
 * A role on the models whose names match.
 *
 * @param models a name in which {@code *} stands for any characters
 */
record Grant(Role role, String models) {

  static final String ALL = "*";

  Grant {
    requireNonNull(role, "role is null");
    requireNonNull(models, "models is null");
  }

  /**
   * Reads {@code predict}, {@code manage:hep*} or {@code admin}.
   *
   * @throws IllegalArgumentException when it is none of these
   */
  static Grant parse(String text) {
    int colon = text.indexOf(':');
    Role role = role(colon < 0 ? text : text.substring(0, colon), text);
    String models = colon < 0 ? ALL : text.substring(colon + 1);
    if (models.isEmpty() || (role == Role.ADMIN && colon >= 0)) {
      throw invalid(text);
    }
    return new Grant(role, models);
  }

  private static Role role(String name, String text) {
    for (Role role : Role.values()) {
      if (role.text().equals(name.toLowerCase(Locale.ROOT))) {
        return role;
      }
    }
    throw invalid(text);
  }

  private static IllegalArgumentException invalid(String text) {
    return new IllegalArgumentException(
        "Invalid role '"
            + text
            + "': expected predict, manage, predict:MODEL, manage:MODEL or admin, where * in MODEL"
            + " stands for any characters");
  }

  boolean isUnlimited() {
    return models.equals(ALL);
  }

  /* No regular expression: one made of many stars would take for ever. */
  boolean matches(String model) {
    int p = 0;
    int star = -1;
    int resume = 0;
    for (int m = 0; m < model.length(); ) {
      if (p < models.length() && models.charAt(p) == '*') {
        star = p++;
        resume = m;
      } else if (p < models.length() && models.charAt(p) == model.charAt(m)) {
        p++;
        m++;
      } else if (star >= 0) {
        p = star + 1;
        m = ++resume;
      } else {
        return false;
      }
    }
    while (p < models.length() && models.charAt(p) == '*') {
      p++;
    }
    return p == models.length();
  }

  @Override
  public String toString() {
    return isUnlimited() ? role.text() : role.text() + ":" + models;
  }
}
