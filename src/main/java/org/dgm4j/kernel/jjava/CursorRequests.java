package org.dgm4j.kernel.jjava;

import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.dflib.jjava.jupyter.channels.DefaultReplyEnvironment;
import org.dflib.jjava.jupyter.channels.JupyterConnection;
import org.dflib.jjava.jupyter.channels.ShellHandler;
import org.dflib.jjava.jupyter.kernel.BaseKernel;
import org.dflib.jjava.jupyter.kernel.ReplacementOptions;
import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.dflib.jjava.jupyter.messages.ContentType;
import org.dflib.jjava.jupyter.messages.MessageType;
import org.dflib.jjava.jupyter.messages.reply.CompleteReply;
import org.dflib.jjava.jupyter.messages.reply.InspectReply;
import org.dflib.jjava.jupyter.messages.request.CompleteRequest;
import org.dflib.jjava.jupyter.messages.request.InspectRequest;
import org.dgm4j.kernel.KernelReflection;
import org.dgm4j.kernel.cursor.CursorHelp;
import org.dgm4j.kernel.cursor.CursorHelp.Completion;

/** Answers what a front end asks when Tab, or Shift and Tab, is pressed, before the kernel does. */
final class CursorRequests {

  private final BaseKernel kernel;
  private final CursorHelp help;

  private CursorRequests(BaseKernel kernel, CursorHelp help) {
    this.kernel = kernel;
    this.help = help;
  }

  /** Comes before a kernel's handlers; says whether the kernel has a connection to look in. */
  static boolean install(BaseKernel kernel, CursorHelp help) {
    Optional<DefaultReplyEnvironment> cell =
        KernelReflection.value(kernel.getIO().display, DefaultReplyEnvironment.class);
    CursorRequests requests = new CursorRequests(kernel, help);
    cell.flatMap(c -> KernelReflection.value(c.getShell(), JupyterConnection.class))
        .ifPresent(
            connection -> {
              answer(connection, InspectRequest.MESSAGE_TYPE, requests::inspect);
              answer(connection, CompleteRequest.MESSAGE_TYPE, requests::complete);
            });
    return cell.isPresent();
  }

  /** Has the kernel's own handler answer only what we have no reply for. */
  private static <T, R extends ContentType<R>> void answer(
      JupyterConnection connection, MessageType<T> type, Function<T, Optional<R>> ours) {
    ShellHandler<T> kernels = connection.getHandler(type);
    connection.setHandler(
        type,
        (environment, message) -> {
          Optional<R> reply = reply(ours, message.getContent());
          if (reply.isEmpty()) {
            kernels.handle(environment, message);
          } else {
            environment.setBusyDeferIdle();
            environment.reply(reply.get());
          }
        });
  }

  private static <T, R> Optional<R> reply(Function<T, Optional<R>> ours, T request) {
    try {
      return ours.apply(request);
    } catch (RuntimeException | LinkageError e) {
      return Optional.empty();
    }
  }

  private Optional<InspectReply> inspect(InspectRequest request) {
    return help.inspect(request.getCode(), request.getCursorPos())
        .map(
            data -> {
              DisplayData display = new DisplayData();
              data.forEach(display::putData);
              return new InspectReply(true, display);
            });
  }

  private Optional<CompleteReply> complete(CompleteRequest request) {
    return help.complete(request.getCode(), request.getCursorPos(), this::ofKernel)
        .map(found -> new CompleteReply(found.words(), found.start(), found.end(), Map.of()));
  }

  private Completion ofKernel(String code, int at) {
    ReplacementOptions found = kernel.complete(code, at);
    return found == null
        ? null
        : new Completion(found.getReplacements(), found.getSourceStart(), found.getSourceEnd());
  }
}
