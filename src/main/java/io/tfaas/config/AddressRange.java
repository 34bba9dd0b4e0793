package io.tfaas.config;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Addresses that begin with the same bits; IPv4 or IPv6, never both. */
public record AddressRange(InetAddress first, int bits) {

  /* No host names: they would be looked up. */
  private static final Pattern TEXT =
      Pattern.compile("([0-9.]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*)(?:/(\\d{1,3}))?");

  public AddressRange {
    if (bits < 0 || bits > 8 * first.getAddress().length) {
      throw new IllegalArgumentException("Invalid prefix length " + bits);
    }
  }

  /** Reads an address, or one with the length of its prefix. */
  static AddressRange parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text);
    }
    try {
      InetAddress first = InetAddress.getByName(matcher.group(1));
      String bits = matcher.group(2);
      return new AddressRange(
          first, bits == null ? 8 * first.getAddress().length : Integer.parseInt(bits));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  public boolean contains(InetAddress address) {
    byte[] own = first.getAddress();
    byte[] other = address.getAddress();
    int rest = 8 * own.length - bits;
    return own.length == other.length
        && new BigInteger(1, own)
            .shiftRight(rest)
            .equals(new BigInteger(1, other).shiftRight(rest));
  }
}
