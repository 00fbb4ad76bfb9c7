package org.dgm4j.display;

import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.dgm4j.data.Datasets;
import org.dgm4j.data.Samples;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The static faces: of a grid of 64 images, and of all the views that have an approved picture.
 *
 * <p>Run with {@code mvn -P benchmark process-test-classes -Dbenchmark=DisplayBenchmark}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class DisplayBenchmark {

  private static final Look STATIC = Look.USUAL.with(Look.Mode.STATIC);
  private static final int WARM_UP = 5;
  private static final int REPEATS = 5;

  private View grid;
  private Map<String, View> views;

  @Setup
  public void prepare() {
    Samples digits = Datasets.drawnDigits(28, 80, 1).train().first(64);
    grid = SamplesView.of(digits);
    views = ApprovedPicturesTest.views();
  }

  @Benchmark
  public MimeBundle gridOf64Images() {
    return grid.bundle(STATIC);
  }

  @Benchmark
  public int allViews() {
    return views.values().stream().mapToInt(view -> view.bundle(STATIC).data().size()).sum();
  }

  /** Prints the time of each view by itself. */
  public static void main(String[] arguments) {
    DisplayBenchmark benchmark = new DisplayBenchmark();
    benchmark.prepare();
    benchmark.views.put("grid of 64 images", benchmark.grid);
    benchmark.views.forEach(
        (name, view) -> {
          long best = Long.MAX_VALUE;
          for (int i = 0; i < WARM_UP + REPEATS; i++) {
            long begin = System.nanoTime();
            view.bundle(STATIC);
            best = i < WARM_UP ? best : Math.min(best, System.nanoTime() - begin);
          }
          System.out.printf("%-30s %7.2f ms%n", name, best / 1e6);
        });
  }
}
