package org.dgm4j.display;

/** An immutable picture of a value: everything that is needed to show it, in any front end. */
public interface View {

  /** The faces of this view, by MIME type, in this style; a pure function of both. */
  MimeBundle bundle(FigureStyle style);

  /** The faces of this view in the usual style. */
  default MimeBundle bundle() {
    return bundle(FigureStyle.USUAL);
  }

  /** This view with other plain text. */
  default View saying(String text) {
    return style -> bundle(style).with(MimeBundle.TEXT, text);
  }

  /** A view that is text only. */
  static View text(String text) {
    return style -> MimeBundle.text(text);
  }
}
