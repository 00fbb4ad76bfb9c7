package org.dgm4j.magic.notebook;

/** A user's mistake: one sentence that says what is wrong and what to type, without stack trace. */
public final class UserError extends RuntimeException {

  public UserError(String sentence) {
    super(sentence, null, false, false);
  }

  @Override
  public String toString() {
    return getMessage();
  }
}
