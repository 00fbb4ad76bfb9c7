package org.dgm4j.evaluation.latent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.function.Supplier;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.dgm4j.data.Samples;
import org.dgm4j.evaluation.BlobModel;
import org.junit.jupiter.api.Test;

class LatentTest {

  private final BlobModel plane = new BlobModel(24, 2);
  private final BlobModel space = new BlobModel(24, 5);

  private static Samples codes(int count, int dimensions) {
    Random random = new Random(1);
    float[] values = new float[count * dimensions];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() * (i % dimensions == 0 ? 0.5 : 0.3));
    }
    int[] labels = random.ints(count, 0, 3).toArray();
    return Samples.vectors(values, count, dimensions).labelled(labels);
  }

  private Samples images(int count) {
    Samples codes = codes(count, 2);
    return plane.decode(codes).labelled(codes.labels());
  }

  @Test
  void twoDimensionsAreShownAsTheyAre() {
    Latent.Scatter scatter = Latent.scatter(plane, images(20));
    assertFalse(scatter.plane().isPrincipal());
    assertArrayEquals(scatter.codes().values(), scatter.points().values());
    assertArrayEquals(codes(20, 2).labels(), scatter.points().labels());
    for (int i = 0; i < 40; i++) {
      assertEquals(codes(20, 2).value(i / 2, i % 2), scatter.points().value(i / 2, i % 2), 0.02);
    }
  }

  @Test
  void moreDimensionsAreShownAlongTheirPrincipalComponents() {
    Latent.Scatter scatter = Latent.scatter(space, images(200));
    assertTrue(scatter.plane().isPrincipal());
    assertEquals(1, scatter.plane().explained(), 1e-6, "three latent dimensions do not vary");
    double[] sum = new double[3];
    for (int i = 0; i < 200; i++) {
      double u = scatter.points().value(i, 0);
      double v = scatter.points().value(i, 1);
      sum[0] += u;
      sum[1] += u * v;
      sum[2] += u * u - v * v;
    }
    assertEquals(0, sum[0], 1e-3, "the mean is the origin");
    assertEquals(0, sum[1], 1e-3, "components are uncorrelated");
    assertTrue(sum[2] > 0, "the first varies most");
  }

  @Test
  void aManifoldStandsAtTheQuantilesOfThePrior() {
    Latent.Manifold manifold = Latent.manifold(plane, 6);
    assertEquals(36, manifold.decoded().count());
    NormalDistribution prior = NormalDistribution.of(0, 1);
    for (int i = 0; i < 6; i++) {
      assertEquals((i + 0.5) / 6, prior.cumulativeProbability(manifold.u()[i]), 1e-12);
      assertEquals(manifold.u()[5 - i], manifold.v()[i]);
    }
    Samples found = plane.encode(manifold.decoded());
    for (int i = 0; i < 36; i++) {
      assertEquals(manifold.u()[i % 6], found.value(i, 0), 0.05, "columns go to the right");
      assertEquals(manifold.v()[i / 6], found.value(i, 1), 0.05, "the first row is the highest");
    }
    assertArrayEquals(
        manifold.decoded().values(), Latent.manifold(space, 6).decoded().values(), "others are 0");
  }

  @Test
  void aManifoldOfExamplesSpansTheirCodes() {
    Latent.Manifold manifold = Latent.manifold(space, 5, images(500));
    assertTrue(manifold.plane().isPrincipal());
    assertEquals(2.5 * 0.5, manifold.u()[4], 0.15);
    assertEquals(2.5 * 0.3, manifold.v()[0], 0.1);
    assertEquals(manifold.v()[0], -manifold.v()[4], 1e-3);
  }

  @Test
  void theExplorersGridCoversAllCodes() {
    Latent.Explorer explorer = Latent.explorer(space, images(50), 7);
    Samples points = explorer.scatter().points();
    for (int i = 0; i < 50; i++) {
      assertTrue(points.value(i, 0) >= explorer.manifold().u()[0] - 1e-6);
      assertTrue(points.value(i, 0) <= explorer.manifold().u()[6] + 1e-6);
      assertTrue(points.value(i, 1) >= explorer.manifold().v()[6] - 1e-6);
      assertTrue(points.value(i, 1) <= explorer.manifold().v()[0] + 1e-6);
    }
    assertEquals(49, explorer.manifold().decoded().count());
    assertEquals(24, Latent.explorer(plane, images(5)).manifold().u().length);
  }

  @Test
  void interpolationsGoAlongTheLineAndTheArc() {
    Samples ends = plane.decode(Samples.vectors(new float[] {1, 0, 0, 1}, 2, 2));
    Latent.Interpolation way = Latent.interpolate(plane, ends.range(0, 1), ends.range(1, 2), 5);
    Samples line = plane.encode(way.linear());
    Samples arc = plane.encode(way.spherical());
    assertEquals(5, line.count());
    for (int i = 0; i < 5; i++) {
      assertEquals(1 - i / 4.0, line.value(i, 0), 0.02);
      assertEquals(i / 4.0, line.value(i, 1), 0.02);
      assertEquals(Math.cos(i * Math.PI / 8), arc.value(i, 0), 0.02);
      assertEquals(Math.sin(i * Math.PI / 8), arc.value(i, 1), 0.02);
    }
  }

  @Test
  void theArcKeepsTheLengthAndIsTheLineWhereThereIsNone() {
    float[] a = {3, 0, 0};
    float[] b = {0, 2.4f, 1.8f};
    for (double part : new double[] {0, 0.2, 0.5, 1}) {
      double[] weights = Latent.arc(a, b, part);
      double square = 0;
      for (int i = 0; i < 3; i++) {
        double place = weights[0] * a[i] + weights[1] * b[i];
        square += place * place;
      }
      assertEquals(9, square, 1e-5);
      double[] straight = {1 - part, part};
      assertArrayEquals(straight, Latent.arc(a, a, part), 1e-12);
      assertArrayEquals(straight, Latent.arc(a, new float[] {-6, 0, 0}, part), 1e-12);
      assertArrayEquals(straight, Latent.arc(a, new float[3], part), 1e-12);
    }
    assertArrayEquals(new double[] {1, 0}, Latent.arc(a, b, 0), 1e-12);
    assertArrayEquals(new double[] {0, 1}, Latent.arc(a, b, 1), 1e-12);
  }

  @Test
  void aTraversalMovesOneDimensionAtATime() {
    Samples example = plane.decode(Samples.vectors(new float[] {0.5f, -0.4f}, 1, 2));
    Latent.Traversal traversal = Latent.traverse(plane, example, 7);
    assertArrayEquals(new double[] {-3, -2, -1, 0, 1, 2, 3}, traversal.values(), 1e-12);
    Samples codes = plane.encode(traversal.decoded());
    assertEquals(14, codes.count());
    for (int i = 2; i < 5; i++) {
      assertEquals(i - 3, codes.value(i, 0), 0.05);
      assertEquals(-0.4, codes.value(i, 1), 0.02);
      assertEquals(0.5, codes.value(7 + i, 0), 0.02);
      assertEquals(i - 3, codes.value(7 + i, 1), 0.05);
    }
    assertEquals(5 * 11, Latent.traverse(space, example).decoded().count());
  }

  @Test
  void mistakesAreNamed() {
    Samples two = images(2);
    BlobModel line = new BlobModel(24, 1);
    assertMistake("at least 2 latent dimensions", () -> Latent.scatter(line, two));
    assertMistake("at least 2 latent dimensions", () -> Latent.manifold(line, 5));
    assertMistake("at least 2 examples, not 1", () -> Latent.scatter(plane, two.first(1)));
    assertMistake("2 to 100 decodings on a side, not 1", () -> Latent.manifold(plane, 1));
    assertMistake("2 to 100 decodings on a side, not 0", () -> Latent.explorer(plane, two, 0));
    assertMistake("there are 1 and 2", () -> Latent.interpolate(plane, two.first(1), two, 5));
    assertMistake("not 1", () -> Latent.interpolate(plane, two, two, 1));
    assertMistake("one example, not 2", () -> Latent.traverse(plane, two));
    assertMistake("not 0", () -> Latent.traverse(plane, two.first(1), 0));
  }

  private static void assertMistake(String part, Supplier<?> call) {
    String message = assertThrows(IllegalArgumentException.class, call::get).getMessage();
    assertTrue(message.contains(part), message);
  }
}
