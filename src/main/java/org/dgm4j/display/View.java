package org.dgm4j.display;

/** An immutable picture of a value: everything that is needed to show it, in any front end. */
public interface View {

  /** The faces of this view, by MIME type; a pure function of the view. */
  MimeBundle bundle();
}
