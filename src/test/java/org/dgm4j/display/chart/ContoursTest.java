package org.dgm4j.display.chart;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ContoursTest {

  private static final int SIDE = 201;

  private static Contours of(DoubleBinaryOperator height) {
    double[] places = IntStream.range(0, SIDE).mapToDouble(i -> -5 + i / 20.0).toArray();
    double[] values = new double[SIDE * SIDE];
    for (int i = 0; i < values.length; i++) {
      values[i] = height.applyAsDouble(places[i % SIDE], places[i / SIDE]);
    }
    return new Contours(places, places, values);
  }

  private static boolean isClosed(Contours.Line line) {
    int last = line.x().length - 1;
    return line.x()[0] == line.x()[last] && line.y()[0] == line.y()[last];
  }

  @Test
  void linesOfANormalDensityAreTheCirclesThatEncloseItsMass() {
    Contours contours = of((x, y) -> Math.exp(-(x * x + y * y) / 2));
    for (double share : new double[] {0.5, 0.9}) {
      List<Contours.Line> lines = contours.at(contours.enclosing(share));
      assertEquals(1, lines.size());
      assertTrue(isClosed(lines.get(0)));
      double radius = Math.sqrt(-2 * Math.log(1 - share));
      for (int i = 0; i < lines.get(0).x().length; i++) {
        assertEquals(radius, Math.hypot(lines.get(0).x()[i], lines.get(0).y()[i]), 0.01);
      }
      assertTrue(lines.get(0).x().length > 8 * radius * 20 * 0.9);
    }
  }

  @Test
  void separateHillsHaveLinesOfTheirOwnAndCutOnesAreOpen() {
    Contours hills = of((x, y) -> Math.exp(-Math.pow(Math.abs(x) - 2, 2) - y * y));
    assertEquals(2, hills.at(0.5).size());
    assertTrue(hills.at(0.5).stream().allMatch(ContoursTest::isClosed));
    List<Contours.Line> slope = of((x, y) -> x + 2 * y).at(0.3);
    assertEquals(1, slope.size());
    Contours.Line line = slope.get(0);
    assertEquals(10, Math.abs(line.x()[0] - line.x()[line.x().length - 1]), 1e-9);
    for (int i = 0; i < line.x().length; i++) {
      assertEquals(0.3, line.x()[i] + 2 * line.y()[i], 1e-9);
    }
    assertEquals(List.of(), hills.at(2));
    assertEquals(2, of((x, y) -> x * y).at(0).size(), "a saddle");
  }
}
