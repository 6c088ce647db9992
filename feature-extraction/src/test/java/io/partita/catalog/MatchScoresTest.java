package io.partita.catalog;

import static io.partita.FaultAssert.assertThatFault;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.MalformedInputException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatchScoresTest {
  @Test
  void scoresComeInTheFilesOrderAsTheyAre() throws Exception {
    String json = "{\"TRB\": {\"0f\": 0.71, \"1e\": 1.25},\n \"TRE\": {}, \"TRA\": {\"0f\": 1}}";

    assertThat(read(json.getBytes(UTF_8)))
        .containsExactly(
            new MatchScores.Match("TRB", "0f", 0.71),
            new MatchScores.Match("TRB", "1e", 1.25),
            new MatchScores.Match("TRA", "0f", 1));
    assertThat(read("{}".getBytes(UTF_8))).isEmpty();
  }

  @Test
  void atTheEndItStaysAtTheEnd() throws Exception {
    try (MatchScores scores = new MatchScores(in("{\"TRA\": {\"0f\": 0.5}}".getBytes(UTF_8)))) {
      assertThat(scores.next()).contains(new MatchScores.Match("TRA", "0f", 0.5));
      assertThat(scores.next()).isEmpty();
      assertThat(scores.next()).isEmpty();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                             | empty
          []                             | [
          {"TRA": 1}                     | outside
          {"TRA": {"0f": {"x": 1}}}      | nested
          {"TRA": {"0f": "high"}}        | high
          {"TRA": {"0f": null}}          | null
          1                              | outside
          """)
  void anotherShapeIsToldWithItsLine(String json, String name) {
    assertThatFault(() -> read(json.getBytes(UTF_8))).is("NOT_MATCH_SCORES").names(name, "line 1");
  }

  @Test
  void whatIsCutShortOrNoTextIsMalformed() {
    assertThatFault(() -> read("{\"TRA\":\n {\"0f\": 1".getBytes(UTF_8)))
        .is("NOT_MATCH_SCORES", 17)
        .names("line 2");
    assertThatFault(() -> read(new byte[] {0, 0, 0, '{', 0x7f, 0x7f, 0x7f, 0x7f}))
        .is("NOT_MATCH_SCORES")
        .names("UTF-32");
  }

  @Test
  void aFailedReadStaysOne() throws IOException {
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("Disk on fire");
          }

          @Override
          public int read(byte[] bytes, int from, int length) throws IOException {
            return read();
          }
        };
    try (MatchScores scores = new MatchScores(broken)) {
      assertThatThrownBy(scores::next)
          .isExactlyInstanceOf(IOException.class)
          .hasMessage("Disk on fire");
    }
  }

  @Property(tries = 500)
  void anyBytesAreScoresOrMalformed(@ForAll byte[] bytes) throws IOException {
    try {
      assertThat(read(bytes)).hasSizeLessThanOrEqualTo(bytes.length);
    } catch (MalformedInputException e) {
      assertThat(e.fault()).isEqualTo(CatalogFault.NOT_MATCH_SCORES);
    }
  }

  private static List<MatchScores.Match> read(byte[] json)
      throws IOException, MalformedInputException {
    List<MatchScores.Match> matches = new ArrayList<>();
    try (MatchScores scores = new MatchScores(in(json))) {
      for (Optional<MatchScores.Match> next = scores.next();
          next.isPresent();
          next = scores.next()) {
        matches.add(next.get());
      }
    }
    return matches;
  }

  private static InputStream in(byte[] json) {
    return new ByteArrayInputStream(json);
  }
}
