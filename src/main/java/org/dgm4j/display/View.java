package org.dgm4j.display;

/** An immutable picture of a value: everything that is needed to show it, in any front end. */
public interface View {

  /** The faces of this view, by MIME type, in this look; a pure function of both. */
  MimeBundle bundle(Look look);

  /** The faces of this view in the usual look. */
  default MimeBundle bundle() {
    return bundle(Look.USUAL);
  }

  /** A view that is text only. */
  static View text(String text) {
    return look -> MimeBundle.text(text);
  }
}
