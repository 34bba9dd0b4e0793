package io.tfaas.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.sun.management.ThreadMXBean;
import io.tfaas.error.DeadlineException;
import io.tfaas.error.InternalException;
import io.tfaas.error.ServingException;
import io.tfaas.error.StorageFullException;
import io.tfaas.error.UnavailableException;
import io.tfaas.tensor.OpenTensors;
import java.io.CharConversionException;
import java.lang.management.ManagementFactory;
import java.util.concurrent.Callable;

/**
 * What every reader of bytes from outside keeps to, whatever the bytes are: it reads them, or
 * refuses them with a sentence for the caller; it closes what it has opened; it takes no more
 * memory than the bytes are worth; and none of it fills the log with stack traces.
 */
public final class ReaderLaws {

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /* Buffers that a reader takes for any input, and what it may take for each byte of it. */
  private static final long BYTES = 16L << 20;
  private static final long BYTES_PER_BYTE = 4096;

  private ReaderLaws() {}

  /** Reads the input, which may be refused; the reader closes what it has made of it. */
  public static void hold(byte[] input, Callable<?> reader) throws Exception {
    hold(input, BYTES, reader);
  }

  /** The same for a reader that may take this much memory for any input. */
  public static void hold(byte[] input, long bytes, Callable<?> reader) throws Exception {
    long open = OpenTensors.count();
    long traces = LoggedTraces.count();
    long allowed = bytes + BYTES_PER_BYTE * input.length;
    long taken = taken(reader);
    /* A first call may be what loads classes; those that are instrumented take a lot. */
    for (int again = 0; taken > allowed && again < 2; again++) {
      taken = taken(reader);
    }
    assertThat(taken).as("bytes taken").isLessThanOrEqualTo(allowed);
    assertThat(OpenTensors.count()).as("tensors not closed").isEqualTo(open);
    assertThat(LoggedTraces.count()).as("stack traces logged").isEqualTo(traces);
  }

  private static long taken(Callable<?> reader) throws Exception {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    try {
      reader.call();
    } catch (ServingException e) {
      requireSentence(e);
    } catch (JsonProcessingException e) {
      /* The error mapper has the sentence. */
      assertThat(e.getOriginalMessage()).isNotEmpty();
    } catch (CharConversionException e) {
      /* As above. */
      assertThat(e.getMessage()).isNotEmpty();
    }
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  private static void requireSentence(ServingException refusal) {
    assertThat(refusal)
        .isNotInstanceOfAny(
            InternalException.class,
            UnavailableException.class,
            DeadlineException.class,
            StorageFullException.class);
    assertThat(refusal.getMessage()).isNotBlank().doesNotContainPattern("\\p{Cntrl}");
  }
}
