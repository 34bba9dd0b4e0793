package io.tfaas.model;

/**
 * What tells whether the files of a version are the same as before, without reading them: how many
 * there are, how many bytes they have, and a mix of their names, sizes and times.
 */
public record Fingerprint(long files, long bytes, long mix) {

  /** Of files that changed while they were looked at; the same as none, not even as itself. */
  public static final Fingerprint CHANGING = new Fingerprint(-1, -1, -1);

  /** Whether nothing has changed between the two. */
  public boolean isStillThatOf(Fingerprint earlier) {
    return equals(earlier) && files >= 0;
  }
}
