package org.dgm4j.kernel;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.dgm4j.base.ProgressTask;
import org.dgm4j.base.Session;
import org.dgm4j.display.FigureStyle;
import org.dgm4j.display.View;
import org.dgm4j.display.registry.Views;
import org.dgm4j.kernel.cursor.CursorHelp;
import org.dgm4j.kernel.cursor.NotebookTypes;
import org.dgm4j.magic.CellErrors;
import org.dgm4j.magic.MagicCalls;
import org.dgm4j.magic.Magics;
import org.dgm4j.magic.notebook.Notebook;
import org.dgm4j.magic.notebook.UserError;

/** A notebook on a kernel that runs its cells in a JShell. */
public final class KernelNotebook implements Notebook {

  private static final Set<Object> INSTALLED = Collections.newSetFromMap(new WeakHashMap<>());

  private final Kernel kernel;
  private final Session session;
  private final FigureCarrier front = new FigureCarrier();

  /** Whether the kernel asks us at the cursor, or can't. */
  private boolean answers;

  private KernelNotebook(Kernel kernel, Session session) {
    this.kernel = kernel;
    this.session = session;
  }

  /**
   * Installs the plugin into a kernel, once. Does nothing if anything fails, but says so: a kernel
   * without the plugin is still a kernel.
   *
   * <p>The first kernel of a process, which is nearly always the only one, has the session of the
   * process: so its notebook's seed is also that of work on threads that belong to no notebook, as
   * those of the common pool. Each further kernel gets a session of its own.
   */
  public static synchronized void install(Kernel kernel) {
    if (INSTALLED.contains(kernel.kernel())) {
      return;
    }
    // Where the user logs nothing, SLF4J would say so below a cell.
    System.getProperties().putIfAbsent("slf4j.internal.verbosity", "ERROR");
    try {
      Session session = INSTALLED.isEmpty() ? Session.ofProcess() : new Session();
      new KernelNotebook(kernel, session).install();
      INSTALLED.add(kernel.kernel());
    } catch (NoClassDefFoundError e) {
      System.err.println(
          "dgm4j could not be installed in this kernel, as a library is missing (%s): restart the kernel, and add the jars in target/lib before that of dgm4j"
              .formatted(e.getMessage()));
    } catch (RuntimeException | LinkageError e) {
      System.err.println("dgm4j could not be installed in this kernel: " + e);
    }
  }

  private void install() {
    try (Session.Binding binding = session.bind()) {
      MagicCalls.runBy(this::run);
      ProgressTask.observeAll(() -> new LiveOutput(this));
      Magics.recordTrainings(this, LiveOutput::hasShown);
    }
    kernel.typeMagics();
    Magics.names().forEach(name -> kernel.addMagic(name, arguments -> run(name, arguments)));
    Views.types().forEach(type -> kernel.addRenderer(type, this::render));
    shell().forEach(this::prepare);
    SessionExecutor.install(kernel.kernel(), session);
  }

  private void prepare(JShell shell) {
    Imports.install(shell, Magics.imports());
    MissingImports.install(shell);
    shell.onSnippetEvent(event -> answer());
    ValueReleaser snippets = new ValueReleaser();
    shell.onSnippetEvent(snippets::onEvent);
    shell.onSnippetEvent(this::trimError);
  }

  private void trimError(SnippetEvent event) {
    try (Session.Binding binding = session.bind()) {
      ErrorTrimmer.onEvent(event);
    }
  }

  /** Tries to answer when Tab is pressed, in the first cell that runs. */
  private void answer() {
    if (!answers) {
      try {
        answers = kernel.answer(new CursorHelp(this));
      } catch (RuntimeException | LinkageError e) {
        answers = true;
      }
    }
  }

  /** Runs a magic of ours; it shows what it has to show. */
  private Object run(String magic, List<String> arguments) {
    try (Session.Binding binding = session.bind()) {
      return MagicExecution.run(magic, arguments, this);
    }
  }

  private Map<String, Object> render(Object value) {
    try (Session.Binding binding = session.bind()) {
      return contents(value);
    }
  }

