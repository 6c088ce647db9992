package io.partita.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A room for a process that is not trusted, made by bubblewrap ({@code bwrap}): it sees the
 * system's libraries, Java and its program, all read-only, an empty folder for temporary files, and
 * no network, no other process and nothing of people's files.
 */
public final class Sandbox {
  private static final List<String> SYSTEM =
      List.of("/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32");

  /** What Java, the loader and the engines read outside of their own folders, where it is there. */
  private static final List<String> READ =
      List.of(
          "/usr",
          "/nix/store",
          "/gnu/store",
          "/etc/alternatives",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/ld.so.conf.d",
          "/sys/devices/system/cpu");

  private static final int MOST_SECONDS = 20;

  private Sandbox() {}

  /** The reason why this system has no sandbox; empty where it has one. */
  public static Optional<String> missing() {
    return Tried.MISSING;
  }

  /**
   * The beginning of a command that runs in it.
   *
   * @param seen files and folders beside the system's that it may read
   * @param options more of bubblewrap's own
   */
  static List<String> command(Collection<Path> seen, List<String> options) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("bwrap", "--unshare-all", "--die-with-parent", "--new-session"));
    command.addAll(List.of("--cap-drop", "ALL", "--proc", "/proc", "--dev", "/dev"));
    command.addAll(List.of("--tmpfs", "/tmp"));
    for (String folder : SYSTEM) {
      Path path = Path.of(folder);
      if (Files.isSymbolicLink(path)) {
        command.addAll(List.of("--symlink", Files.readSymbolicLink(path).toString(), folder));
      } else if (Files.isDirectory(path)) {
        command.addAll(List.of("--ro-bind", folder, folder));
      }
    }
    for (String path : READ) {
      command.addAll(List.of("--ro-bind-try", path, path));
    }
    for (Path path : seen) {
      command.addAll(List.of("--ro-bind", path.toString(), path.toString()));
    }
    command.addAll(options);
    command.addAll(List.of("--remount-ro", "/", "--chdir", "/tmp", "--"));
    return command;
  }

  /** Of this process: tried once. */
  private static final class Tried {
    static final Optional<String> MISSING = attempt();

    private Tried() {}

    private static Optional<String> attempt() {
      try {
        List<String> command = new ArrayList<>(command(List.of(), List.of()));
        command.addAll(List.of("/bin/sh", "-c", ":"));
        Process process =
            new ProcessBuilder(command)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(MOST_SECONDS, TimeUnit.SECONDS)) {
          process.destroyForcibly();
          return Optional.of("bubblewrap does not start");
        }
        return process.exitValue() == 0
            ? Optional.empty()
            : Optional.of("bubblewrap may not make one on this system");
      } catch (IOException e) {
        return Optional.of("bubblewrap is not installed");
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return Optional.of("its test was interrupted");
      }
    }
  }
}
