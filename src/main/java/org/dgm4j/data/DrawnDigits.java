package org.dgm4j.data;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Randomness;

/**
 * Digits drawn by us: strokes of each figure in a few styles, bent by a smooth random field,
 * slanted and turned, written with a pen of random width, and then placed as in MNIST: the figure
 * fills 20 of 28 parts of the image and its centre of mass is in the middle.
 */
public final class DrawnDigits {

  /**
   * The styles of each digit. A style is strokes, separated by {@code /}; a stroke is the points
   * {@code x,y} in hundredths (y downwards) that a smooth curve passes; {@code !} marks a corner,
   * {@code o} a closed curve.
   */
  private static final String[][] STYLES = {
    {
      "50,0 24,14 12,50 24,86 50,100 76,86 88,50 76,14 o",
      "62,6 36,7 18,38 20,78 44,100 72,86 84,50 76,14 52,2 38,10",
      "45,2 22,25 16,60 34,96 62,96 82,66 80,28 60,2 o"
    },
    {"50,0 49,50 50,100", "32,22! 52,0! 50,100", "30,20! 52,0! 52,100 / 26,100 78,100"},
    {
      "15,26 26,7 50,0 74,9 80,30 66,55 40,80 12,100! 50,97 90,98",
      "18,22 36,3 62,3 78,25 66,55 40,84 20,97 9,90 19,81 42,90 68,99 94,90",
      "20,12 48,0 76,12 78,34 56,64 14,98! 88,96"
    },
    {
      "15,12 42,0 74,9 76,30 56,45 36,48! 66,51 86,69 76,92 46,100 12,90",
      "14,4 48,2 80,3! 46,40! 76,47 86,71 66,95 36,100 12,88",
      "20,8 52,0 76,14 66,38 40,48 64,50 82,70 68,94 38,100 14,94"
    },
    {
      "66,0 38,34 10,66! 50,67 94,65 / 66,0 64,50 63,100",
      "22,4 17,30 14,52! 50,53 88,50 / 72,8 69,50 66,100",
      "20,5 13,31 22,52 48,53 76,42 / 82,2 74,48 67,100"
    },
    {
      "82,2 54,3 26,2! 20,42! 50,37 80,52 82,78 56,100 14,92",
      "86,5 46,6 28,30 34,43 62,49 80,70 62,97 14,95",
      "24,4 22,24 20,44! 52,40 80,56 78,84 50,100 14,90 / 24,4 54,5 86,2"
    },
    {
      "70,2 41,20 21,50 18,80 40,100 70,95 80,73 62,55 38,60 20,79",
      "54,0 29,35 19,74 42,100 72,88 70,63 45,57 22,75",
      "60,0 30,24 16,58 26,92 54,100 78,82 68,60 44,60 24,82"
    },
    {
      "12,5 48,5 86,4! 58,48 42,100",
      "12,6 50,5 86,4! 60,45 40,100 / 30,52 54,50 78,48",
      "12,22 16,5! 50,6 84,3! 66,40 52,70 46,100"
    },
    {
      "76,12 46,0 21,15 32,38 60,54 82,78 50,100 19,80 35,55 68,37 80,19 70,8",
      "50,0 26,12 28,36 50,46 73,35 74,11 o / 50,46 20,62 21,90 50,100 80,90 80,62 o",
      "70,4 40,6 28,24 44,44 68,60 72,86 46,100 24,84 36,58 62,40 76,18 66,3"
    },
    {
      "80,20 56,2 26,12 18,35 40,50 68,42 80,20! 79,60 70,100",
      "78,18 52,1 24,14 20,38 44,48 70,36 78,18! 80,56 66,90 40,100 18,90",
      "76,12 46,0 20,22 30,46 58,44 76,14 70,54 56,100"
    }
  };

  private static final List<List<Glyph>> GLYPHS =
      Stream.of(STYLES).map(digit -> Stream.of(digit).map(Glyph::parse).toList()).toList();

  /** How steeply ink falls off at the edge of a stroke, for each pixel. */
  private static final double EDGE = 1.5;

  /** Chords of a curve over a third of the figure are seen as round. */
  private static final int STEPS = 6;

  private static final double FILLED = 20.0 / 28; // as in MNIST

  private DrawnDigits() {}

