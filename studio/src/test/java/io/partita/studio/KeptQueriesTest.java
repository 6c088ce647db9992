package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries that a user keeps by name. */
class KeptQueriesTest {
  @TempDir private Path home;

  private KeptQueries of(String lake) {
    return new KeptQueries(new KeptFile.Home(Path.of(lake), home));
  }

  @Test
  void theyAreOfOneLakeInTheOrderOfTheirNames() throws Exception {
    of("/a").keep("second", "SELECT 2");
    of("/a").keep("first", "SELECT 1");
    of("/a").keep("second", "SELECT 3");
    of("/b").keep("other", "SELECT 4");

    assertThat(of("/a").list().toString())
        .isEqualTo(
            "{\"queries\":[{\"name\":\"first\",\"sql\":\"SELECT 1\"},"
                + "{\"name\":\"second\",\"sql\":\"SELECT 3\"}]}");
    assertThat(of("/a").delete("first").path("queries")).hasSize(1);
    assertThat(of("/b").list().path("queries")).hasSize(1);
    try (Stream<Path> files = Files.list(home.resolve(".partita/studio"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".tmp"))).isEmpty();
    }
  }

  @Test
  void namesAndSizesAreBounded() throws Exception {
    KeptQueries queries = of("/a");
    for (String name :
        List.of("", " a", "../x", "a/b", "a\\b", ".a", "a\n", "<b>", "a".repeat(61), "a\0")) {
      assertThatExceptionOfType(BadRequest.class)
          .as(name)
          .isThrownBy(() -> queries.keep(name, "SELECT 1"))
          .withMessageContaining("60");
    }
    for (String sql : List.of("", " ", "x".repeat(KeptQueries.LONGEST + 1))) {
      assertThatExceptionOfType(BadRequest.class).isThrownBy(() -> queries.keep("a", sql));
    }
    String longest = "\u0001".repeat(KeptQueries.LONGEST); // six bytes of JSON each
    for (int i = 0; i < KeptQueries.MOST; i++) {
      queries.keep("Lëngste " + i, longest);
    }
    assertThatExceptionOfType(BadRequest.class)
        .isThrownBy(() -> queries.keep("one more", "SELECT 1"))
        .withMessageContaining("" + KeptQueries.MOST);
    assertThat(queries.keep("Lëngste 0", "SELECT 1").path("queries")).hasSize(KeptQueries.MOST);
  }

  @Test
  void aFileOfSomethingElseIsLeftAlone() throws IOException {
    of("/a").keep("a", "SELECT 1");
    Path file;
    try (Stream<Path> files = Files.list(home.resolve(".partita/studio"))) {
      file = files.filter(any -> any.toString().endsWith(".json")).findAny().orElseThrow();
    }
    Files.writeString(file, "{\"queries\": {\"../x\": \"SELECT 1\", \"b\": 3}}");
    assertThat(of("/a").list().path("queries")).isEmpty();
    Files.writeString(file, "{");
    assertThatExceptionOfType(BadRequest.class)
        .isThrownBy(() -> of("/a").keep("a", "SELECT 1"))
        .withMessageContaining(file.toString());
    assertThat(Files.readString(file)).isEqualTo("{");
    Files.delete(file);
    Files.createSymbolicLink(file, Path.of("/dev/zero"));
    assertThatExceptionOfType(BadRequest.class).isThrownBy(() -> of("/a").list());
  }

  @Test
  void aHomeThatCannotBeWrittenIsNamed() throws IOException {
    Path file = Files.createFile(home.resolve("file"));
    KeptQueries queries = new KeptQueries(new KeptFile.Home(Path.of("/a"), file));

    assertThatExceptionOfType(BadRequest.class)
        .isThrownBy(() -> queries.keep("a", "SELECT 1"))
        .withMessageContaining(file.toString());
  }

  @Test
  void theServerKeepsThemByPostWithTheToken() throws Exception {
    try (StudioClient studio = new StudioClient(SmallLake.in(home))) {
      String body = "{\"name\": \"a b\", \"sql\": \"SELECT 1\"}";
      HttpRequest.Builder post =
          studio.request("/api/v1/queries").POST(BodyPublishers.ofString(body));
      assertThat(studio.send(post).statusCode()).isEqualTo(403);
      assertThat(with(studio, post).statusCode()).isEqualTo(200);
      assertThat(studio.get("/queries").at("/queries/0/name").asText()).isEqualTo("a b");
      HttpRequest.Builder delete = studio.request("/api/v1/queries/a%20b").DELETE();
      assertThat(with(studio, delete).statusCode()).isEqualTo(200);
      HttpResponse<byte[]> again = with(studio, studio.request("/api/v1/queries/a%20b").DELETE());
      assertThat(again.statusCode()).isEqualTo(404);
      assertThat(new ObjectMapper().readTree(again.body()).path("error").asText()).contains("a b");
      assertThat(with(studio, studio.request("/api/v1/lake").DELETE()).statusCode()).isEqualTo(400);
    }
  }

  private static HttpResponse<byte[]> with(StudioClient studio, HttpRequest.Builder request)
      throws Exception {
    return studio.send(request.header("Partita-Token", StudioClient.TOKEN));
  }
}
