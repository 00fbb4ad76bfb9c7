package org.dgm4j.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class EvidenceLowerBoundTest {

  @Test
  void isTheDifferenceOfItsParts() {
    EvidenceLowerBound bound =
        EvidenceLowerBound.of(new double[] {-90, -70}, new double[] {10, 20});
    assertArrayEquals(new double[] {-100, -90}, bound.nats());
    assertEquals(-95, bound.mean());
    assertEquals(5, bound.standardError(), 1e-12);
    assertEquals(-80, bound.meanReconstruction());
    assertEquals(15, bound.meanDivergence());
    assertEquals(
        "log p(x) ≥ -95.00 ± 5.00 nats = reconstruction -80.00 − KL divergence 15.00 (mean ±"
            + " standard error of 2 examples)",
        bound.toString());
  }

  @Test
  void keepsItsValues() {
    double[] reconstruction = {-1};
    EvidenceLowerBound bound = EvidenceLowerBound.of(reconstruction, new double[] {2});
    reconstruction[0] = 0;
    bound.nats()[0] = 0;
    bound.divergence()[0] = 0;
    assertArrayEquals(new double[] {-3}, bound.nats());
    assertTrue(Double.isNaN(bound.standardError()));
    assertEquals(
        "log p(x) ≥ -3.00 nats = reconstruction -1.00 − KL divergence 2.00 (one example)",
        bound.toString());
  }

  @Test
  void needsBothPartsOfEachExample() {
    assertThrows(
        IllegalArgumentException.class, () -> EvidenceLowerBound.of(new double[1], new double[2]));
  }
}
