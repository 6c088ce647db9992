package io.partita.studio;

import io.partita.MalformedInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.zip.GZIPOutputStream;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.Invocable.InvocationType;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The server, for this machine only. Every request must name it as the browser was told. The API
 * answers its own page only, and wants the token that the printed address brings, as a cookie or a
 * header. A POST and a typed query want it as a header, which another site's page cannot send.
 */
public final class StudioServer implements AutoCloseable {
  private static final String HOST = "127.0.0.1";
  private static final String TOKEN_HEADER = "Partita-Token";
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  /** From where a browser asks: a page of this server, or nowhere, as an address was typed. */
  private static final Set<String> OWN = Set.of("same-origin", "none");

  /**
   * WebAssembly is allowed as the synthesizer decodes the Vorbis of {@code sounds.sf3} by a
   * stb_vorbis compiled to it. It has no other build, and uncompressed these 6 MB of sounds are 38.
   */
  private static final String POLICY =
      "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";

  /** A page opens six. */
  static final int MOST_CONNECTIONS = 256;

  private static final int LONGEST_BODY = 100_000;
  private static final String TOO_LONG = "At most " + LONGEST_BODY + " bytes at once.";
  private static final int COMPRESSED_FROM = 1_000;
  private static final int THREADS = 24;

  private static final String API = "/api/v1/";
  private static final String EVENTS = API + "events";

  /** Beside the files of the front end itself: all others are the page, which reads its address. */
  private static final Set<String> PAGES =
      Set.of("", "d", "m", "q", "quality", "rejected", "runs", "takes");

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

  /** Files of the front end by their names: many slow readers of one hold it once. */
  private static final Map<String, byte[]> RESOURCES = new ConcurrentHashMap<>();

  /**
   * What others may take.
   *
   * @param query time of a typed query
   * @param patience with slow connections, see {@link Deadlines}
   */
  record Limits(Duration query, Duration patience) {
    static final Limits USUAL = new Limits(Duration.ofSeconds(10), Duration.ofSeconds(15));
  }

  private final Events events;
  private final Queries queries;
  private final Server server;
  private final ServerConnector connector;
  private final Deadlines deadlines;
  private final String token;

  private StudioServer(
      Events events, Queries queries, ServerConnector connector, Limits limits, String token) {
    this.events = events;
    this.queries = queries;
    this.server = connector.getServer();
    this.connector = connector;
    this.deadlines = new Deadlines(connector.getScheduler(), limits.patience());
    this.token = token;
  }

  /**
   * Starts to serve a lake and models.
   *
   * @param home where the user keeps things of the lake
   * @param port 0 for any that is free
   * @param token what the address carries: letters and digits
   * @throws IOException where the port is in use
   */
  static StudioServer start(
      LakeQueries lake, Models models, KeptFile.Home home, int port, String token, Limits limits)
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
    server.addBean(new NetworkConnectionLimit(MOST_CONNECTIONS, connector));
    Runs runs = new Runs(lake.root());
    Queries queries = new Queries(lake.root(), limits.query());
    StudioServer studio =
        new StudioServer(new Events(lake, runs), queries, connector, limits, token);
    connector.addEventListener(studio.deadlines);
    server.setHandler(studio.new Pages(new Api(lake, models, runs, queries, home)));
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

  Queries queries() {
    return queries;
  }

  void join() throws InterruptedException {
    server.join();
  }

  @Override
  public void close() throws Exception {
    events.close();
    server.stop();
    queries.close();
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
      Connection connection = request.getConnectionMetaData().getConnection();
      deadlines.clear(connection);
      Request.addCompletionListener(request, failure -> deadlines.await(connection));
      String path = Request.getPathInContext(request);
      try {
        requireThisSite(request);
        if (path.equals(EVENTS) && request.getMethod().equals("GET")) {
          requireToken(request, false);
          setHeaders(response);
          response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
          events.listen(response, callback);
          return true;
        }
        if (path.startsWith(API)) {
          requireToken(request, isPost(request) || parameters(request).containsKey("sql"));
          if (request.getLength() > LONGEST_BODY) {
            throw new BadRequest(TOO_LONG);
          }
          if (isPost(request)) {
            deadlines.await(connection);
            // No thread waits for a body.
            Content.Source.asByteArrayAsync(
                request,
                LONGEST_BODY,
                Promise.Invocable.from(
                    InvocationType.NON_BLOCKING,
                    (body, failure) ->
                        server
                            .getThreadPool()
                            .execute(() -> respond(request, response, callback, body, failure))));
            return true;
          }
        }
      } catch (BadRequest e) {
        send(request, response, HttpAnswer.json(e.status(), e.json()), callback);
        return true;
      }
      respond(request, response, callback, new byte[0], null);
      return true;
    }

