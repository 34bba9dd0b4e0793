package io.tfaas;

import io.tfaas.limit.ClientAddress;
import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import java.io.IOException;

/** Tells the application, which knows no servlets, the address that a request comes from. */
final class PeerFilter implements Filter {

  @Override
  public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    request.setAttribute(ClientAddress.PEER, request.getRemoteAddr());
    chain.doFilter(request, response);
  }
}
