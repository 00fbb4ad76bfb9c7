package org.dgm4j.probability;

import org.dgm4j.base.ProgressTask;

/**
 * The former name of {@link ProgressTask}, by which its methods and nested types can still be
 * reached.
 *
 * @deprecated use {@link ProgressTask}
 */
@Deprecated
public final class Work extends ProgressTask {

  private Work() {
    super("", "", 0);
  }
}
