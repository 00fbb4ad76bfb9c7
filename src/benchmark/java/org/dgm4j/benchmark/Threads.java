package org.dgm4j.benchmark;

import ai.djl.engine.Engine;
import org.dgm4j.engine.MxNet;

/** The threads that engines and streams use: as many for each. */
final class Threads {

  private Threads() {}

  /** Must come before either engine is used; MXNet's are set by OMP_NUM_THREADS alone. */
  static void set(int threads) {
    System.setProperty("ai.djl.default_engine", "MXNet");
    System.setProperty("ai.djl.pytorch.num_threads", Integer.toString(threads));
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    // The thread that starts a parallel stream is one of them.
    System.setProperty(
        "java.util.concurrent.ForkJoinPool.common.parallelism", Integer.toString(threads - 1));
    MxNet.engine();
  }

  static String describe() {
    return "OMP_NUM_THREADS=%s, OMP_WAIT_POLICY=%s, MXNet %s, PyTorch %s"
        .formatted(
            System.getenv("OMP_NUM_THREADS"),
            System.getenv("OMP_WAIT_POLICY"),
            MxNet.engine().getVersion(),
            Engine.getEngine("PyTorch").getVersion());
  }
}
