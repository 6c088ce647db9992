package io.partita.studio;

import io.partita.MalformedInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server, for this machine only. Every request must name it as the browser was told, the API
 * wants the token that the printed address brings, as a cookie or a header, and a POST wants it as
 * a header, which another site's page cannot send.
 */
public final class StudioServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String TOKEN_HEADER = "Partita-Token";

  /**
   * WebAssembly is allowed as the synthesizer decodes the Vorbis of {@code sounds.sf3} by a
   * stb_vorbis compiled to it. It has no other build, and uncompressed these 6 MB of sounds are 38.
   */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";

  private static final int LONGEST_BODY = 100_000;
  private static final int COMPRESSED_FROM = 1_000;
  private static final int THREADS = 24;

  private static final String EVENTS = "/api/v1/events";

  /** Beside the files of the front end itself: all others are the page, which reads its address. */
  private static final Set<String> PAGES = Set.of("", "d", "m", "q", "quality", "rejected", "runs");

  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html; charset=utf-8",
          "js", "application/javascript; charset=utf-8",
          "css", "text/css; charset=utf-8",
          "svg", "image/svg+xml",
          "woff2", "font/woff2",
          "txt", "text/plain; charset=utf-8",
          "sf2", "application/octet-stream",
          "sf3", "application/octet-stream");

  private final Events events;
  private final Server server;
  private final ServerConnector connector;
  private final String token;

  private StudioServer(Events events, Server server, ServerConnector connector, String token) {
    this.events = events;
    this.server = server;
    this.connector = connector;
    this.token = token;
  }

  /**
   * Starts to serve a lake and models.
   *
   * @param port 0 for any that is free
   * @param token what the address carries: letters and digits
   * @throws IOException where the port is in use
   */
  static StudioServer start(LakeReader lake, Models models, int port, String token)
      throws Exception {
    QueuedThreadPool threads = new QueuedThreadPool(THREADS);
    threads.setName("studio");
    Server server = new Server(threads);
    HttpConfiguration http = new HttpConfiguration();
    http.setSendServerVersion(false);
    ServerConnector connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost(HOST);
    connector.setPort(port);
    server.addConnector(connector);
    Runs runs = new Runs(lake.root());
    StudioServer studio = new StudioServer(new Events(lake, runs), server, connector, token);
    server.setHandler(studio.new Pages(new Api(lake, models, runs)));
    server.start();
    return studio;
  }

  int port() {
    return connector.getLocalPort();
  }

  /** What to open in a browser; its token is a cookie from then on. */
  String address() {
    return "http://" + HOST + ":" + port() + "/?token=" + token;
  }

  void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() throws Exception {
    events.close();
    server.stop();
  }

  /** Everything that is asked of the server. */
  private final class Pages extends Handler.Abstract {
    private final Api api;

    private Pages(Api api) {
      this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback)
        throws IOException {
      Answer answer;
      try {
        requireThisSite(request);
        if (Request.getPathInContext(request).equals(EVENTS) && request.getMethod().equals("GET")) {
          requireToken(request, false);
          setHeaders(response);
          response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
          events.listen(response, callback);
          return true;
        }
        answer = answer(request, response);
      } catch (BadRequest e) {
        answer = Answer.json(e.status(), Map.of("error", e.getMessage()));
      } catch (MalformedInputException e) {
        answer = Answer.json(422, Map.of("error", e.getMessage()));
      } catch (SQLException | RuntimeException e) {
        System.err.println("GET " + Request.getPathInContext(request));
        e.printStackTrace(System.err);
        answer = Answer.json(500, Map.of("error", String.valueOf(e.getMessage())));
      }
      send(request, response, answer, callback);
      return true;
    }

    private Answer answer(Request request, Response response)
        throws IOException, SQLException, MalformedInputException {
      String path = Request.getPathInContext(request);
      if (path.startsWith("/api/v1/")) {
        return api(request, path.substring("/api/v1/".length()));
      }
      if (!request.getMethod().equals("GET") && !request.getMethod().equals("HEAD")) {
        throw new BadRequest("Only the API takes a " + request.getMethod() + ".");
      }
      Map<String, String> parameters = parameters(request);
      if (isToken(parameters.get("token"))) {
        Response.addCookie(
            response,
            HttpCookie.build(cookie(), token)
                .path("/")
                .sameSite(HttpCookie.SameSite.STRICT)
                .build());
        return Answer.bytes("text/plain", new byte[0]).withStatus(303).with("Location", path);
      }
      return file(path);
    }

    private Answer api(Request request, String path)
        throws IOException, SQLException, MalformedInputException {
      boolean isPost = !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
      requireToken(request, isPost);
      List<String> parts = new ArrayList<>();
      for (String part : path.split("/", -1)) {
        parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
      String body = "";
      if (isPost) {
        if (request.getLength() > LONGEST_BODY) {
          throw new BadRequest("At most " + LONGEST_BODY + " bytes at once.");
        }
        try (InputStream in = Content.Source.asInputStream(request)) {
          body = new String(in.readNBytes(LONGEST_BODY), StandardCharsets.UTF_8);
        }
      }
      String method = isPost ? request.getMethod() : "GET";
      Answer answer = api.answer(new Api.Call(method, parts, parameters(request), body));
      answer = answer.with("Cache-Control", "no-store");
      return parts.get(parts.size() - 1).equals("audio")
          ? answer.part(request.getHeaders().get(HttpHeader.RANGE))
          : answer;
    }
  }

  /** No other name may lead here, or another site could read the answers by its own name. */
  private void requireThisSite(Request request) {
    List<String> hosts = List.of(HOST + ":" + port(), "localhost:" + port());
    String host = request.getHeaders().get(HttpHeader.HOST);
    String origin = request.getHeaders().get(HttpHeader.ORIGIN);
    if (!hosts.contains(String.valueOf(host))) {
      throw BadRequest.forbidden("This server answers to " + hosts.get(0) + " only.");
    }
    if (origin != null && !origin.equals("http://" + host)) {
      throw BadRequest.forbidden("This server answers its own pages only.");
    }
  }

  private void requireToken(Request request, boolean isPost) {
    boolean hasHeader = isToken(request.getHeaders().get(TOKEN_HEADER));
    if (!hasHeader && (isPost || !hasCookie(request))) {
      throw BadRequest.forbidden(
          "Open the address that partita studio has printed: it carries the token.");
    }
  }

  private boolean isToken(String text) {
    return text != null
        && MessageDigest.isEqual(
            text.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
  }

  private boolean hasCookie(Request request) {
    return Request.getCookies(request).stream()
        .anyMatch(cookie -> cookie.getName().equals(cookie()) && isToken(cookie.getValue()));
  }

  /** Cookies are shared by all ports of a machine. */
  private String cookie() {
    return "partita-" + port();
  }

  private static Map<String, String> parameters(Request request) {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      parameters.putIfAbsent(field.getName(), field.getValue());
    }
    return parameters;
  }

  /** A file of the front end by its own name, or the page. */
  private static Answer file(String path) throws IOException {
    String name = path.substring(1);
    String first = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    if (PAGES.contains(first)) {
      name = "index.html";
    } else if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)+")) {
      throw BadRequest.notFound("There is no page " + path + ".");
    }
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return Answer.bytes(TYPES.getOrDefault(ending, "application/octet-stream"), resource(name))
        .with("Cache-Control", ending.startsWith("sf") ? "max-age=86400" : "no-cache");
  }

  /** A file of the front end. */
  static byte[] resource(String name) throws IOException {
    // The sounds that the core plays MIDI files with serve the page, too.
    String resource = name.equals("jdk.sf2") ? "/io/partita/synth/jdk.sf2" : "web/" + name;
    try (InputStream in = StudioServer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw BadRequest.notFound("There is no page /" + name + ".");
      }
      return in.readAllBytes();
    }
  }

  private static void send(Request request, Response response, Answer answer, Callback callback)
      throws IOException {
    ByteBuffer body = answer.body();
    boolean mayCompress =
        answer.isText()
            && body.remaining() >= COMPRESSED_FROM
            && String.valueOf(request.getHeaders().get(HttpHeader.ACCEPT_ENCODING))
                .contains("gzip");
    if (mayCompress) {
      body = compressed(body);
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      response.getHeaders().put(HttpHeader.VARY, "Accept-Encoding");
    }
    response.setStatus(answer.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.remaining());
    setHeaders(response);
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    response.write(true, request.getMethod().equals("HEAD") ? null : body, callback);
  }

  private static void setHeaders(Response response) {
    response
        .getHeaders()
        .put(new HttpField("Content-Security-Policy", POLICY))
        .put(new HttpField("X-Content-Type-Options", "nosniff"))
        .put(new HttpField("Referrer-Policy", "no-referrer"))
        .put(new HttpField("Cross-Origin-Resource-Policy", "same-origin"));
  }

  private static ByteBuffer compressed(ByteBuffer body) throws IOException {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }
}
