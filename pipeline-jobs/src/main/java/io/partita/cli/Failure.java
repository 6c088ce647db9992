package io.partita.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import java.io.IOException;
import java.io.ObjectStreamException;
import java.io.UncheckedIOException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NotDirectoryException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathAccessDeniedException;
import org.apache.hadoop.security.AccessControlException;

/**
 * What kind of failure ended a command, and what to say of it: decided here and nowhere else. The
 * innermost exception that is of a kind decides; those that only carry others do not.
 *
 * @param mistake its code, where it is one
 * @param line one line for the person who gave the command; of a bug its stack trace says more
 */
record Failure(Kind kind, Optional<Mistake> mistake, String line) {
  enum Kind {
    /** The command, a model or a lake cannot be used: trying again is of no use. */
    MISTAKE(ExitCode.USER_MISTAKE),
    /** A disk, a network, a limit of the machine: worth another try. */
    ENVIRONMENT(ExitCode.FAILED),
    /** Partita is wrong. */
    BUG(ExitCode.FAILED);

    private final int exitCode;

    Kind(int exitCode) {
      this.exitCode = exitCode;
    }

    int exitCode() {
      return exitCode;
    }
  }

  /** What to type against mistakes of the lake, which knows no options. */
  private static final Map<Mistake, String> HINTS =
      Map.of(
          Mistake.OTHER_COMMAND, "Give another --dataset.",
          Mistake.OUTSIDE_LAKE, "The command sql reads other sources with --other-sources.",
          Mistake.UNFINISHED, "Run the ingest again with --resume.",
          Mistake.WOULD_DELETE, "Add --replace if they may go.");

  private static final String FAILED = "Failed: ";

  /** What the operating system refuses for good, as Java and Hadoop quote it. */
  private static final Pattern REFUSED =
      Pattern.compile(
          "Permission denied|Operation not permitted|Read-only file system|Not a directory"
              + "|Is a directory|Incomplete HDFS URI|Could not parse Master URL");

  private static final Pattern STOPPED =
      Pattern.compile(
          "stopped SparkContext|SparkContext (has been|was) shut ?down|Master removed our"
              + " application|All masters are unresponsive|Yarn application has already ended");

  private static final Pattern LOST_EXECUTOR =
      Pattern.compile("ExecutorLostFailure \\(executor \\S+ exited [^)]*\\)(?: Reason: (.*))?");

  /**
   * The same for a program, as {@code {"error": {"kind": "mistake", "code": "no_such_lake",
   * "message": …, "exit": 2}}}; only a mistake has a code.
   */
  String json() {
    ObjectNode answer = Json.MAPPER.createObjectNode();
    ObjectNode error = answer.putObject("error");
    error.put("kind", kind.name().toLowerCase(Locale.ROOT));
    mistake.ifPresent(known -> error.put("code", known.label()));
    error.put("message", line).put("exit", kind.exitCode());
    return answer.toString();
  }

  /** Decides on what a command, or a thread of it, threw. */
  static Failure of(Throwable thrown) {
    List<FailureLink> chain = FailureLink.chain(thrown);
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (chain.get(i).is(UserException.class)) {
        // What tasks report by its text alone is about a file that they read.
        Mistake mistake = chain.get(i).mistake().orElse(Mistake.MALFORMED_FILE);
        Failure failure = mistaken(mistake, chain.get(i).message());
        return HINTS.containsKey(mistake) ? failure.and(HINTS.get(mistake)) : failure;
      }
    }
    for (int i = chain.size() - 1; i >= 0; i--) {
      Optional<Failure> decided = decided(chain, i);
      if (decided.isPresent()) {
        return decided.get();
      }
    }
    return bug(chain.get(chain.size() - 1));
  }

  /** Empty where the link only carries others. */
  private static Optional<Failure> decided(List<FailureLink> chain, int i) {
    FailureLink link = chain.get(i);
    Optional<Failure> known =
        MissingClient.of(link)
            .map(line -> mistaken(Mistake.MISSING_TOOL, line))
            .or(() -> MachineLimit.exceeded(chain, i).map(Failure::environment))
            .or(() -> ofSpark(link));
    if (known.isPresent()) {
      return known;
    }
    if (link.is(ObjectStreamException.class)) { // a value that cannot be sent to a task
      return Optional.of(bug(link));
    }
    if (link.is(IOException.class)) {
      return Optional.of(ofInputOrOutput(link, said(chain, i)));
    }
    if (link.is(UnresolvedAddressException.class) || link.is(UnsatisfiedLinkError.class)) {
      return Optional.of(environment(link.says()));
    }
    boolean carries =
        (link.type() == RuntimeException.class && i + 1 < chain.size())
            || link.is(UncheckedIOException.class);
    boolean isUnchecked = link.is(RuntimeException.class) || link.is(Error.class);
    return isUnchecked && !carries ? Optional.of(bug(link)) : Optional.empty();
  }

  private static Failure ofInputOrOutput(FailureLink link, String said) {
    boolean isRefused =
        link.is(AccessDeniedException.class)
            || link.is(NotDirectoryException.class)
            || link.is(ParentNotDirectoryException.class)
            || link.is(AccessControlException.class)
            || link.is(PathAccessDeniedException.class)
            || REFUSED.matcher(link.message()).find();
    return isRefused
        ? mistaken(Mistake.NO_ACCESS, ended(said) + " Give a path that this user may use.")
        : environment(said);
  }

  /** What Spark tells of itself, with no exception of its own for it. */
  private static Optional<Failure> ofSpark(FailureLink link) {
    var lost = LOST_EXECUTOR.matcher(link.message());
    if (lost.find()) {
      return Optional.of(environment("A Spark executor was lost: " + lost.group(1)));
    }
    if (STOPPED.matcher(link.message()).find()) {
      return Optional.of(
          environment(
              "Spark has stopped: the master "
                  + System.getProperty("spark.master", "in this process")
                  + " could not be reached, or it ended the application. ("
                  + link.message()
                  + ")"));
    }
    if (link.message().startsWith("Could not parse Master URL")) {
      return Optional.of(
          mistaken(
              Mistake.BAD_SETTING,
              ended(link.message()) + " Give --master as spark://host:7077, yarn or local[4]."));
    }
    return Optional.empty();
  }

  /** What the link and those around it say that are about the same read or write. */
  private static String said(List<FailureLink> chain, int i) {
    int outermost = i;
    while (outermost > 0 && chain.get(outermost - 1).isInputOrOutput()) {
      outermost--;
    }
    String said = "";
    for (int j = outermost; j <= i; j++) {
      if (j == i || !chain.get(j).repeats(chain.get(j + 1))) {
        String more = chain.get(j).says();
        if (more.contains(said)) {
          said = more;
        } else if (!said.contains(chain.get(j).message())) {
          said = said + ": " + more;
        }
      }
    }
    return said;
  }

  /** The same with a sentence more. */
  Failure and(String more) {
    return new Failure(kind, mistake, ended(line) + " " + more);
  }

  private static String ended(String sentence) {
    return sentence.endsWith(".") ? sentence : sentence + ".";
  }

  static Failure mistaken(Mistake mistake, String line) {
    return new Failure(Kind.MISTAKE, Optional.of(mistake), line);
  }

  private static Failure environment(String said) {
    return new Failure(Kind.ENVIRONMENT, Optional.empty(), FAILED + said);
  }

  private static Failure bug(FailureLink link) {
    return new Failure(Kind.BUG, Optional.empty(), FAILED + link.says());
  }
}