  /** Grey images of shape (1, size, size) with labels 0 to 9, as even in number as possible. */
  public static Samples draw(int count, int size, long seed) {
    int pixels = size * size;
    float[] values = new float[Math.multiplyExact(count, pixels)];
    int[] labels = new int[count];
    for (int block = 0; block < count; block += 10) {
      int[] order = Randomness.shuffled(10, Randomness.derive(seed, -1 - block));
      System.arraycopy(order, 0, labels, block, Math.min(10, count - block));
    }
    ProgressTask.inParallel(
        "digit",
        count,
        i -> {
          SplittableRandom random = new SplittableRandom(Randomness.derive(seed, i));
          new Drawing(labels[i], random).paint(size, values, i * pixels);
        });
    return Samples.owning(values, labels, count, 1, size, size);
  }

  /** One figure with its curves as chains of points, bent and placed in a unit square. */
  private static final class Drawing {

    private final List<double[]> chains = new ArrayList<>();
    private final double radius;
    private final double swell;
    private final double phase;

    Drawing(int digit, SplittableRandom random) {
      List<Glyph> styles = GLYPHS.get(digit);
      Glyph glyph = styles.get(random.nextInt(styles.size()));
      radius = 0.041 * Math.exp(0.20 * Randomness.gaussian(random));
      swell = 0.15 * random.nextDouble();
      phase = 2 * Math.PI * random.nextDouble();
      double turn = 0.06 * Randomness.gaussian(random);
      double slant = 0.14 + 0.17 * Randomness.gaussian(random);
      double stretch = Math.exp(0.12 * Randomness.gaussian(random));
      Bend bend = new Bend(random);
      for (Stroke stroke : glyph.strokes) {
        double[] chain = stroke.jittered(0.014, random).chain();
        for (int i = 0; i < chain.length; i += 2) {
          double x = chain[i] - 0.5;
          double y = chain[i + 1] - 0.5;
          double bentX = (x + bend.across(x, y)) * stretch;
          double bentY = y + bend.down(x, y);
          double slantX = bentX - slant * bentY;
          chain[i] = slantX * Math.cos(turn) - bentY * Math.sin(turn);
          chain[i + 1] = slantX * Math.sin(turn) + bentY * Math.cos(turn);
        }
        chains.add(chain);
      }
      place(
          0.02 * Randomness.gaussian(random),
          0.02 * Randomness.gaussian(random),
          Math.exp(0.04 * Randomness.gaussian(random)));
    }

    private void place(double shiftX, double shiftY, double zoom) {
      double left = Double.POSITIVE_INFINITY;
      double right = Double.NEGATIVE_INFINITY;
      double top = Double.POSITIVE_INFINITY;
      double bottom = Double.NEGATIVE_INFINITY;
      double length = 0;
      double sumX = 0;
      double sumY = 0;
      for (double[] chain : chains) {
        for (int i = 0; i < chain.length; i += 2) {
          left = Math.min(left, chain[i]);
          right = Math.max(right, chain[i]);
          top = Math.min(top, chain[i + 1]);
          bottom = Math.max(bottom, chain[i + 1]);
          if (i > 0) {
            double step = Math.hypot(chain[i] - chain[i - 2], chain[i + 1] - chain[i - 1]);
            length += step;
            sumX += step * (chain[i] + chain[i - 2]) / 2;
            sumY += step * (chain[i + 1] + chain[i - 1]) / 2;
          }
        }
      }
      double scale = (FILLED - 2 * radius) * zoom / Math.max(right - left, bottom - top);
      for (double[] chain : chains) {
        for (int i = 0; i < chain.length; i += 2) {
          chain[i] = (chain[i] - sumX / length) * scale + 0.5 + shiftX;
          chain[i + 1] = (chain[i + 1] - sumY / length) * scale + 0.5 + shiftY;
        }
      }
    }

    void paint(int size, float[] values, int offset) {
      for (double[] chain : chains) {
        int last = chain.length - 2;
        for (int i = 0; i < last; i += 2) {
          paintSegment(
              size,
              values,
              offset,
              chain[i] * size,
              chain[i + 1] * size,
              chain[i + 2] * size,
              chain[i + 3] * size,
              pen(i, last) * size,
              pen(i + 2, last) * size);
        }
      }
    }

    private double pen(int position, int last) {
      return radius * (1 + swell * Math.sin(phase + 5.0 * position / last));
    }

