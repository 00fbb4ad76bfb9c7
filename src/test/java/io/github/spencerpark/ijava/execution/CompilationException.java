package io.github.spencerpark.ijava.execution;

import jdk.jshell.SnippetEvent;

/** A snippet that the compiler has rejected. */
public final class CompilationException extends Exception {

  private final transient SnippetEvent badSnippetCompilation;

  CompilationException(SnippetEvent badSnippetCompilation) {
    super("Compilation failed");
    this.badSnippetCompilation = badSnippetCompilation;
  }

  public SnippetEvent getBadSnippetCompilation() {
    return badSnippetCompilation;
  }
}
