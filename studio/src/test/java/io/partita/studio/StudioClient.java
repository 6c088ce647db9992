package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;

/** A server over a lake, and what scripts ask it. */
final class StudioClient implements AutoCloseable {
  static final String TOKEN = "secret";
  private static final ObjectMapper JSON = new ObjectMapper();

  final StudioServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  StudioClient(SmallLake lake) throws Exception {
    this(lake, "");
  }

  /** With models as the command tells of them. */
  StudioClient(SmallLake lake, String models) throws Exception {
    this(lake, models, StudioServer.Limits.USUAL);
  }

  StudioClient(SmallLake lake, String models, StudioServer.Limits limits) throws Exception {
    server =
        StudioServer.start(
            new LakeQueries(lake.root),
            Models.toldBy(new ByteArrayInputStream(models.getBytes(StandardCharsets.UTF_8))),
            new KeptFile.Home(lake.root, lake.root.resolveSibling("home")),
            0,
            TOKEN,
            limits);
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path));
  }

  HttpResponse<byte[]> send(HttpRequest.Builder request) throws IOException, InterruptedException {
    return client.send(request.build(), BodyHandlers.ofByteArray());
  }

  /** What is below the API, with the token. */
  HttpResponse<byte[]> bytes(String path, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = request("/api/v1" + path).header("Partita-Token", TOKEN);
    return send(headers.length == 0 ? request : request.headers(headers));
  }

  JsonNode get(String path) throws IOException, InterruptedException {
    return JSON.readTree(bytes(path).body());
  }

  JsonNode sql(String text) throws IOException, InterruptedException {
    return JSON.readTree(sqlAnswer(text).body());
  }

  HttpResponse<byte[]> sqlAnswer(String text) throws IOException, InterruptedException {
    String body = JSON.createObjectNode().put("sql", text).toString();
    return send(
        request("/api/v1/sql")
            .header("Partita-Token", TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  @Override
  public void close() throws Exception {
    server.close();
  }
}