    private static void paintSegment(
        int size,
        float[] values,
        int offset,
        double x0,
        double y0,
        double x1,
        double y1,
        double radius0,
        double radius1) {
      double reach = Math.max(radius0, radius1) + 0.5;
      int left = Math.max(0, (int) (Math.min(x0, x1) - reach));
      int right = Math.min(size - 1, (int) (Math.max(x0, x1) + reach));
      int top = Math.max(0, (int) (Math.min(y0, y1) - reach));
      int bottom = Math.min(size - 1, (int) (Math.max(y0, y1) + reach));
      double dx = x1 - x0;
      double dy = y1 - y0;
      double squared = Math.max(dx * dx + dy * dy, 1e-12);
      for (int row = top; row <= bottom; row++) {
        for (int column = left; column <= right; column++) {
          double x = column + 0.5 - x0;
          double y = row + 0.5 - y0;
          double along = Math.max(0, Math.min(1, (x * dx + y * dy) / squared));
          double distance = Math.hypot(x - along * dx, y - along * dy);
          double radius = radius0 + along * (radius1 - radius0);
          float ink = (float) Math.max(0, Math.min(1, EDGE * (radius - distance) + 0.5));
          int pixel = offset + row * size + column;
          values[pixel] = Math.max(values[pixel], ink);
        }
      }
    }
  }

  /** A smooth displacement: a few plane waves of long wavelength. */
  private static final class Bend {

    private static final int WAVES = 3; // enough that no bend looks like a wave

    private final double[] parameters = new double[WAVES * 5];

    Bend(SplittableRandom random) {
      for (int i = 0; i < WAVES; i++) {
        parameters[5 * i] = 2.4 * Randomness.gaussian(random);
        parameters[5 * i + 1] = 2.4 * Randomness.gaussian(random);
        parameters[5 * i + 2] = 2 * Math.PI * random.nextDouble();
        parameters[5 * i + 3] = 0.036 * Randomness.gaussian(random);
        parameters[5 * i + 4] = 0.036 * Randomness.gaussian(random);
      }
    }

    double across(double x, double y) {
      return displacement(x, y, 3);
    }

    double down(double x, double y) {
      return displacement(x, y, 4);
    }

    private double displacement(double x, double y, int amplitude) {
      double sum = 0;
      for (int i = 0; i < parameters.length; i += 5) {
        sum +=
            parameters[i + amplitude]
                * Math.sin(parameters[i] * x + parameters[i + 1] * y + parameters[i + 2]);
      }
      return sum;
    }
  }

  private record Glyph(List<Stroke> strokes) {

    static Glyph parse(String text) {
      return new Glyph(Stream.of(text.split(" / ")).map(Stroke::parse).toList());
    }
  }

  /** A curve through points (x, y alternating); the curve has a corner where it is marked. */
  private record Stroke(double[] points, boolean[] corner, boolean closed) {

    static Stroke parse(String text) {
      boolean closed = text.endsWith(" o");
      String[] words = (closed ? text.substring(0, text.length() - 2) : text).split(" ");
      double[] points = new double[words.length * 2];
      boolean[] corner = new boolean[words.length];
      for (int i = 0; i < words.length; i++) {
        corner[i] = words[i].endsWith("!");
        String[] pair = words[i].replace("!", "").split(",");
        points[2 * i] = Integer.parseInt(pair[0]) / 100.0;
        points[2 * i + 1] = Integer.parseInt(pair[1]) / 100.0;
      }
      return new Stroke(points, corner, closed);
    }

    Stroke jittered(double deviation, SplittableRandom random) {
      double[] moved = points.clone();
      for (int i = 0; i < moved.length; i++) {
        moved[i] += deviation * Randomness.gaussian(random);
      }
      return new Stroke(moved, corner, closed);
    }

    /** The curve as a chain of points: Catmull-Rom splines, with end points doubled at corners. */
    double[] chain() {
      int spans = closed ? corner.length : corner.length - 1;
      double[] chain = new double[2 * (spans * STEPS + 1)];
      for (int span = 0; span < spans; span++) {
        int from = span;
        int to = (span + 1) % corner.length;
        int before = closed ? (span + corner.length - 1) % corner.length : Math.max(0, span - 1);
        int after = closed ? (span + 2) % corner.length : Math.min(corner.length - 1, span + 2);
        before = corner[from] ? from : before;
        after = corner[to] ? to : after;
        for (int step = 0; step <= STEPS; step++) {
          double t = (double) step / STEPS;
          for (int axis = 0; axis < 2; axis++) {
            chain[2 * (span * STEPS + step) + axis] =
                spline(
                    points[2 * before + axis],
                    points[2 * from + axis],
                    points[2 * to + axis],
                    points[2 * after + axis],
                    t);
          }
        }
      }
      return chain;
    }

    private static double spline(double a, double b, double c, double d, double t) {
      return b + 0.5 * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));
    }
  }
}
