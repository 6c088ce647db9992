package io.partita;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** A well-behaved web server on the loopback address, with ranges, entity tags and redirects. */
public final class FileServer implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, byte[]> files = new ConcurrentHashMap<>();
  private final Map<String, String> redirects = new ConcurrentHashMap<>();
  private final List<String> requests = new CopyOnWriteArrayList<>();

  public FileServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  /**
   * @param path with a slash first
   */
  public FileServer with(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  public FileServer redirecting(String from, String to) {
    redirects.put(from, to);
    return this;
  }

  /** The address of a path. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  /** What was asked for: paths, with the range behind where there was one. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  /** The strong entity tag that a content has here. */
  public static String etag(byte[] content) {
    return "\"" + Integer.toHexString(Arrays.hashCode(content)) + "\"";
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      String path = exchange.getRequestURI().getPath();
      String range = exchange.getRequestHeaders().getFirst("Range");
      requests.add(range == null ? path : path + " " + range);
      Headers headers = exchange.getResponseHeaders();
      if (redirects.containsKey(path)) {
        headers.set("Location", redirects.get(path));
        exchange.sendResponseHeaders(302, -1);
        return;
      }
      byte[] content = files.get(path);
      if (content == null) {
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      headers.set("ETag", etag(content));
      String condition = exchange.getRequestHeaders().getFirst("If-Range");
      boolean isSame = condition == null || condition.equals(etag(content));
      int first = 0;
      if (range != null && isSame) {
        first = Integer.parseInt(range.replaceAll("\\D", ""));
        headers.set(
            "Content-Range", "bytes " + first + "-" + (content.length - 1) + "/" + content.length);
      }
      exchange.sendResponseHeaders(range != null && isSame ? 206 : 200, content.length - first);
      exchange.getResponseBody().write(content, first, content.length - first);
    }
  }
}
