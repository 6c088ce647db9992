package io.partita;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.cli.Partita;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The program in a process of its own, to be killed or to be seen with all that it logs. */
public final class ChildPartita implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  private final Process process;
  private final Path out;
  private final Path err;

  private ChildPartita(Process process, Path out, Path err) {
    this.process = process;
    this.out = out;
    this.err = err;
  }

  /**
   * @param logs a folder for what it prints
   * @param properties system properties, as {@code spark.master=local[1]}
   */
  public static ChildPartita start(Path logs, List<String> properties, Object... args)
      throws IOException {
    return startWith("1g", logs, properties, args);
  }

  /**
   * @param heap its largest heap, as {@code 520m}
   */
  public static ChildPartita startWith(
      String heap, Path logs, List<String> properties, Object... args) throws IOException {
    List<String> command = command(heap, properties);
    Arrays.stream(args).map(String::valueOf).forEach(command::add);
    return start(logs, new ProcessBuilder(command));
  }

  /** Writes a program that runs a command, as the launcher does. */
  public static Path script(Path file) throws IOException {
    String words =
        command("1g", List.of()).stream().map(word -> "'" + word + "'").collect(joining(" "));
    Files.writeString(file, "#!/bin/sh\nexec " + words + " \"$@\"\n");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    return file;
  }

  private static List<String> command(String heap, List<String> properties) {
    // Where tests run in the background, SIGINT is ignored, and would be by what they start.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options("--add-"));
    command.addAll(options("-Djdk."));
    command.addAll(compilers());
    System.getProperties().stringPropertyNames().stream()
        .filter(name -> name.startsWith("spark.sql.codegen."))
        .forEach(name -> command.add("-D" + name + "=" + System.getProperty(name)));
    properties.forEach(property -> command.add("-D" + property));
    command.addAll(List.of("-Xmx" + heap, "-cp", System.getProperty("java.class.path")));
    command.add(Partita.class.getName());
    return command;
  }

  /**
   * What this JVM was told of compilers: a program that runs for seconds takes half of the time
   * without the second one.
   */
  public static List<String> compilers() {
    return options("-XX:TieredStopAtLevel");
  }

  private static List<String> options(String prefix) {
    return ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> option.startsWith(prefix))
        .toList();
  }

  /**
   * @param logs a folder for what it prints
   * @param builder a command that ends up as the program
   */
  public static ChildPartita start(Path logs, ProcessBuilder builder) throws IOException {
    Path out = logs.resolve("child.out");
    Path err = logs.resolve("child.err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    return new ChildPartita(process, out, err);
  }

  /** Waits until something has happened while the program runs, then kills it at once. */
  public void killWhen(BooleanSupplier happened) throws IOException, InterruptedException {
    await(happened);
    process.destroyForcibly().waitFor();
  }

  /** Waits until something has happened while the program runs. */
  public void await(BooleanSupplier happened) throws IOException, InterruptedException {
    Instant deadline = Instant.now().plus(PATIENCE);
    while (!happened.getAsBoolean()) {
      assertThat(process.waitFor(10, TimeUnit.MILLISECONDS))
          .as("The program ended by itself:%n%s", text(err))
          .isFalse();
      assertThat(Instant.now()).isBefore(deadline);
    }
  }

  /** Whether it has said that it is at something, as in "Counting notes …". */
  public boolean isAtWork() {
    try {
      return text(err).lines().anyMatch(line -> line.endsWith(" …"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends it a signal.
   *
   * @param name as {@code TERM}
   */
  public void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  /** Waits for its end. */
  public PartitaRun end() throws IOException, InterruptedException {
    return end(PATIENCE);
  }

  /** Waits for its end, longer where it has more to do. */
  public PartitaRun end(Duration patience) throws IOException, InterruptedException {
    assertThat(process.waitFor(patience.toSeconds(), TimeUnit.SECONDS))
        .as("The program did not end:%n%s", text(err))
        .isTrue();
    return new PartitaRun(process.exitValue(), text(out), text(err));
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private static String text(Path file) throws IOException {
    return Files.readString(file, StandardCharsets.UTF_8);
  }
}
