package io.partita.kind.hosted;

import io.partita.MalformedInputException;
import io.partita.UserException;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * The process of one model. It reads {@link HostWire} from standard input, answers on the file
 * descriptor 3, and ends when standard input does. What a model or its engine prints goes to
 * standard error.
 */
final class HostChild {
  private final HostProvider engine;
  private final DataOutputStream out;
  private ModelHost model;

  private HostChild(HostProvider engine, DataOutputStream out) {
    this.engine = engine;
    this.out = out;
  }

  /** Runs the engine until there is nothing more to read. */
  public static void main(String[] arguments) throws IOException {
    DataInputStream in = new DataInputStream(new BufferedInputStream(System.in, 1 << 16));
    DataOutputStream out =
        new DataOutputStream(
            new BufferedOutputStream(new FileOutputStream("/proc/self/fd/3"), 1 << 16));
    HostChild child = new HostChild(HostEngine.require(HostEngine.LABEL), out);
    ExecutorService calls = Executors.newSingleThreadExecutor();
    // The end of the input is seen while a call runs, so that no process outlives its parent.
    for (int kind = in.read(); kind >= 0; kind = in.read()) {
      Step step = child.step(kind, in);
      calls.execute(() -> child.run(step));
    }
    Runtime.getRuntime().halt(0);
  }

  /** What is asked for, read. */
  private interface Step {
    List<HostedArray> run() throws MalformedInputException;
  }

  private Step step(int kind, DataInputStream in) throws IOException {
    switch (kind) {
      case HostWire.LOAD -> {
        String name = in.readUTF();
        byte[] bytes = new byte[in.readInt()];
        in.readFully(bytes);
        return () -> {
          model = engine.open(name, bytes);
          return List.of();
        };
      }
      case HostWire.CALL -> {
        HostWire.Call call = HostWire.readCall(in);
        return () -> model.call(call.method(), call.arrays(), call.seed());
      }
      case HostWire.RESET -> {
        return () -> {
          model.reset();
          return List.of();
        };
      }
      default -> throw new IOException("Nothing is asked for by " + kind);
    }
  }

  @SuppressWarnings("CatchAndPrintStackTrace") // standard error is the parent's to read
  private void run(Step step) {
    try {
      try {
        HostWire.done(out, step.run());
      } catch (MalformedInputException e) {
        HostWire.refused(out, e);
      } catch (UserException e) {
        HostWire.mistake(out, e);
      }
    } catch (IOException | RuntimeException | Error e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }
}
