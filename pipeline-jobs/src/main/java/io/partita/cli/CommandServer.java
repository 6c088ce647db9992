package io.partita.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.file.Json;
import io.partita.lake.run.ExitCode;
import io.partita.model.train.KeptModels;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Runs command lines that another process sends, one after another in one warm Java: what {@code
 * partita studio} makes music with. A line of standard input is a JSON array of a command's words,
 * as {@code ["generate", "builtin:loops", "--out", "loops"]}; a line of standard output says how it
 * ended and what it printed, as {@code {"exit": 0, "out": "loops/loops-s1-01.mid\n…", "err": ""}}.
 * It ends with its input.
 */
public final class CommandServer {
  /** What may be asked for: commands that use a model and change neither it nor a lake. */
  private static final Set<String> COMMANDS = Set.of("generate", "humanize", "interpolate");

  private CommandServer() {}

  public static void main(String[] none) throws IOException {
    Locale.setDefault(Locale.ENGLISH); // as Partita does
    KeptModels.keep();
    PrintStream answers = System.out;
    System.setOut(System.err); // whatever a library prints is no answer
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        answers.write((answer(line) + "\n").getBytes(StandardCharsets.UTF_8));
        answers.flush();
      }
    }
    System.exit(ExitCode.OK);
  }

  private static String answer(String line) {
    List<String> words = new ArrayList<>();
    try {
      for (JsonNode word : Json.MAPPER.readTree(line)) {
        words.add(word.asText());
      }
    } catch (JsonProcessingException e) {
      return answer(ExitCode.USER_MISTAKE, "", "No JSON: " + e.getOriginalMessage());
    }
    if (words.isEmpty() || !COMMANDS.contains(words.get(0))) {
      return answer(ExitCode.USER_MISTAKE, "", "Only " + COMMANDS + " can be run here.");
    }
    PrintStream err = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
    int exitCode;
    try {
      exitCode = Partita.run(words.toArray(String[]::new));
    } finally {
      System.setOut(err);
      System.setErr(err);
    }
    return answer(
        exitCode, printed.toString(StandardCharsets.UTF_8), said.toString(StandardCharsets.UTF_8));
  }

  private static String answer(int exitCode, String out, String err) {
    return Json.MAPPER
        .createObjectNode()
        .put("exit", exitCode)
        .put("out", out)
        .put("err", err)
        .toString();
  }
}