  /**
   * What the running cell shows of a value of one of {@link Views#types()}: its view, or a line if
   * the cell has shown it already at the end of the work that it comes from.
   */
  private Map<String, Object> contents(Object value) {
    try {
      View view =
          LiveOutput.hasShown(value) ? View.text("shown above") : Views.of(value).orElseThrow();
      return front.data(view, kernel.cell());
    } catch (RuntimeException e) {
      if (CellErrors.explained(e) instanceof UserError error) {
        return front.data(View.text(error.getMessage()), kernel.cell());
      }
      throw e;
    }
  }

  @Override
  public Object evaluate(String expression) {
    try {
      return kernel.evaluate(expression);
    } catch (Exception e) {
      throw new IllegalArgumentException(reason(e), e);
    }
  }

  /** What the user's own code said, or what the compiler has against it. */
  private String reason(Throwable error) {
    for (Throwable e = error; e != null; e = e.getCause()) {
      if (e instanceof EvalException && e.getMessage() != null) {
        return e.getMessage();
      }
      Optional<SnippetEvent> rejected = KernelReflection.value(e, SnippetEvent.class);
      if (rejected.isPresent()) {
        return shell()
            .flatMap(shell -> shell.diagnostics(rejected.get().snippet()))
            .map(problem -> problem.getMessage(Locale.ENGLISH).strip().replaceAll("\\s+", " "))
            .map(problem -> problem.replaceFirst("^(cannot find symbol) symbol:", "$1:"))
            .map(problem -> problem.replaceFirst(" location: .* of type (\\S+\\.)?", " of "))
            .findFirst()
            .orElse("it does not compile");
      }
    }
    return error.getClass().getSimpleName().startsWith("IncompleteSource")
        ? "something is missing at its end"
        : error.toString();
  }

  private Stream<JShell> shell() {
    return KernelReflection.find(kernel.kernel(), JShell.class).stream();
  }

  @Override
  public List<String> variables() {
    return shell().flatMap(JShell::variables).map(VarSnippet::name).toList();
  }

  /** Jupyter's servers tell it to the kernels that they start for a notebook. */
  @Override
  public String name() {
    String path = System.getenv().getOrDefault("JPY_SESSION_NAME", "");
    return path.substring(path.replace('\\', '/').lastIndexOf('/') + 1);
  }

  /** Of the variables whose type can hold the object, with one evaluation for all. */
  @Override
  public String variableOf(Object value) {
    Set<String> types = new HashSet<>(Set.of("Object"));
    for (Class<?> type = value.getClass(); type != null; type = type.getSuperclass()) {
      types.add(type.getSimpleName());
      Stream.of(type.getInterfaces()).map(Class::getSimpleName).forEach(types::add);
    }
    List<String> names =
        shell()
            .flatMap(
                shell ->
                    shell
                        .variables()
                        .filter(v -> shell.status(v) == Snippet.Status.VALID)
                        .filter(v -> types.contains(v.typeName())))
            .map(VarSnippet::name)
            .toList();
    if (names.isEmpty()) {
      return "";
    }
    try {
      Object[] values = (Object[]) evaluate("new Object[] {" + String.join(", ", names) + "}");
      return IntStream.range(0, values.length)
          .filter(i -> values[i] == value)
          .mapToObj(names::get)
          .reduce("", (earlier, later) -> later);
    } catch (RuntimeException e) {
      // A record without the variable's name is better than none.
      return "";
    }
  }

  @Override
  public Optional<Class<?>> type(String expression) {
    return shell().findFirst().flatMap(shell -> new NotebookTypes(shell).of(expression));
  }

  @Override
  public FigureStyle style() {
    return front.style();
  }

  @Override
  public void setStyle(FigureStyle style) {
    front.setStyle(style);
  }

  @Override
  public String kernel() {
    return kernel.name();
  }

  @Override
  public Output output() {
    CellOutput output = new CellOutput(kernel, front);
    return kernel.cell().isInConsole() ? new ConsoleOutput(output, System.out) : output;
  }
}
