package org.dgm4j.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class MaskTest {

  @Test
  void halvesAreGivenForAnyImageSize() {
    assertEquals("110000", bits(Mask.upperHalf(), 1, 3, 2));
    assertEquals("001111", bits(Mask.lowerHalf(), 1, 3, 2));
    assertEquals("100100", bits(Mask.leftHalf(), 1, 2, 3));
    assertEquals("011011", bits(Mask.rightHalf(), 1, 2, 3));
    assertEquals("11001100", bits(Mask.upperHalf(), 2, 2, 2));
  }

  @Test
  void rectangleAndItsInverse() {
    Mask mask = Mask.rectangle(1, 1, 1, 5);
    assertEquals("000011000", bits(mask, 1, 3, 3));
    assertEquals("111100111", bits(mask.inverted(), 1, 3, 3));
    assertEquals("all but rectangle 1×5 at (1, 1) given", mask.inverted().toString());
    assertThrows(IllegalArgumentException.class, () -> Mask.rectangle(0, 0, -1, 2));
  }

  @Test
  void randomHasTheFractionAndTreatsChannelsAlike() {
    String bits = bits(Mask.random(0.3, 5), 2, 100, 100);
    assertEquals(bits.substring(0, 10_000), bits.substring(10_000));
    double share = bits.chars().filter(c -> c == '1').count() / 20_000.0;
    assertEquals(0.3, share, 4 * Math.sqrt(0.3 * 0.7 / 10_000));
    assertEquals(bits, bits(Mask.random(0.3, 5), 2, 100, 100));
    assertEquals("11111", bits(Mask.random(1, 5), 5));
    assertThrows(IllegalArgumentException.class, () -> Mask.random(Double.NaN, 1));
  }

  @Test
  void anOwnMaskMustFit() {
    boolean[] mine = {true, false};
    Mask mask = Mask.of(mine);
    mine[1] = true;
    assertArrayEquals(new boolean[] {true, false}, mask.known(2));
    assertEquals(
        "The mask has 2 values, but an example has 4; give one for each value",
        assertThrows(IllegalArgumentException.class, () -> mask.known(1, 2, 2)).getMessage());
  }

  @Test
  void halvesNeedImages() {
    assertEquals(
        "The mask 'upper half' needs images (channels, height, width), but an example has shape "
            + "[5]; use Mask.of(boolean...) or Mask.random(fraction, seed)",
        assertThrows(IllegalArgumentException.class, () -> Mask.upperHalf().known(5)).getMessage());
  }

  private static String bits(Mask mask, int... shape) {
    StringBuilder bits = new StringBuilder();
    for (boolean known : mask.known(shape)) {
      bits.append(known ? '1' : '0');
    }
    return bits.toString();
  }
}
