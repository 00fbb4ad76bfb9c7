package org.dgm4j.magic.help;

import com.sun.source.doctree.DocCommentTree;
import com.sun.source.doctree.DocTree;
import com.sun.source.doctree.ParamTree;
import com.sun.source.doctree.ReturnTree;
import com.sun.source.doctree.ThrowsTree;
import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LiteralTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.TreeScanner;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * The Javadoc of one of our types, read from its source, which the jar brings: the compiler that
 * every kernel has parses a file when something in it is asked for, and nothing before.
 */
record TypeComments(Comment type, List<MethodComment> methods) {

  private static final String SOURCES = "/META-INF/sources/";
  private static final TypeComments NONE = new TypeComments(Comment.NONE, List.of());

  /** What was read, by the names of the types outside of all others. */
  private static final Map<String, Map<String, TypeComments>> READ = new ConcurrentHashMap<>();

  /**
   * A comment as plain text.
   *
   * @param first its first sentence
   * @param all all of it but the tags
   * @param parameters what is said of each parameter or component
   * @param returned what is returned, or nothing
   * @param errors what is said of each exception
   */
  record Comment(
      String first,
      String all,
      Map<String, String> parameters,
      String returned,
      Map<String, String> errors) {

    static final Comment NONE = new Comment("", "", Map.of(), "", Map.of());

    private static Comment of(DocCommentTree tree, CommentText text) {
      if (tree == null) {
        return NONE;
      }
      Map<String, String> parameters = new LinkedHashMap<>();
      Map<String, String> errors = new LinkedHashMap<>();
      String returned = "";
      for (DocTree tag : tree.getBlockTags()) {
        if (tag instanceof ParamTree parameter && !parameter.isTypeParameter()) {
          parameters.put(parameter.getName().toString(), text.of(parameter.getDescription()));
        } else if (tag instanceof ReturnTree value) {
          returned = text.of(value.getDescription());
        } else if (tag instanceof ThrowsTree error) {
          errors.put(error.getExceptionName().toString(), text.of(error.getDescription()));
        }
      }
      String first = text.of(tree.getFirstSentence());
      String all = text.of(tree.getFullBody());
      return new Comment(
          first.isEmpty() ? returned : first,
          all.isEmpty() ? returned : all,
          parameters,
          returned,
          errors);
    }
  }

  /**
   * A method and its comment.
   *
   * @param types the simple names of its parameters' types, without their arguments
   * @param names its parameters' names
   */
  record MethodComment(String name, List<String> types, List<String> names, Comment comment) {}

  /** The comments of a type; none if its source is not there. */
  static TypeComments of(Class<?> type) {
    Class<?> outside = type;
    while (outside.getEnclosingClass() != null) {
      outside = outside.getEnclosingClass();
    }
    Class<?> file = outside;
    return READ.computeIfAbsent(file.getName(), name -> read(file))
        .getOrDefault(type.getName(), NONE);
  }

  /** The source's own words on a method of this type. */
  Optional<MethodComment> of(Method method) {
    List<String> types =
        Arrays.stream(method.getParameterTypes()).map(Class::getSimpleName).toList();
    List<MethodComment> alike =
        methods.stream()
            .filter(known -> known.name.equals(method.getName()))
            .filter(known -> known.types.size() == types.size())
            .toList();
    return alike.stream()
        .filter(known -> known.types.equals(types))
        .findFirst()
        .or(() -> alike.size() == 1 ? Optional.of(alike.get(0)) : component(method));
  }

  /** The accessor of a record's component, which stands nowhere in the source. */
  private Optional<MethodComment> component(Method method) {
    String said = type.parameters.get(method.getName());
    return said == null || method.getParameterCount() > 0
        ? Optional.empty()
        : Optional.of(
            new MethodComment(
                method.getName(),
                List.of(),
                List.of(),
                new Comment(said, said, Map.of(), "", Map.of())));
  }

  private static Map<String, TypeComments> read(Class<?> outside) {
    String path = SOURCES + outside.getName().replace('.', '/') + ".java";
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (InputStream source = TypeComments.class.getResourceAsStream(path)) {
      return source == null || compiler == null
          ? Map.of()
          : parsed(compiler, new String(source.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, TypeComments> parsed(JavaCompiler compiler, String source)
      throws IOException {
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    JavacTask task =
        (JavacTask)
            compiler.getTask(null, null, problem -> {}, List.of("-proc:none"), null, List.of(file));
    DocTrees trees = DocTrees.instance(task);
    Map<String, TypeComments> types = new HashMap<>();
    for (CompilationUnitTree unit : task.parse()) {
      CommentText text = new CommentText(trees, constants(unit));
      new Reader(trees, text, unit.getPackageName() + ".", types).scan(unit, null);
    }
    return types;
  }

  private static Map<String, String> constants(CompilationUnitTree unit) {
    Map<String, String> constants = new HashMap<>();
    new TreeScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree variable, Void none) {
        if (variable.getInitializer() instanceof LiteralTree literal) {
          constants.put(variable.getName().toString(), String.valueOf(literal.getValue()));
        }
        return super.visitVariable(variable, none);
      }
    }.scan(unit, null);
    return constants;
  }

  /** Collects the comments of a file's types and of their methods. */
  private static final class Reader extends TreePathScanner<Void, Void> {

    private final DocTrees trees;
    private final CommentText text;
    private final Map<String, TypeComments> types;
    private String name;

    Reader(DocTrees trees, CommentText text, String start, Map<String, TypeComments> types) {
      this.trees = trees;
      this.text = text;
      this.types = types;
      name = start;
    }

    @Override
    public Void visitClass(ClassTree tree, Void none) {
      String around = name;
      name = around + tree.getSimpleName();
      List<MethodComment> methods = new ArrayList<>();
      for (Tree member : tree.getMembers()) {
        if (member instanceof MethodTree method) {
          methods.add(comment(method));
        }
      }
      types.put(name, new TypeComments(comment(getCurrentPath()), methods));
      name += "$";
      super.visitClass(tree, none);
      name = around;
      return none;
    }

    @Override
    public Void visitMethod(MethodTree tree, Void none) {
      return none;
    }

    private MethodComment comment(MethodTree method) {
      return new MethodComment(
          method.getName().toString(),
          method.getParameters().stream().map(p -> simple(p.getType().toString())).toList(),
          method.getParameters().stream().map(p -> p.getName().toString()).toList(),
          comment(new TreePath(getCurrentPath(), method)));
    }

    private Comment comment(TreePath path) {
      return Comment.of(trees.getDocCommentTree(path), text);
    }

    private static String simple(String type) {
      String erased = type.replaceAll("<.*>", "").replace("...", "[]").replaceAll("@\\w+ ", "");
      return erased.substring(erased.lastIndexOf('.') + 1);
    }
  }

  /** The types whose comments hold for a type's methods, from itself to the most general one. */
  static Stream<Class<?>> lineage(Class<?> type) {
    Stream<Class<?>> above =
        Stream.concat(Stream.ofNullable(type.getSuperclass()), Stream.of(type.getInterfaces()));
    return Stream.concat(Stream.of(type), above.flatMap(TypeComments::lineage)).distinct();
  }
}
