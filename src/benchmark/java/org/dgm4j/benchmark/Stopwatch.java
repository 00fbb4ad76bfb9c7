package org.dgm4j.benchmark;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The times that tasks take, and their ratios to those of the task that was timed first. */
final class Stopwatch {

  private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

  /** Starts anew. */
  Stopwatch(String title) {
    System.out.printf(
        Locale.ROOT,
        "%n%s; load average %.1f%n",
        title,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  /** The number that a benchmark was given, or another if it was given none. */
  static int repetitions(String[] arguments, int usual) {
    boolean given = arguments.length > 0 && arguments[0].matches("\\d+");
    return given ? Integer.parseInt(arguments[0]) : usual;
  }

  void time(String name, Runnable task) {
    long began = System.nanoTime();
    task.run();
    add(name, (System.nanoTime() - began) * 1e-9);
  }

  /** Adds the seconds that a task took elsewhere. */
  void add(String name, double taken) {
    seconds.computeIfAbsent(name, n -> new ArrayList<>()).add(taken);
  }

  /** The seconds that a task took, the shortest first. */
  double[] sorted(String name) {
    return seconds.get(name).stream().mapToDouble(Double::doubleValue).sorted().toArray();
  }

  /** Prints a line for each task. */
  void print() {
    double[] first = sorted(seconds.keySet().iterator().next());
    for (String name : seconds.keySet()) {
      double[] times = sorted(name);
      System.out.printf(
          Locale.ROOT,
          "%-36s best %.4f s, median %.4f s; times the first: best %.2f, median %.2f%n",
          name,
          times[0],
          times[times.length / 2],
          times[0] / first[0],
          times[times.length / 2] / first[first.length / 2]);
    }
  }
}
