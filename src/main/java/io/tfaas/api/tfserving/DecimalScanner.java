package io.tfaas.api.tfserving;

import java.nio.charset.StandardCharsets;

/** Reads JSON's numbers as float32, each as the float that is nearest to it. */
final class DecimalScanner {

  /** What {@link #scan} returns where no number is. */
  static final int NONE = -1;

  /* So many digits fit a long. */
  private static final int MAX_DIGITS = 18;
  /* An exponent beyond all that matter, to which another number can be added. */
  private static final long HUGE = 1 << 30;
  private static final int NO_EXPONENT = Integer.MIN_VALUE;
  private static final long EXACT_IN_DOUBLE = 1L << 53;
  private static final double[] POWERS = new double[23];

  static {
    double power = 1;
    for (int i = 0; i < POWERS.length; i++) {
      POWERS[i] = power;
      power *= 10;
    }
  }

  private final byte[] body;
  private float value;
  private int at;
  private long digits;

  DecimalScanner(byte[] body) {
    this.body = body;
  }

  /** The number last scanned. */
  float value() {
    return value;
  }

  /** The index behind the number that begins at {@code start}; {@link #NONE} if none does. */
  int scan(int start) {
    at = start;
    digits = 0;
    boolean negative = take('-');
    int whole = wholePart();
    int fraction = take('.') ? requiredDigits() : 0;
    boolean scientific = take('e') || take('E');
    int exponent = scientific ? exponent() : 0;
    if (whole == NONE || fraction == NONE || exponent == NO_EXPONENT) {
      return NONE;
    }
    if (whole + fraction > MAX_DIGITS) {
      return slowly(start);
    }
    /* Whole numbers have no negative zero. */
    boolean signed = negative && (digits != 0 || fraction > 0 || scientific);
    return quickly(start, signed, exponent - fraction);
  }

  private int wholePart() {
    int first = at;
    int count = requiredDigits();
    return count > 1 && body[first] == '0' ? NONE : count;
  }

  private int requiredDigits() {
    int count = digits();
    return count == 0 ? NONE : count;
  }

  /*
   * A product or quotient of two exact doubles is the double nearest to the number. The float
   * nearest to that is the one nearest to the number, unless the double stands half-way between two.
   */
  private int quickly(int start, boolean negative, int exponent) {
    if (digits > EXACT_IN_DOUBLE || exponent >= POWERS.length || exponent <= -POWERS.length) {
      return slowly(start);
    }
    double nearest = exponent < 0 ? digits / POWERS[-exponent] : digits * POWERS[exponent];
    if ((Double.doubleToRawLongBits(nearest) & 0x1fffffffL) == 0x10000000L) {
      return slowly(start);
    }
    value = (float) (negative ? -nearest : nearest);
    return at;
  }

  private int slowly(int start) {
    value = Float.parseFloat(new String(body, start, at - start, StandardCharsets.US_ASCII));
    return Float.isInfinite(value) ? NONE : at;
  }

  /* In local variables: this is where the time goes. */
  private int digits() {
    byte[] from = body;
    int i = at;
    long number = digits;
    while (i < from.length && from[i] >= '0' && from[i] <= '9') {
      number = number * 10 + (from[i] - '0');
      i++;
    }
    int count = i - at;
    at = i;
    digits = number;
    return count;
  }

  private int exponent() {
    boolean negative = take('-');
    if (!negative) {
      take('+');
    }
    long mantissa = digits;
    digits = 0;
    int length = digits();
    long power = length > MAX_DIGITS ? HUGE : Math.min(digits, HUGE);
    digits = mantissa;
    if (length == 0) {
      return NO_EXPONENT;
    }
    return (int) (negative ? -power : power);
  }

  private boolean take(char wanted) {
    boolean found = peek() == wanted;
    if (found) {
      at++;
    }
    return found;
  }

  private int peek() {
    return at < body.length ? body[at] : 0;
  }
}