    /**
     * Answers a request whose body was read.
     *
     * @param failure the reason where it was not; else null
     */
    private void respond(
        Request request, Response response, Callback callback, byte[] body, Throwable failure) {
      deadlines.clear(request.getConnectionMetaData().getConnection());
      HttpAnswer answer;
      try {
        if (failure instanceof IllegalStateException) {
          throw new BadRequest(TOO_LONG);
        }
        if (failure != null) {
          callback.failed(failure);
          return;
        }
        answer = answer(request, response, new String(body, StandardCharsets.UTF_8));
      } catch (BadRequest e) {
        answer = HttpAnswer.json(e.status(), e.json());
      } catch (MalformedInputException e) {
        answer = HttpAnswer.json(422, Map.of("error", e.getMessage()));
      } catch (SQLException | RuntimeException e) {
        System.err.println("GET " + Request.getPathInContext(request));
        e.printStackTrace(System.err);
        answer = HttpAnswer.json(500, Map.of("error", String.valueOf(e.getMessage())));
      } catch (IOException | Error e) {
        callback.failed(e);
        return;
      }
      if (answer.stream() == null) {
        send(request, response, answer, callback);
      } else {
        stream(request, response, answer, callback);
      }
    }

    /** The status is 200 once there is a part; what fails behind that breaks the connection off. */
    private void stream(Request request, Response response, HttpAnswer answer, Callback callback) {
      AtomicReference<OutputStream> out = new AtomicReference<>();
      try {
        answer.stream()
            .write(
                part -> {
                  if (out.get() == null) {
                    response.setStatus(answer.status());
                    response.getHeaders().put(HttpHeader.CONTENT_TYPE, answer.type());
                    setHeaders(response);
                    answer
                        .headers()
                        .forEach((name, value) -> response.getHeaders().put(name, value));
                    out.set(Content.Sink.asOutputStream(response));
                  }
                  out.get().write(part);
                });
        out.get().close();
        callback.succeeded();
      } catch (BadRequest e) {
        if (out.get() == null) {
          send(request, response, HttpAnswer.json(e.status(), e.json()), callback);
        } else {
          callback.failed(e);
        }
      } catch (IOException | RuntimeException e) {
        callback.failed(e);
      }
    }

    private HttpAnswer answer(Request request, Response response, String body)
        throws IOException, SQLException, MalformedInputException {
      String path = Request.getPathInContext(request);
      if (path.startsWith(API)) {
        return api(request, path.substring(API.length()), body);
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
        return HttpAnswer.bytes("text/plain", new byte[0]).withStatus(303).with("Location", path);
      }
      return file(path);
    }

    private HttpAnswer api(Request request, String path, String body)
        throws IOException, SQLException, MalformedInputException {
      List<String> parts = new ArrayList<>();
      for (String part : path.split("/", -1)) {
        parts.add(URLDecoder.decode(part.replace("+", "%2B"), StandardCharsets.UTF_8));
      }
      String method = isPost(request) ? request.getMethod() : "GET";
      HttpAnswer answer = api.answer(new Api.Call(method, parts, parameters(request), body));
      answer = answer.with("Cache-Control", "no-store");
      return parts.get(parts.size() - 1).equals("audio")
          ? answer.part(request.getHeaders().get(HttpHeader.RANGE))
          : answer;
    }
  }

  private static boolean isPost(Request request) {
    return !request.getMethod().equals("GET") && !request.getMethod().equals("HEAD");
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

  /**
   * A page of another port is of the same site as far as cookies are concerned, and an image that
   * it asks for here has no Origin: what browsers say themselves decides.
   */
  private void requireToken(Request request, boolean asHeader) {
    if (!OWN.contains(Objects.requireNonNullElse(request.getHeaders().get(FETCH_SITE), "none"))) {
      throw BadRequest.forbidden("This server answers its own pages only.");
    }
    boolean hasHeader = isToken(request.getHeaders().get(TOKEN_HEADER));
    if (!hasHeader && (asHeader || !hasCookie(request))) {
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
  private static HttpAnswer file(String path) throws IOException {
    String name = path.substring(1);
    String first = name.contains("/") ? name.substring(0, name.indexOf('/')) : name;
    if (PAGES.contains(first)) {
      name = "index.html";
    } else if (!name.matches("[A-Za-z0-9_-]+(\\.[A-Za-z0-9]+)+")) {
      throw BadRequest.notFound("There is no page " + path + ".");
    }
    String ending = name.substring(name.lastIndexOf('.') + 1);
    return HttpAnswer.bytes(TYPES.getOrDefault(ending, "application/octet-stream"), resource(name))
        .with("Cache-Control", ending.startsWith("sf") ? "max-age=86400" : "no-cache");
  }

  /** A file of the front end. */
  static byte[] resource(String name) throws IOException {
    byte[] known = RESOURCES.get(name);
    if (known != null) {
      return known;
    }
    // The sounds that the core plays MIDI files with serve the page, too.
    String resource = name.equals("jdk.sf2") ? "/io/partita/synth/jdk.sf2" : "web/" + name;
    try (InputStream in = StudioServer.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw BadRequest.notFound("There is no page /" + name + ".");
      }
      byte[] bytes = in.readAllBytes();
      RESOURCES.put(name, bytes);
      return bytes;
    }
  }

  private void send(Request request, Response response, HttpAnswer answer, Callback callback) {
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
    deadlines.awaitTaken(request.getConnectionMetaData().getConnection(), body.remaining());
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

  private static ByteBuffer compressed(ByteBuffer body) {
    byte[] bytes = new byte[body.remaining()];
    body.duplicate().get(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ByteBuffer.wrap(out.toByteArray());
  }
}
