package org.dgm4j.evaluation.quality;

import java.util.Arrays;

/**
 * Where examples lie: in the balls around each of them whose radius is the distance of its third
 * nearest other example (Kynkäänniemi, Karras, Laine, Lehtinen and Aila, Improved precision and
 * recall metric for assessing generative models, NeurIPS 2019, equation 1, with their k = 3).
 */
final class Manifold {

  static final int NEIGHBOURS = 3;

  private final Features points;

  /** The squares of the radii without each of the groups, −1 for its points, and last with all. */
  private final float[][] radii;

  private Manifold(Features points, float[][] radii) {
    this.points = points;
    this.radii = radii;
  }

  static Manifold of(Features points) {
    float[][] radii = new float[Jackknife.GROUPS + 1][points.count()];
    points.distances(
        points,
        (example, squared) -> {
          float[][] nearest = nearestOfGroups(example, squared);
          for (int left = 0; left <= Jackknife.GROUPS; left++) {
            radii[left][example] = left == Jackknife.group(example) ? -1 : radius(nearest, left);
          }
        });
    return new Manifold(points, radii);
  }

  /** The smallest distances from the points of each group but the example itself, rising. */
  private static float[][] nearestOfGroups(int example, float[] squared) {
    float[][] nearest = new float[Jackknife.GROUPS][NEIGHBOURS];
    for (float[] ofGroup : nearest) {
      Arrays.fill(ofGroup, Float.POSITIVE_INFINITY);
    }
    for (int j = 0; j < squared.length; j++) {
      if (j != example) {
        insert(nearest[Jackknife.group(j)], squared[j]);
      }
    }
    return nearest;
  }

  private static float radius(float[][] nearest, int left) {
    float[] all = new float[NEIGHBOURS];
    Arrays.fill(all, Float.POSITIVE_INFINITY);
    for (int group = 0; group < nearest.length; group++) {
      if (group != left) {
        for (float distance : nearest[group]) {
          insert(all, distance);
        }
      }
    }
    return all[NEIGHBOURS - 1];
  }

  private static void insert(float[] rising, float value) {
    int place = rising.length - 1;
    if (value >= rising[place]) {
      return;
    }
    for (; place > 0 && rising[place - 1] > value; place--) {
      rising[place] = rising[place - 1];
    }
    rising[place] = value;
  }

  /**
   * The share of examples that lie here, in [0, 1]: the precision of samples where real ones lie,
   * the recall of real ones where samples lie.
   *
   * @param examples as many as there are points
   */
  Estimate share(Features examples) {
    boolean[][] inside = new boolean[Jackknife.GROUPS + 1][examples.count()];
    examples.distances(
        points,
        (example, squared) -> {
          for (int left = 0; left <= Jackknife.GROUPS; left++) {
            inside[left][example] = isInside(squared, radii[left]);
          }
        });
    double[] shares = new double[Jackknife.GROUPS + 1];
    for (int left = 0; left <= Jackknife.GROUPS; left++) {
      int count = 0;
      for (int i = 0; i < examples.count(); i++) {
        count += inside[left][i] && Jackknife.group(i) != left ? 1 : 0;
      }
      shares[left] = (double) count / Jackknife.without(left, examples.count());
    }
    return Jackknife.of(shares);
  }

  private static boolean isInside(float[] squared, float[] radii) {
    for (int j = 0; j < squared.length; j++) {
      if (squared[j] <= radii[j]) {
        return true;
      }
    }
    return false;
  }
}
