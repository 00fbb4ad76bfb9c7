package org.dgm4j.base;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;

@ResourceLock("org.dgm4j.base.Seeds")
class SeedsTest {

  @Test
  void theSameSeedGivesTheSameSequence() {
    Seeds.set(42);
    long[] first = draw(100);
    Seeds.set(42);
    assertArrayEquals(first, draw(100));
    assertEquals(42, Seeds.current());
  }

  @Test
  void anotherSeedGivesAnotherSequence() {
    Seeds.set(42);
    long[] first = draw(100);
    Seeds.set(43);
    assertFalse(Arrays.equals(first, draw(100)));
  }

  @Test
  void agreesWithThePublishedSplitMixSequence() {
    Seeds.set(1234567);
    assertArrayEquals(
        new long[] {
          6457827717110365317L, 3203168211198807973L, Long.parseUnsignedLong("9817491932198370423")
        },
        draw(3));
  }

  @Test
  void threadsNeverShareASeed() {
    Seeds.set(7);
    long[] drawn = LongStream.range(0, 20_000).parallel().map(i -> Seeds.next()).toArray();
    Set<Long> distinct = new HashSet<>();
    Arrays.stream(drawn).forEach(distinct::add);
    assertEquals(drawn.length, distinct.size());
    Seeds.set(7);
    Arrays.stream(draw(20_000)).forEach(distinct::remove);
    assertEquals(0, distinct.size());
  }

  private static long[] draw(int count) {
    return LongStream.range(0, count).map(i -> Seeds.next()).toArray();
  }
}
