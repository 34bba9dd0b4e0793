package io.tfaas.session;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_DeleteLibraryHandle;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_LoadLibrary;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bytedeco.javacpp.Loader;
import org.tensorflow.internal.c_api.TF_Library;
import org.tensorflow.internal.c_api.global.tensorflow;

/**
 * TensorFlow's library in the process. The JVM lets go of it together with the web application's
 * class loader, and whether it then leaves memory is chance; its threads would go on where nothing
 * is mapped any more, and the next deployment would start others.
 */
final class NativeLibrary {

  private static final Logger LOG = System.getLogger(NativeLibrary.class.getName());
  private static final String FILE = "libtensorflow_cc.so.2";

  private NativeLibrary() {}

  /**
   * Keeps it until the process ends; where that fails, all works as long as it is not redeployed.
   */
  static void keep() {
    try (Status status = new Status()) {
      Path library = Path.of(Loader.load(tensorflow.class)).resolveSibling(FILE);
      if (Files.exists(library)) {
        TF_Library plugin = TF_LoadLibrary(library.toString(), status.handle());
        status.check();
        /* This frees what describes it: TensorFlow never closes a plug-in. */
        TF_DeleteLibraryHandle(plugin);
      }
    } catch (SessionException | LinkageError e) {
      LOG.log(Level.WARNING, "TensorFlow's library is not kept between deployments", e);
    }
  }
}
