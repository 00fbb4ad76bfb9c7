import java.nio.file.Files;
import java.nio.file.Path;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.kernel.KernelConnectionProperties;
import org.dflib.jjava.kernel.JavaKernel;
import org.dgm4j.kernel.jjava.DgmExtension;

/** Kernels of JJava in one JVM, which share the plugin's classes: one for each connection file. */
public class TwoKernels {

  public static void main(String[] files) throws Exception {
    JupyterConnection connection = null;
    for (String file : files) {
      JavaKernel kernel = JavaKernel.builder().name("JJava").build();
      // Instead of onStartup(), which JJava allows once in a JVM, as it sets a static field.
      new DgmExtension().install(kernel);
      connection =
          new JupyterConnection(KernelConnectionProperties.parse(Files.readString(Path.of(file))));
      kernel.becomeHandlerForConnection(connection);
      connection.connect();
    }
    connection.waitUntilClose();
  }
}
