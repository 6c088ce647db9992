package io.partita;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.cli.Partita;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.lang3.StringUtils;

/**
 * One command of the program, with all that it printed.
 *
 * @param code of the mistake that ended it; null where none did, or where it ran in another process
 */
public record PartitaRun(int exitCode, String out, String err, Mistake code) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  static {
    // Surefire keeps the standard input of this JVM for itself: a command would wait for ever.
    System.setIn(InputStream.nullInputStream());
  }

  /** A run in a process of its own. */
  public PartitaRun(int exitCode, String out, String err) {
    this(exitCode, out, err, null);
  }

  /**
   * Runs a command as it would run without spark-submit.
   *
   * @param args texts, paths and numbers
   */
  public static PartitaRun of(Object... args) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream outBytes = new ByteArrayOutputStream();
    ByteArrayOutputStream errBytes = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(outBytes, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(errBytes, true, StandardCharsets.UTF_8));
      AtomicReference<Mistake> mistake = new AtomicReference<>();
      String[] words = Arrays.stream(args).map(String::valueOf).toArray(String[]::new);
      int exitCode = Partita.run(mistake::set, words);
      return new PartitaRun(
          exitCode,
          outBytes.toString(StandardCharsets.UTF_8),
          errBytes.toString(StandardCharsets.UTF_8),
          mistake.get());
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  /**
   * Runs a command as it is typed.
   *
   * @param line words with a space between; each {} is the next value
   */
  public static PartitaRun line(String line, Object... values) {
    Iterator<Object> next = Arrays.asList(values).iterator();
    return of(
        Arrays.stream(StringUtils.split(line, ' '))
            .map(word -> word.equals("{}") ? next.next() : word)
            .toArray());
  }

  /** The same with a text on standard input. */
  public static PartitaRun ofInput(String text, Object... args) {
    InputStream in = System.in;
    try {
      System.setIn(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)));
      return of(args);
    } finally {
      System.setIn(in);
    }
  }

  /** Runs a command as if spark-submit had chosen a master. */
  public static PartitaRun on(String master, Object... args) {
    Map<String, String> properties =
        Map.of(
            "spark.master", master,
            "spark.ui.enabled", "false",
            "spark.driver.host", "127.0.0.1",
            "spark.driver.bindAddress", "127.0.0.1",
            "spark.sql.shuffle.partitions", "5");
    try {
      properties.forEach(System::setProperty);
      return of(args);
    } finally {
      properties.keySet().forEach(System::clearProperty);
    }
  }

  /** This run, when its exit code is the one expected. */
  public PartitaRun exits(int expected) {
    assertThat(exitCode).as("exit code; standard error:%n%s", err).isEqualTo(expected);
    return this;
  }

  /**
   * What a mistake prints: one line on standard error; on standard output nothing, or with {@code
   * --json} the same line in an object.
   */
  public String mistake() {
    exits(2);
    assertThat(errLines()).hasSize(1);
    String line = errLines().get(0);
    if (!out.isEmpty()) {
      ObjectNode error = JSON.createObjectNode();
      error.put("kind", "mistake").put("message", line).put("exit", 2);
      if (code != null) {
        error.put("code", code.label());
      }
      assertThat(jsonWhateverTheExit()).isEqualTo(JSON.createObjectNode().set("error", error));
    }
    return line;
  }

  /** The same, of a mistake with this code: what its line names is left to say. */
  public MistakeAssert mistake(Mistake expected) {
    return MistakeAssert.assertThatMistake(code, mistake()).is(expected);
  }

  /** The same for tables of tests: the code and what the line names. */
  public MistakeAssert mistake(String labelAndNames) {
    return MistakeAssert.assertThatMistake(code, mistake()).is(labelAndNames);
  }

  /** A mistake that was found after progress was shown: the last line says it. */
  public MistakeAssert mistakeAfterProgress(Mistake expected) {
    exits(2);
    String last = errLines().get(errLines().size() - 1);
    return MistakeAssert.assertThatMistake(code, last).is(expected);
  }

  /** A line of standard output holds each name and value as a word or words, in this order. */
  public PartitaRun says(Object... namesOrValues) {
    assertThat(outLines()).as("standard output").haveAtLeastOne(naming(namesOrValues));
    return this;
  }

  /** The same of standard error, whatever comes of the command. */
  public PartitaRun warns(Object... namesOrValues) {
    assertThat(errLines()).as("standard error").haveAtLeastOne(naming(namesOrValues));
    return this;
  }

  /** Standard output, which must be one JSON object and nothing else. */
  public JsonNode json() {
    exits(0);
    return jsonWhateverTheExit();
  }

  /** The same of a run that did not end well. */
  public JsonNode jsonWhateverTheExit() {
    try {
      JsonNode object = JSON.readTree(out);
      assertThat(object.isObject()).as("one object: %s", out).isTrue();
      return object;
    } catch (JsonProcessingException e) {
      throw new AssertionError("Standard output is not one JSON object: " + out, e);
    }
  }

  /** Kept as a text. */
  public String text() {
    try {
      return JSON.writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  /** A run that was kept as a text. */
  public static PartitaRun ofText(String text) {
    try {
      return JSON.readValue(text, PartitaRun.class);
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  public List<String> outLines() {
    return out.lines().toList();
  }

  public List<String> errLines() {
    return err.lines().toList();
  }
}
