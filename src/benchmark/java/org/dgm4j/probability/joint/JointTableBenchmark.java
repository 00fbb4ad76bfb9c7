package org.dgm4j.probability.joint;

import java.util.concurrent.TimeUnit;
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
 * The largest table: 20 binary variables.
 *
 * <p>Run with {@code mvn -P benchmark process-test-classes}.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class JointTableBenchmark {

  private static final int SAMPLES = 1_000_000;

  private final Variable[] variables = Variable.numbered(20, 2);
  private JointTable table;

  @Setup
  public void prepare() {
    table = build();
  }

  @Benchmark
  public JointTable build() {
    return JointTable.ofWeights(
        states -> {
          int sum = 1;
          for (int state : states) {
            sum += state;
          }
          return sum;
        },
        variables);
  }

  @Benchmark
  public JointTable marginalOfTwo() {
    return table.marginal("x1", "x20");
  }

  @Benchmark
  public JointTable marginalOfTen() {
    return table.marginal(0, 2, 4, 6, 8, 10, 12, 14, 16, 18);
  }

  @Benchmark
  public JointTable allButOneInReverse() {
    return table.marginal(19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1);
  }

  @Benchmark
  public JointTable conditional() {
    return table.conditional("x10", 1);
  }

  @Benchmark
  public Independence conditionalIndependenceGivenAllOthers() {
    return table.conditionalIndependence(
        0, 19, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18);
  }

  @Benchmark
  public double entropy() {
    return table.entropy();
  }

  @Benchmark
  public StateDraws sampleAMillion() {
    return table.sample(SAMPLES, 42);
  }

  @Benchmark
  public JointTable tableOfAMillionSamples() {
    return table.sample(SAMPLES, 42).table();
  }
}
