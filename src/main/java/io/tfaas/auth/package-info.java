/**
 * Who calls and what they may do: roles, the ways to show who one is, the filter of every route,
 * and the audit of changes.
 */
@NullMarked
package io.tfaas.auth;

import org.jspecify.annotations.NullMarked;
