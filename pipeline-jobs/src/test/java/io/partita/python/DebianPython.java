package io.partita.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Debian's Python, which has its packages of NumPy and PyTorch, with the package partita. */
public final class DebianPython {
  /** The sources of the package, its tests and examples. */
  public static final Path SOURCES =
      Path.of(System.getProperty("partita.home", "..")).resolve("python").toAbsolutePath();

  private static final String PYTHON = "/usr/bin/python3";

  private DebianPython() {}

  /** Skips a test where a module is missing. */
  public static void require(String module) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not installed");
    int exit = new ProcessBuilder(PYTHON, "-c", "import " + module).start().waitFor();
    assumeTrue(exit == 0, module + " is not installed for " + PYTHON);
  }

  /** What a program prints, which must end well. */
  public static String run(Map<String, String> environment, Object... args) throws Exception {
    Ended ended = ended(environment, args);
    assertThat(ended.exitCode()).as(ended.printed()).isZero();
    return ended.printed().strip();
  }

  /** A program that has ended, with all that it printed. */
  record Ended(int exitCode, String printed) {}

  static Ended ended(Map<String, String> environment, Object... args)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-W", "ignore"));
    for (Object arg : args) {
      command.add(arg.toString());
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    builder.environment().put("PYTHONPATH", SOURCES + ":" + SOURCES.resolve("tests"));
    builder.environment().put("PYTHONDONTWRITEBYTECODE", "1");
    Process python = builder.start();
    python.getOutputStream().close();
    try (InputStream out = python.getInputStream()) {
      String printed = new String(out.readAllBytes(), StandardCharsets.UTF_8);
      return new Ended(python.waitFor(), printed);
    }
  }
}
