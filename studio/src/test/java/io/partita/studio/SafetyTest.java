package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may ask the server what: another site, another name for this machine, nobody. */
class SafetyTest {
  @TempDir private static Path folder;
  private static SmallLake lake;
  private static StudioClient studio;

  @BeforeAll
  static void start() throws Exception {
    lake = SmallLake.in(folder);
    studio = new StudioClient(lake);
  }

  @AfterAll
  static void stop() throws Exception {
    studio.close();
  }

  @Test
  void theApiWantsTheToken() throws Exception {
    assertThat(studio.send(studio.request("/api/v1/lake")).statusCode()).isEqualTo(403);
    assertThat(studio.send(studio.request("/api/v1/events")).statusCode()).isEqualTo(403);
    assertThat(studio.send(studio.request("/api/v1/lake").header("Cookie", cookie("wrong"))))
        .returns(403, HttpResponse::statusCode);
    assertThat(
            studio.send(
                studio.request("/api/v1/lake").header("Cookie", cookie(StudioClient.TOKEN))))
        .returns(200, HttpResponse::statusCode);
  }

  @Test
  void aPostWantsItAsAHeader() throws Exception {
    HttpResponse<byte[]> answer =
        studio.send(
            studio
                .request("/api/v1/sql")
                .header("Cookie", cookie(StudioClient.TOKEN))
                .POST(BodyPublishers.ofString("{\"sql\": \"SELECT 1\"}")));

    assertThat(answer.statusCode()).isEqualTo(403);
  }

  @Test
  void theAddressSetsACookieThatNoOtherSiteSends() throws Exception {
    HttpResponse<byte[]> answer = studio.send(studio.request("/?token=" + StudioClient.TOKEN));

    assertThat(answer.statusCode()).isEqualTo(303);
    assertThat(answer.headers().firstValue("Location")).contains("/");
    assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
        .startsWith(cookie(StudioClient.TOKEN))
        .contains("SameSite=Strict");
    assertThat(studio.send(studio.request("/?token=wrong")).headers().firstValue("Set-Cookie"))
        .isEmpty();
  }

  @Test
  void anotherNameAndAnotherSiteAreRefused() throws Exception {
    assertThat(raw("GET /api/v1/lake HTTP/1.1\r\nHost: evil.example\r\nPartita-Token: secret"))
        .startsWith("HTTP/1.1 403");
    assertThat(studio.bytes("/lake", "Origin", "http://evil.example").statusCode()).isEqualTo(403);
    assertThat(studio.bytes("/events", "Origin", "http://evil.example").statusCode())
        .isEqualTo(403);
    assertThat(
            studio
                .bytes("/lake", "Origin", "http://127.0.0.1:" + studio.server.port())
                .statusCode())
        .isEqualTo(200);
  }

  /** As an image of a page of another port asks, to which cookies go as well. */
  @Test
  void whatAPageOfAnotherSiteOrPortAsksForIsRefused() throws Exception {
    for (String path : List.of("/lake", "/events", "/datasets/songs/items?q=a")) {
      for (String from : List.of("same-site", "cross-site")) {
        assertThat(fetch(path, "Sec-Fetch-Site", from).statusCode()).as(path).isEqualTo(403);
      }
    }
    assertThat(fetch("/lake", "Sec-Fetch-Site", "same-origin").statusCode()).isEqualTo(200);
    assertThat(fetch("/lake", "Sec-Fetch-Site", "none").statusCode()).isEqualTo(200);
  }

  @Test
  void aTypedQueryWantsTheTokenAsAHeader() throws Exception {
    for (String what : List.of("items", "facets")) {
      String path = "/datasets/songs/" + what + "?sql=" + StudioClient.encoded("SELECT 1 AS id");

      assertThat(fetch(path, "Accept", "*/*").statusCode()).as(what).isEqualTo(403);
      assertThat(studio.bytes(path).statusCode()).as(what).isEqualTo(200);
    }
  }

  /** With the cookie and no token. */
  private static HttpResponse<byte[]> fetch(String path, String name, String value)
      throws Exception {
    return studio.send(
        studio
            .request("/api/v1" + path)
            .headers("Cookie", cookie(StudioClient.TOKEN), name, value));
  }

  @Test
  void pagesAllowNothingFromElsewhereAndPathsLeadNowhere() throws Exception {
    HttpResponse<byte[]> page = studio.send(studio.request("/d/songs/i/" + SmallLake.md5(0)));

    assertThat(page.statusCode()).isEqualTo(200);
    assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'self'")
        .doesNotContain("unsafe-inline", "http");
    for (String path :
        new String[] {
          "/../../etc/passwd", "/%2e%2e/%2e%2e/etc/passwd", "/Studio.class", "/web/index.html"
        }) {
      assertThat(raw("GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + studio.server.port()))
          .as(path)
          .matches("(?s)HTTP/1.1 4.*")
          .doesNotContain("root:");
    }
  }

  @Test
  void audioThatIsNotWhatWasIngestedIsNotServed() throws Exception {
    Path file = folder.resolve("source/rock/half.wav");
    byte[] original = Files.readAllBytes(file);
    String id = studio.get("/datasets/sounds/items").path("items").get(0).path("id").asText();
    try {
      Files.writeString(file, "something else");
      assertThat(studio.bytes("/items/" + id + "/audio").statusCode()).isEqualTo(404);
    } finally {
      Files.write(file, original);
    }
  }

  private static String cookie(String value) {
    return "partita-" + studio.server.port() + "=" + value;
  }

  private static String raw(String head) throws Exception {
    try (Socket socket = new Socket("127.0.0.1", studio.server.port())) {
      socket
          .getOutputStream()
          .write((head + "\r\nConnection: close\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }
}
