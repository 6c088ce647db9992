package io.partita.terminal;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Standard output and standard error of the program, while it is open: whatever any code prints
 * there is {@link VisibleText} in UTF-8. There are two ways past it, for data that go into a file
 * and for a line of progress that is written over.
 */
public final class Screen implements AutoCloseable {
  private static final Path STANDARD_OUTPUT = Path.of("/proc/self/fd/1");

  private final Printed out;
  private final Printed err;

  private Screen(Printed out, Printed err) {
    this.out = out;
    this.err = err;
  }

  /** A stream whose text is made visible. */
  private static final class Printed extends PrintStream {
    private final PrintStream below;
    private final boolean isTerminal;

    Printed(PrintStream below, boolean isTerminal) {
      super(new VisibleStream(below), true, StandardCharsets.UTF_8);
      this.below = below;
      this.isTerminal = isTerminal;
    }
  }

  /**
   * Takes the two streams in hand, unless they are already.
   *
   * @param isTerminal whether a person may be looking at standard output
   * @return what gives them back
   */
  public static Screen open(boolean isTerminal) {
    if (System.out instanceof Printed || System.err instanceof Printed) {
      return new Screen(null, null);
    }
    Screen screen =
        new Screen(new Printed(System.out, isTerminal), new Printed(System.err, isTerminal));
    System.setOut(screen.out);
    System.setErr(screen.err);
    return screen;
  }

  /** Whether standard output is, or may be, a terminal, wherever input comes from. */
  public static boolean isTerminal() {
    try {
      return Files.readSymbolicLink(STANDARD_OUTPUT).toString().matches("/dev/(pts/|tty|con).*");
    } catch (IOException e) {
      return true;
    }
  }

  /** Standard output for data that must come out as they are; on a terminal as all text. */
  public static OutputStream data() {
    return System.out instanceof Printed printed && !printed.isTerminal
        ? printed.below
        : System.out;
  }

  /** Standard error for the program's own carriage returns. */
  public static PrintStream progress() {
    return System.err instanceof Printed printed ? printed.below : System.err;
  }

  @Override
  public void close() {
    if (out != null) {
      out.flush();
      err.flush();
      System.setOut(out.below);
      System.setErr(err.below);
    }
  }
}
