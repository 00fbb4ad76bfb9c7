package org.dgm4j.walk;

import java.nio.file.Path;

/** A model with random options, and what must hold of it. */
interface Configuration {

  /**
   * Makes it and checks it.
   *
   * @param folder for its files; empty
   */
  void check(Path folder);

  /** The Java lines that make it. */
  String java();
}
