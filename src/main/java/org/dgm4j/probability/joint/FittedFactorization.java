package org.dgm4j.probability.joint;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.GuideTableDiscreteSampler;
import org.apache.commons.rng.simple.RandomSource;
import org.dgm4j.base.Checks;
import org.dgm4j.base.NumberText;
import org.dgm4j.probability.Entropy;
import org.dgm4j.probability.FiniteDiscrete;

/**
 * A {@link Factorization} whose factors have got their probabilities: a distribution with an exact
 * log-probability. Immutable.
 */
public final class FittedFactorization implements JointDistribution {

  /** The tables and their logarithms then take 64 MB. */
  private static final int MAXIMUM_TOTAL = 1 << 22;

  private final Factorization factorization;

  /** For each factor the indices of its variables, what is given first. */
  private final int[][] axes;

  /** For each factor p(variables | given) as a flat table. */
  private final double[][] tables;

  private final double[][] logarithms;

  private FittedFactorization(Factorization factorization, int[][] axes, double[][] tables) {
    this.factorization = factorization;
    this.axes = axes;
    this.tables = tables;
    logarithms =
        Arrays.stream(tables)
            .map(table -> Arrays.stream(table).map(Math::log).toArray())
            .toArray(double[][]::new);
  }

  static FittedFactorization ofSamples(
      Factorization factorization, int count, IntBinaryOperator state, double smoothing) {
    int[][] axes = axes(factorization);
    double[][] tables = new double[axes.length][];
    List<Factor> factors = factorization.factors();
    for (int f = 0; f < tables.length; f++) {
      int[] all = axes[f];
      int[] sizes = sizes(factorization, all);
      double[] table = new double[cells(factors.get(f))];
      Arrays.fill(table, smoothing);
      for (int i = 0; i < count; i++) {
        int sample = i;
        table[TableArithmetic.cell(sizes, k -> state.applyAsInt(sample, all[k]))]++;
      }
      tables[f] = conditioned(table, factors.get(f));
    }
    return new FittedFactorization(factorization, axes, tables);
  }

  static FittedFactorization ofTable(Factorization factorization, JointTable joint) {
    int[][] axes = axes(factorization);
    double[][] tables = new double[axes.length][];
    List<Factor> factors = factorization.factors();
    for (int f = 0; f < tables.length; f++) {
      tables[f] = conditioned(joint.marginal(axes[f]).probabilities(), factors.get(f));
    }
    return new FittedFactorization(factorization, axes, tables);
  }

  private static int[][] axes(Factorization factorization) {
    checkSize(factorization);
    int n = factorization.variables().size();
    if (factorization.factors().size() < n) {
      return new int[][] {IntStream.range(0, n).toArray()};
    }
    return Arrays.stream(factorization.order())
        .mapToObj(
            child -> {
              int[] parents = factorization.parents(child);
              int[] all = Arrays.copyOf(parents, parents.length + 1);
              all[parents.length] = child;
              return all;
            })
        .toArray(int[][]::new);
  }

  private static void checkSize(Factorization factorization) {
    BigInteger limit = BigInteger.valueOf(JointTable.MAXIMUM_CELLS);
    long total = 0;
    for (Factor factor : factorization.factors()) {
      BigInteger cells =
          Variable.cells(factor.variables()).multiply(Variable.cells(factor.given()));
      if (cells.compareTo(limit) > 0) {
        throw new IllegalArgumentException(
            String.format(
                "The factor %s would have %s free parameters, but a fit holds at most 2^20 = %s"
                    + " cells a factor; use a structure with fewer dependencies, for example"
                    + " Factorization.markov(%d, %d)",
                factor,
                new ParameterCount(factor.parameters(), factor.parameters().toString()),
                NumberText.count(JointTable.MAXIMUM_CELLS),
                factorization.variables().size(),
                factor.variables().get(0).size()));
      }
      total += cells.longValueExact();
    }
    if (total > MAXIMUM_TOTAL) {
      throw new IllegalArgumentException(
          String.format(
              "The factors of %s have %s cells together, but a fit holds at most 2^22 = %s; use a"
                  + " structure with fewer dependencies",
              factorization.name(), NumberText.count(total), NumberText.count(MAXIMUM_TOTAL)));
    }
  }

  private static int cells(Factor factor) {
    return Variable.cells(factor.variables())
        .multiply(Variable.cells(factor.given()))
        .intValueExact();
  }

  private static double[] conditioned(double[] table, Factor factor) {
    return TableArithmetic.conditioned(table, Variable.cells(factor.variables()).intValueExact());
  }

  /** The form of this distribution. */
  public Factorization factorization() {
    return factorization;
  }

  /**
   * The conditional of each variable given its parents, in the order of the factors; a full joint
   * has one for each variable given all before it.
   */
  public List<Conditional> conditionals() {
    if (isFull()) {
      return Factorization.chainRule(variables().toArray(new Variable[0]))
          .fit(table())
          .conditionals();
    }
    List<Conditional> conditionals = new ArrayList<>();
    for (int f = 0; f < axes.length; f++) {
      Factor factor = factorization.factors().get(f);
      conditionals.add(
          new Conditional(factor.variables().get(0), factor.given(), tables[f].clone()));
    }
    return conditionals;
  }

  private boolean isFull() {
    return axes.length < variables().size();
  }

  @Override
  public List<Variable> variables() {
    return factorization.variables();
  }

