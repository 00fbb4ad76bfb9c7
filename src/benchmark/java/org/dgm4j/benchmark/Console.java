package org.dgm4j.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import java.util.Optional;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.training.Progress;
import org.dgm4j.training.TrainingRun;

/** Prints a line an epoch; whoever stops and goes on adds up the last processor times. */
final class Console implements ProgressTask.Observer {

  private final double before = cpuMinutes();
  private int printed;

  /** The time that all processors together have given to this process. */
  static double cpuMinutes() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    return system.getProcessCpuTime() / 60e9;
  }

  @Override
  public void onProgress(ProgressTask.State state) {
    if (state.detail().orElse(null) instanceof Progress progress
        && progress.history().size() > printed) {
      printed = progress.history().size();
      System.out.printf(
          Locale.ROOT,
          "%s, %.1f CPU minutes since it went on%n",
          progress.history().get(printed - 1),
          cpuMinutes() - before);
    }
  }

  @Override
  public void onEnd(ProgressTask.State state, ProgressTask.Ending ending, Optional<Object> result) {
    if (result.orElse(null) instanceof TrainingRun run) {
      System.out.println(run.message());
    }
  }
}
