package org.dgm4j.magic.help;

import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.EntityTree;
import com.sun.source.doctree.InheritDocTree;
import com.sun.source.doctree.LinkTree;
import com.sun.source.doctree.LiteralTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.TextTree;
import com.sun.source.doctree.ValueTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.SimpleDocTreeVisitor;
import java.util.List;
import java.util.Map;

/** Javadoc as plain text in one line: links and code as their words, no tags of HTML. */
final class CommentText extends SimpleDocTreeVisitor<String, Void> {

  private final DocTrees trees;
  private final Map<String, String> constants;

  /**
   * @param constants the values of the file's constants, by their names
   */
  CommentText(DocTrees trees, Map<String, String> constants) {
    super("");
    this.trees = trees;
    this.constants = constants;
  }

  /** The text of some parts of a comment. */
  String of(List<? extends DocTree> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(part -> text.append(visit(part, null)));
    return text.toString().strip().replaceAll("\\s+", " ");
  }

  @Override
  public String visitText(TextTree text, Void none) {
    return text.getBody();
  }

  @Override
  public String visitLiteral(LiteralTree literal, Void none) {
    return literal.getBody().getBody();
  }

  @Override
  public String visitLink(LinkTree link, Void none) {
    return link.getLabel().isEmpty()
        ? link.getReference().getSignature().replaceFirst("^#", "").replace('#', '.')
        : of(link.getLabel());
  }

  @Override
  public String visitValue(ValueTree value, Void none) {
    String name = value.getReference() == null ? "" : value.getReference().getSignature();
    return constants.getOrDefault(name.substring(name.indexOf('#') + 1), "");
  }

  @Override
  public String visitEntity(EntityTree entity, Void none) {
    String characters = trees.getCharacters(entity);
    return characters == null ? entity.toString() : characters;
  }

  @Override
  public String visitReturn(ReturnTree returned, Void none) {
    return "Returns " + of(returned.getDescription()) + ".";
  }

  @Override
  public String visitInheritDoc(InheritDocTree inherited, Void none) {
    return "";
  }

  /** An end of a paragraph or of a cell separates words. */
  @Override
  protected String defaultAction(DocTree part, Void none) {
    return switch (part.getKind()) {
      case START_ELEMENT, END_ELEMENT ->
          part.toString().matches("</?(p|li|ul|ol|pre|br|div|table|tr|td).*") ? " " : "";
      default -> "";
    };
  }
}
