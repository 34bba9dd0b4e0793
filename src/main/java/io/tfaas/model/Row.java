package io.tfaas.model;

import io.tfaas.tensor.Numbers;
import java.util.List;

/**
 * One row of values for a model, with their names where the caller gave them. Both are handed over,
 * not copied: whoever makes the row gives them up.
 */
public record Row(List<String> keys, Numbers values) {}