  @Override
  public double logProbability(int... states) {
    Checks.sameLength(variables().size(), states.length, "States of the variables");
    for (int i = 0; i < states.length; i++) {
      variables().get(i).check(states[i]);
    }
    double sum = 0;
    for (int f = 0; f < axes.length; f++) {
      int cell = 0;
      for (int variable : axes[f]) {
        cell = cell * variables().get(variable).size() + states[variable];
      }
      sum += logarithms[f][cell];
    }
    return sum;
  }

  /**
   * The log-probabilities of many samples, in nats, shape (count).
   *
   * @param state gives the state of a variable in a sample: {@code (sample, variable) → state}
   * @throws IllegalArgumentException if a state does not exist
   */
  public double[] logProbabilities(int count, IntBinaryOperator state) {
    double[] result = new double[Checks.atLeast(0, count, "The number of samples")];
    int[] states = new int[variables().size()];
    for (int i = 0; i < count; i++) {
      int sample = i;
      Arrays.setAll(states, j -> state.applyAsInt(sample, j));
      result[i] = logProbability(states);
    }
    return result;
  }

  @Override
  public BigInteger parameters() {
    return factorization.parameters();
  }

  /**
   * The entropy in nats: exact while the variables that the rest still depends on have at most
   * {@link JointTable#MAXIMUM_CELLS} states together, else estimated from 100,000 draws that are
   * always the same; {@code Divergence.entropy} gives the standard error.
   */
  @Override
  public double entropy() {
    OptionalDouble exact = exactEntropy();
    return exact.isPresent()
        ? exact.getAsDouble()
        : Entropy.estimated(
            this::sample, x -> logProbability(Arrays.stream(x).mapToInt(v -> (int) v).toArray()));
  }

  /** H = Σ over factors and over the states given of p(given) H(variable | given). */
  public OptionalDouble exactEntropy() {
    if (isFull()) {
      return OptionalDouble.of(FiniteDiscrete.entropy(tables[0]));
    }
    int n = variables().size();
    int[] lastUse = new int[n];
    for (int f = 0; f < n; f++) {
      for (int variable : axes[f]) {
        lastUse[variable] = f;
      }
    }
    List<Integer> frontier = new ArrayList<>();
    double[] p = {1};
    double entropy = 0;
    for (int f = 0; f < n; f++) {
      int[] all = axes[f];
      int child = all[all.length - 1];
      int size = variables().get(child).size();
      if ((long) p.length * size > JointTable.MAXIMUM_CELLS) {
        return OptionalDouble.empty();
      }
      int[] strides = TableArithmetic.strides(sizes(factorization, all));
      int[] steps = new int[frontier.size()];
      for (int i = 0; i < all.length - 1; i++) {
        steps[frontier.indexOf(all[i])] = strides[i];
      }
      double[] before = p;
      double[] after = new double[p.length * size];
      double[] terms = new double[after.length];
      double[] table = tables[f];
      TableArithmetic.walk(
          sizes(frontier),
          steps,
          (cell, row) -> {
            for (int state = 0; state < size; state++) {
              double q = table[row + state];
              after[cell * size + state] = before[cell] * q;
              terms[cell * size + state] = q > 0 ? -before[cell] * q * Math.log(q) : 0;
            }
          });
      entropy += Checks.sum(terms);
      frontier.add(child);
      p = after;
      for (int i = frontier.size() - 1; i >= 0; i--) {
        if (lastUse[frontier.get(i)] <= f) {
          p = TableArithmetic.sumOut(p, sizes(frontier), i);
          frontier.remove(i);
        }
      }
    }
    return OptionalDouble.of(entropy);
  }

  private static int[] sizes(Factorization factorization, int[] indices) {
    return Arrays.stream(indices).map(i -> factorization.variables().get(i).size()).toArray();
  }

  private int[] sizes(List<Integer> indices) {
    return sizes(factorization, indices.stream().mapToInt(i -> i).toArray());
  }

  @Override
  public StateDraws sample(int count, long seed) {
    int n = variables().size();
    Checks.atLeast(1, count, "The number of draws");
    UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(seed);
    if (isFull()) {
      int[] cells = new int[count];
      var sampler = GuideTableDiscreteSampler.of(random, tables[0]);
      Arrays.setAll(cells, i -> sampler.sample());
      return StateDraws.ofCells(this, cells);
    }
    int[] states = new int[Math.multiplyExact(count, n)];
    for (int start = 0; start < states.length; start += n) {
      draw(states, start, random);
    }
    return StateDraws.ofStates(this, states);
  }

  private void draw(int[] states, int start, UniformRandomProvider random) {
    for (int f = 0; f < axes.length; f++) {
      int[] all = axes[f];
      int child = all[all.length - 1];
      int size = variables().get(child).size();
      int row = 0;
      for (int i = 0; i < all.length - 1; i++) {
        row = row * variables().get(all[i]).size() + states[start + all[i]];
      }
      double u = random.nextDouble();
      int state = -1;
      for (int s = 0; s < size && u >= 0; s++) {
        double p = tables[f][row * size + s];
        state = p > 0 ? s : state;
        u -= p;
      }
      states[start + child] = state;
    }
  }

  @Override
  public String name() {
    return factorization.name() + ", fitted";
  }

  /** The name, entropy in nats and number of free parameters. */
  @Override
  public String toString() {
    return String.format(
        "%s: entropy %s nats, %s free parameters",
        name(), NumberText.number(entropy()), factorization.parameterCount());
  }
}
