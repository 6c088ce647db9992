package io.partita.download;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers say about ranges, versions and pauses. */
class HeadersTest {
  private static final Instant NOW = Instant.parse("2024-05-01T12:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "bytes 5-9/10, 5, 9, 10, 5",
    "bytes 0-0/*, 0, 0, -1, 1",
    "bytes  5-9/10, 5, 9, 10, 5",
    "bytes */943359345664, -1, -1, 943359345664, 0"
  })
  void aContentRangeNamesBytes(String header, long first, long last, long total, long length) {
    assertThat(ContentRange.of(header)).contains(new ContentRange(first, last, total));
    assertThat(ContentRange.of(header).orElseThrow().length()).isEqualTo(length);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "bytes", "bytes 5-/10", "lines 5-9/10", "bytes 5-9", "bytes 5-9/1e3"})
  void otherHeadersAreNoContentRange(String header) {
    assertThat(ContentRange.of(header)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 2", "2, 4", "4, 16", "5, 30", "6, 30", "1000000, 30"})
  void pausesDoubleUpToTheLongest(int earlierCuts, long seconds) {
    assertThat(RetryPolicy.USUAL.pause(earlierCuts, null, NOW)).hasSeconds(seconds);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7 | 7",
        "0 | 1",
        "3600 | 60",
        "Wed, 01 May 2024 12:00:20 GMT | 20",
        "Wed, 01 May 2024 11:00:00 GMT | 1",
        "Wed, 01 May 2024 13:00:00 GMT | 60",
        "soon | 1",
        "-5 | 1"
      })
  void aServersWishIsFulfilledUpToAMinute(String retryAfter, long seconds) {
    assertThat(RetryPolicy.USUAL.pause(0, retryAfter, NOW)).hasSeconds(seconds);
  }

  @Test
  void durationsAreWrittenInSeconds() {
    assertThat(RetryPolicy.text(Duration.ofSeconds(30))).isEqualTo("30 s");
    assertThat(RetryPolicy.text(Duration.ofMillis(250))).isEqualTo("0.25 s");
  }

  @Test
  void aStrongEntityTagTellsVersionsApartAndElseTheTimeOfTheLastChange() {
    String time = "Wed, 01 May 2024 12:00:00 GMT";

    assertThat(served("ETag", "\"a\"", "Last-Modified", time).validator()).isEqualTo("\"a\"");
    assertThat(served("ETag", "W/\"a\"", "Last-Modified", time).validator()).isEqualTo(time);
    assertThat(served("ETag", "W/\"a\"").validator()).isNull();
    assertThat(served().length()).isEqualTo(-1);
    assertThat(served("Content-Length", "943359345664").length()).isEqualTo(943_359_345_664L);
  }

  @Test
  void anotherVersionIsKnownByWhatBothAnswersSay() {
    ServedFile tagged = served("ETag", "\"a\"", "Last-Modified", "then");

    assertThat(tagged.isOtherThan(headers("ETag", "\"b\"", "Last-Modified", "then"))).isTrue();
    assertThat(tagged.isOtherThan(headers("ETag", "\"a\"", "Last-Modified", "now"))).isFalse();
    assertThat(tagged.isOtherThan(headers("Last-Modified", "now"))).isTrue();
    assertThat(tagged.isOtherThan(headers())).isFalse();
    assertThat(served().isOtherThan(headers("ETag", "\"a\""))).isFalse();
  }

  private static ServedFile served(String... headers) {
    return ServedFile.of(URI.create("http://host/file"), headers(headers));
  }

  private static HttpHeaders headers(String... namesAndValues) {
    Map<String, List<String>> map = new java.util.TreeMap<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      map.put(namesAndValues[i], List.of(namesAndValues[i + 1]));
    }
    return HttpHeaders.of(map, (name, value) -> true);
  }
}
