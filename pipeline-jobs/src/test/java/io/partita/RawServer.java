package io.partita;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A web server on the loopback address that answers as a test says, however wrong. Each request has
 * a connection of its own, which is closed behind the answer.
 */
public final class RawServer implements AutoCloseable {
  private final ServerSocket server;
  private final List<Answer> answers;
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

  /** What is sent to one request. */
  public interface Answer {
    /**
     * @param request its headers, with names in lower case
     */
    void send(Map<String, String> request, OutputStream out) throws Exception;
  }

  /**
   * @param answers one for each request; the last one for all that follow
   */
  public RawServer(Answer... answers) throws IOException {
    this.answers = List.of(answers);
    this.server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "raw-server");
    thread.setDaemon(true);
    thread.start();
  }

  /** An answer that is the same to every request; {@code Connection: close} is added. */
  public static Answer of(String head, byte[] body) {
    return (request, out) -> send(out, head, body);
  }

  /**
   * Sends the head and a body, whatever the head says of it.
   *
   * @param head its lines without those that end them
   */
  public static void send(OutputStream out, String head, byte[] body) throws IOException {
    String lines = "HTTP/1.1 " + head.replace("\n", "\r\n") + "\r\nConnection: close\r\n\r\n";
    out.write(lines.getBytes(StandardCharsets.ISO_8859_1));
    out.write(body);
    out.flush();
  }

  /** The address of a path, which is not looked at. */
  public String url(String path) {
    return "http://127.0.0.1:" + server.getLocalPort() + path;
  }

  /** The header of each request so far, "none" where it had none. */
  public List<String> requested(String header) {
    return requests.stream().map(headers -> headers.getOrDefault(header, "none")).toList();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        Thread thread = new Thread(() -> serve(socket), "raw-server-answer");
        thread.setDaemon(true);
        thread.start();
      } catch (IOException e) {
        return; // closed
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Map<String, String> request = read(socket);
      Answer answer;
      synchronized (requests) {
        answer = answers.get(Math.min(requests.size(), answers.size() - 1));
        requests.add(request);
      }
      answer.send(request, socket.getOutputStream());
    } catch (Exception e) {
      // The client has gone, or the server was closed: the test sees what came of it.
    }
  }

  private static Map<String, String> read(Socket socket) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(socket.getInputStream(), StandardCharsets.ISO_8859_1));
    Map<String, String> headers = new TreeMap<>();
    in.readLine();
    for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    return headers;
  }
}
