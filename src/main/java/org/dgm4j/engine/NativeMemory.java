package org.dgm4j.engine;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Native memory gives the garbage collector no reason to run, so unreachable models would pile up:
 * asks for a collection whenever many parameters have been made since the last one.
 */
public final class NativeMemory {

  private static final long LIMIT = 2L << 20;
  private static final AtomicLong SINCE_COLLECTION = new AtomicLong();

  private NativeMemory() {}

  /** Tells of so many parameters that were made, 4 bytes each. */
  public static void claim(long parameters) {
    if (SINCE_COLLECTION.addAndGet(parameters * Float.BYTES) > LIMIT) {
      System.gc();
      SINCE_COLLECTION.set(0);
    }
  }
}
