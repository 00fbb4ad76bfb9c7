package org.dgm4j.model;

/** What the objective of a model, in nats, says about log p(x). */
public enum Objective {
  /** It is log p(x). */
  LOG_PROBABILITY,
  /** It is a lower bound of log p(x), in expectation. */
  LOWER_BOUND,
  /** Nothing: it is what two players of a game win or lose. */
  GAME;

  /** Whether it can judge a model by examples that were not trained on. */
  public boolean judges() {
    return this != GAME;
  }

  /** Minus the objective as text: "98.21", or "≤ 98.21" if log p(x) is only bounded. */
  public String nats(String number) {
    return this == LOWER_BOUND ? "≤ " + number : number;
  }
}
