package io.tfaas.config;

/** Whether clients are asked for a certificate, and refused without one. */
public enum ClientCertificates {
  WANT,
  NEED
}
