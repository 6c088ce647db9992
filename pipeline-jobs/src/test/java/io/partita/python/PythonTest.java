package io.partita.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.partita.AudioSample;
import io.partita.ChildPartita;
import io.partita.InTurn;
import io.partita.Sample;
import io.partita.SharedData;
import io.partita.SharedFolders;
import io.partita.lake.run.Version;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The tests of the Python package, and whether it makes of ids what Java makes of them. */
class PythonTest {
  /** As {@code test_tempos (test_tokens.AugmentTest.test_tempos) ... ok}. */
  private static final Pattern RESULT =
      Pattern.compile("(\\w+) \\((\\w+\\.\\w+).*\\) \\.\\.\\. (.*)");

  @TempDir private Path folder;

  @TestFactory
  List<DynamicTest> itsOwnTests() throws Exception {
    DebianPython.require("numpy");
    DebianPython.Ended ended =
        DebianPython.ended(
            Map.of(),
            "-m",
            "unittest",
            "discover",
            "-v",
            "-s",
            DebianPython.SOURCES.resolve("tests"));
    List<DynamicTest> tests = new ArrayList<>();
    ended
        .printed()
        .lines()
        .map(RESULT::matcher)
        .filter(Matcher::matches)
        .forEach(
            of ->
                tests.add(
                    DynamicTest.dynamicTest(
                        of.group(2) + "." + of.group(1), () -> check(of.group(3), ended))));
    tests.add(DynamicTest.dynamicTest("all", () -> assertThat(ended.exitCode()).isZero()));
    assertThat(tests).as(ended.printed()).hasSizeGreaterThan(20);
    return tests;
  }

  private static void check(String result, DebianPython.Ended ended) {
    assumeFalse(result.startsWith("skipped"), result);
    assertThat(result).as(ended.printed()).isEqualTo("ok");
  }

  @Test
  void itIsOfThisVersion() throws Exception {
    DebianPython.require("numpy");
    assertThat(DebianPython.run(Map.of(), "-c", "import partita; print(partita.__version__)"))
        .isEqualTo(Version.current());
  }

  @Test
  void midiOfSomeRandomIdsIsJavas() throws Exception {
    DebianPython.require("numpy");
    Path file = folder.resolve("decoded.jsonl");
    try (DecodedMidi decoded = new DecodedMidi(file)) {
      decoded.addRandom(25);
      decoded.addPianoRoll();
    }
    compare(file);
  }

  @InTurn
  @Test
  void midiOfAThousandRandomSequencesIsJavas() throws Exception {
    DebianPython.require("numpy");
    Path file = folder.resolve("decoded.jsonl");
    try (DecodedMidi decoded = new DecodedMidi(file)) {
      decoded.addRandom(1_000);
    }
    compare(file);
  }

  @Test
  void midiOfAllGoldenIdsIsJavas() throws Exception {
    DebianPython.require("numpy");
    Path tokens = SharedData.file("golden/tokens");
    Path midi = SharedData.file("golden/midi");
    Path file = folder.resolve("decoded.jsonl");
    try (DecodedMidi decoded = new DecodedMidi(file)) {
      assertThat(decoded.addGolden(tokens.resolve("golden-tokens.jsonl"), "ids")).isEqualTo(180);
      assertThat(decoded.addGolden(tokens.resolve("golden-tokens-edge.jsonl"), "ids"))
          .isEqualTo(51);
      assertThat(decoded.addGolden(midi.resolve("tokens-anticipation.jsonl"), "tokens"))
          .isPositive();
      assertThat(decoded.addGolden(midi.resolve("tokens-seed.jsonl"), "tokens")).isPositive();
    }
    compare(file);
  }

  /** From README's lines to what a run that publishes leaves to its readers. */
  @InTurn
  @Tag("spark")
  @Test
  void aLakeByItsCommand() throws Exception {
    DebianPython.require("numpy");
    SharedFolders.copy(AudioSample.lake(), folder.resolve("lake"));
    String partita = ChildPartita.script(folder.resolve("partita")).toString();

    String printed =
        DebianPython.run(
            Map.of("PARTITA", partita),
            DebianPython.SOURCES.resolve("tests/lake_by_command.py"),
            folder.resolve("lake"),
            Sample.get().archive());

    assertThat(printed).endsWith("as it should be");
  }

  private static void compare(Path file) throws Exception {
    String printed =
        DebianPython.run(Map.of(), DebianPython.SOURCES.resolve("tests/as_java.py"), file);
    assertThat(printed).matches("[1-9]\\d* equal");
  }
}
