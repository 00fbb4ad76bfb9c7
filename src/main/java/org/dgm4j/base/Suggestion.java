package org.dgm4j.base;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.function.ToIntFunction;

/** What a user may have meant. */
public final class Suggestion {

  private Suggestion() {}

  /** The candidate nearest to a word, if it differs in at most a third of its letters. */
  public static Optional<String> of(String word, Collection<String> candidates) {
    return of(word, candidates, candidate -> word.length() / 3);
  }

  /**
   * The nearest of the candidates that are near.
   *
   * @param most in how many letters a candidate may differ
   */
  public static Optional<String> of(
      String word, Collection<String> candidates, ToIntFunction<String> most) {
    return candidates.stream()
        .filter(candidate -> distance(word, candidate) <= most.applyAsInt(candidate))
        .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
  }

  /**
   * The number of letters to change, add, drop or exchange with their neighbour (Damerau 1964, no
   * letter twice), ignoring case.
   */
  private static int distance(String one, String other) {
    String a = one.toLowerCase(Locale.ROOT);
    String b = other.toLowerCase(Locale.ROOT);
    int[][] distance = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        distance[i][j] = Math.max(i, j);
        if (i > 0 && j > 0) {
          boolean same = a.charAt(i - 1) == b.charAt(j - 1);
          int addOrDrop = Math.min(distance[i - 1][j], distance[i][j - 1]) + 1;
          distance[i][j] = Math.min(addOrDrop, distance[i - 1][j - 1] + (same ? 0 : 1));
        }
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          distance[i][j] = Math.min(distance[i][j], distance[i - 2][j - 2] + 1);
        }
      }
    }
    return distance[a.length()][b.length()];
  }
}
