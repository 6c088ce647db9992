package io.partita.cli;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.lang3.exception.ExceptionUtils;
import org.apache.hadoop.ipc.RemoteException;

/**
 * One of the exceptions of which each caused the one before it, wherever they were thrown: here, on
 * an executor, or on a NameNode.
 *
 * @param type of what was thrown; {@link Throwable} itself where its class is not known here
 * @param message its first line, empty where it has none
 * @param mistake its code; empty where it is no {@link UserException}, or known by its text alone
 */
record FailureLink(Class<?> type, String message, Optional<Mistake> mistake) {
  /** How Spark tells of a task whose exception did not come along. */
  private static final Pattern LOST_TASK =
      Pattern.compile("Lost task [^:\n]*\\): ([\\w.$]+)(?:: ([^\n]*))?");

  private static final Pattern CAUSE = Pattern.compile("\nCaused by: ([\\w.$]+)(?:: ([^\n]*))?");

  FailureLink(Class<?> type, String message) {
    this(type, message, Optional.empty());
  }

  /** The exception and its causes, outermost first. */
  static List<FailureLink> chain(Throwable thrown) {
    List<FailureLink> chain = new ArrayList<>();
    for (Throwable link : ExceptionUtils.getThrowableList(thrown)) {
      String message = link.getMessage() == null ? "" : link.getMessage();
      Class<?> type =
          link instanceof RemoteException remote ? known(remote.getClassName()) : link.getClass();
      Optional<Mistake> mistake =
          link instanceof UserException user ? Optional.of(user.mistake()) : Optional.empty();
      chain.add(new FailureLink(type, message.strip().split("\n", 2)[0], mistake));
      if (link.getCause() == null) {
        chain.addAll(reported(message));
      }
    }
    return chain;
  }

  /** The exceptions of a task that Spark tells as text. */
  private static List<FailureLink> reported(String message) {
    List<FailureLink> links = new ArrayList<>();
    Matcher task = LOST_TASK.matcher(message);
    if (task.find()) {
      links.add(new FailureLink(known(task.group(1)), text(task.group(2))));
      Matcher cause = CAUSE.matcher(message);
      for (int from = task.end(); cause.find(from); from = cause.end()) {
        links.add(new FailureLink(known(cause.group(1)), text(cause.group(2))));
      }
    }
    return links;
  }

  private static String text(String group) {
    return group == null ? "" : group.strip();
  }

  private static Class<?> known(String className) {
    try {
      return Class.forName(className, false, Thread.currentThread().getContextClassLoader());
    } catch (ClassNotFoundException | LinkageError e) {
      return Throwable.class;
    }
  }

  boolean is(Class<?> kind) {
    return kind.isAssignableFrom(type);
  }

  boolean isInputOrOutput() {
    return is(IOException.class) || is(UncheckedIOException.class);
  }

  /** Whether a store's client threw it, of which Hadoop tells in an exception of its own. */
  boolean isOfStore() {
    return type.getName().startsWith("software.amazon.awssdk.");
  }

  /** Whether it says that a store has no such bucket. */
  boolean isUnknownStore() {
    return type.getSimpleName().equals("UnknownStoreException");
  }

  /**
   * What a person reads; of an exception that says nothing but a name, as {@code UnknownHost:
   * nowhere}, also what is the matter with it.
   */
  String says() {
    String words =
        type.getSimpleName()
            .replaceFirst("(Exception|Error)$", "")
            .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
            .toLowerCase(Locale.ROOT);
    if (message.isEmpty()) {
      return words;
    }
    return message.contains(" ") ? message : message + ": " + words;
  }

  /** Whether it only repeats what it wraps, as {@code new RuntimeException(cause)} does. */
  boolean repeats(FailureLink cause) {
    return message.isEmpty()
        || message.equals(cause.type().getName())
        || message.equals(cause.type().getName() + ": " + cause.message());
  }
}
