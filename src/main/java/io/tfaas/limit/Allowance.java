package io.tfaas.limit;

/**
 * What a client has left after a request.
 *
 * @param granted whether the request was within the limit
 * @param limit requests in a period
 * @param remaining requests that it may make at once
 * @param resetSeconds until it may make as many as ever
 * @param retrySeconds until it may make one; 0 where this one was granted
 */
record Allowance(
    boolean granted, long limit, long remaining, long resetSeconds, long retrySeconds) {}
