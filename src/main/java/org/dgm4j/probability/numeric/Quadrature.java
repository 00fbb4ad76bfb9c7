package org.dgm4j.probability.numeric;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.DoubleUnaryOperator;
import java.util.function.ToDoubleFunction;

/**
 * Integrals over the line by adaptive bisection with the Gauss–Kronrod rule of 7 and 15 points.
 *
 * <p>Piessens, de Doncker-Kapenga, Überhuber and Kahaner, QUADPACK, Springer 1983, gives the rule
 * and its error estimate. The worst panel is halved until the estimates sum to less than {@value
 * #TOLERANCE} of the integral of the absolute value.
 */
public final class Quadrature {

  /** Ninety times the rounding of a double, as sums of hundreds of values have. */
  private static final double TOLERANCE = 1e-14;

  /** 30,000 evaluations; what has not converged by then has a pole or is not smooth. Not tuned. */
  private static final int MAXIMUM_HALVINGS = 1_000;

  /** In units of the last place: on less, the 15 nodes are no longer apart. */
  private static final int FINEST = 64;

  /** So many doublings reach {@link #FARTHEST} from a width of 1e-30. */
  private static final int MAXIMUM_TAIL = 600;

  /** Its square is still a double, as densities need. */
  private static final double FARTHEST = 1e150;

  /** A hundredth of the rounding of a double, for three panels in a row. */
  private static final double NEGLIGIBLE = 1e-18;

  /** A tail of 1 / x has panels of equal size, and one of x^-1.001 is told from it. Not tuned. */
  private static final double ALMOST_ONE = 0.9995;

  /**
   * Of the Kronrod rule, from the outermost to the middle; every second is one of the Gauss rule.
   */
  private static final double[] NODES = {
    0.991455371120812639206854697526329,
    0.949107912342758524526189684047851,
    0.864864423359769072789712788640926,
    0.741531185599394439863864773280788,
    0.586087235467691130294144691693013,
    0.405845151377397166906606412076961,
    0.207784955007898467600689403773245,
    0.000000000000000000000000000000000
  };

  /** The weights of the nodes in the Kronrod rule. */
  private static final double[] KRONROD = {
    0.022935322010529224963732008058970,
    0.063092092629978553290700663189204,
    0.104790010322250183839876322541518,
    0.140653259715525918745189590510238,
    0.169004726639267902826583426598550,
    0.190350578064785409913256402421014,
    0.204432940075298892414161999234649,
    0.209482141084727828012999174891714
  };

  /** The weights of every second node in the Gauss rule. */
  private static final double[] GAUSS = {
    0.129484966168869693270611432679082,
    0.279705391489276667901467771423780,
    0.381830050505118944950369775488975,
    0.417959183673469387755102040816327
  };

  /**
   * An integral.
   *
   * @param value the integral
   * @param error the estimate of its error
   * @param diverges whether a tail did not shrink up to the farthest numbers
   */
  public record Result(double value, double error, boolean diverges) {}

  private record Panel(double low, double high, double value, double absolute, double error) {}

  private Quadrature() {}

  /**
   * The integral of a function between two bounds that may be infinite.
   *
   * @param points rising points inside the bounds, at least two, where the function has its mass
   */
  public static Result integrate(
      DoubleUnaryOperator f, double[] points, double lower, double upper) {
    PriorityQueue<Panel> panels =
        new PriorityQueue<>(Comparator.comparingDouble(panel -> -panel.error));
    for (int i = 1; i < points.length; i++) {
      panels.add(panel(f, points[i - 1], points[i]));
    }
    double first = points[0];
    double last = points[points.length - 1];
    double[] beyond = {
      tail(f, panels, first, last - first, -1, lower), tail(f, panels, last, last - first, 1, upper)
    };
    List<Panel> finest = new ArrayList<>();
    for (int halvings = 0; halvings < MAXIMUM_HALVINGS && !panels.isEmpty(); halvings++) {
      double absolute = sum(panels, Panel::absolute) + sum(finest, Panel::absolute);
      if (sum(panels, Panel::error) <= TOLERANCE * absolute) {
        break;
      }
      Panel worst = panels.poll();
      if (worst.high - worst.low < FINEST * Math.ulp(Math.max(worst.high, -worst.low))) {
        finest.add(worst);
      } else {
        double middle = worst.low + (worst.high - worst.low) / 2;
        panels.add(panel(f, worst.low, middle));
        panels.add(panel(f, middle, worst.high));
      }
    }
    panels.addAll(finest);
    double missing = beyond[0] + beyond[1];
    return new Result(
        sum(panels, Panel::value),
        sum(panels, Panel::error) + missing,
        missing == Double.POSITIVE_INFINITY);
  }

  /**
   * Adds panels of doubling width until they no longer count.
   *
   * @return a bound of what is left beyond them; infinite if the panels do not shrink
   */
  private static double tail(
      DoubleUnaryOperator f,
      PriorityQueue<Panel> panels,
      double start,
      double width,
      int direction,
      double bound) {
    double total = sum(panels, Panel::absolute);
    double from = start;
    double shrinking = 0;
    double previous = 0;
    int negligible = 0;
    for (int i = 0; i < MAXIMUM_TAIL && from != bound; i++) {
      double to = start + direction * width * Math.scalb(1.0, i);
      to = direction > 0 ? Math.min(to, bound) : Math.max(to, bound);
      Panel panel = panel(f, Math.min(from, to), Math.max(from, to));
      if (!Double.isFinite(panel.absolute)) {
        return beyond(previous, shrinking);
      }
      panels.add(panel);
      negligible = panel.absolute <= NEGLIGIBLE * total ? negligible + 1 : 0;
      if (negligible == 3) {
        return 0;
      }
      shrinking = panel.absolute / previous;
      previous = panel.absolute;
      from = to;
      if (Math.abs(to) > FARTHEST) {
        return beyond(previous, shrinking);
      }
    }
    return 0;
  }

  /** What all panels after one of this size hold, each this factor of the one before it. */
  private static double beyond(double last, double shrinking) {
    if (last == 0) {
      return 0;
    }
    return shrinking < ALMOST_ONE ? last * shrinking / (1 - shrinking) : Double.POSITIVE_INFINITY;
  }

  private static double sum(Iterable<Panel> panels, ToDoubleFunction<Panel> part) {
    double sum = 0;
    for (Panel panel : panels) {
      sum += part.applyAsDouble(panel);
    }
    return sum;
  }

  private static Panel panel(DoubleUnaryOperator f, double low, double high) {
    double center = low + (high - low) / 2;
    double half = (high - low) / 2;
    double[] values = new double[15];
    double kronrod = 0;
    double absolute = 0;
    double gauss = 0;
    for (int i = 0; i < 15; i++) {
      int node = Math.min(i, 14 - i);
      values[i] = f.applyAsDouble(center + (i < 7 ? -half : half) * NODES[node]);
      kronrod += KRONROD[node] * values[i];
      absolute += KRONROD[node] * Math.abs(values[i]);
      gauss += node % 2 == 1 ? GAUSS[node / 2] * values[i] : 0;
    }
    double spread = 0;
    for (int i = 0; i < 15; i++) {
      spread += KRONROD[Math.min(i, 14 - i)] * Math.abs(values[i] - kronrod / 2);
    }
    double error = Math.abs(kronrod - gauss);
    if (spread > 0 && error > 0) {
      // the numbers are those of QUADPACK
      error = spread * Math.min(1, Math.pow(200 * error / spread, 1.5));
    }
    return new Panel(low, high, kronrod * half, absolute * half, error * half);
  }
}
