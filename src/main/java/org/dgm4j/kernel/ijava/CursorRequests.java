package org.dgm4j.kernel.ijava;

import io.github.spencerpark.jupyter.channels.DefaultReplyEnvironment;
import io.github.spencerpark.jupyter.channels.JupyterConnection;
import io.github.spencerpark.jupyter.channels.ShellHandler;
import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.ReplacementOptions;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.messages.ContentType;
import io.github.spencerpark.jupyter.messages.MessageType;
import io.github.spencerpark.jupyter.messages.reply.CompleteReply;
import io.github.spencerpark.jupyter.messages.reply.InspectReply;
import io.github.spencerpark.jupyter.messages.request.CompleteRequest;
import io.github.spencerpark.jupyter.messages.request.InspectRequest;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
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
    ReplacementOptions found;
    try {
      found = kernel.complete(code, at);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return found == null
        ? null
        : new Completion(found.getReplacements(), found.getSourceStart(), found.getSourceEnd());
  }
}
