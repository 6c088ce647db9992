package io.partita;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** What is between a client and a server of HTTP: writes down requests, and goes away at one. */
public final class CuttingProxy implements AutoCloseable {
  private final ServerSocket listening;
  private final int port;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private static final byte[] REFUSAL =
      "HTTP/1.1 503 Slow Down\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private final List<Socket> open = new ArrayList<>();
  private final List<String> requests = new ArrayList<>();
  private int most = Integer.MAX_VALUE;
  private int firstRefused;
  private int refused;

  /**
   * @param port of the server, on this machine
   */
  public CuttingProxy(int port) throws IOException {
    this.port = port;
    this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    threads.execute(this::accept);
  }

  public int port() {
    return listening.getLocalPort();
  }

  /** Forgets the requests so far, and hands on so many more. */
  public synchronized void allow(int number) {
    requests.clear();
    most = number;
  }

  /**
   * Forgets the requests so far, and answers some of the next that the server has no time now, as a
   * store does.
   *
   * @param after how many that are handed on before
   */
  public synchronized void refuse(int after, int number) {
    allow(Integer.MAX_VALUE);
    firstRefused = after;
    refused = number;
  }

  /** The first lines of those that came, whether they were handed on or not. */
  public synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  private void accept() {
    try {
      while (true) {
        Socket client = listening.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        synchronized (this) {
          open.add(client);
          open.add(server);
        }
        Exchange exchange = new Exchange(client, server);
        threads.execute(exchange::handOn);
        threads.execute(exchange::answer);
      }
    } catch (IOException e) {
      // It was closed.
    }
  }

  /** Whether a request may go on. */
  private synchronized boolean isAllowed(String line) {
    requests.add(line);
    return requests.size() <= most;
  }

  private synchronized boolean isRefused() {
    int request = requests.size() - 1;
    return request >= firstRefused && request - firstRefused < refused;
  }

  /** One connection; a request begins where something comes after an answer. */
  private final class Exchange {
    private final Socket client;
    private final Socket server;
    private volatile boolean hasAnswered = true;

    Exchange(Socket client, Socket server) {
      this.client = client;
      this.server = server;
    }

    void handOn() {
      pass(client, server, true);
    }

    void answer() {
      pass(server, client, false);
    }

    private void pass(Socket from, Socket to, boolean areRequests) {
      byte[] buffer = new byte[1 << 16];
      try (from;
          to) {
        InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream();
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          if (areRequests && hasAnswered) {
            hasAnswered = false;
            String text = new String(buffer, 0, n, StandardCharsets.ISO_8859_1);
            if (!isAllowed(text.split("\r\n", 2)[0])) {
              return;
            }
            if (isRefused()) {
              from.getOutputStream().write(REFUSAL);
              return;
            }
          }
          hasAnswered |= !areRequests;
          out.write(buffer, 0, n);
          out.flush();
        }
      } catch (IOException e) {
        // The other end has gone.
      }
    }
  }

  @Override
  public void close() throws IOException {
    listening.close();
    threads.shutdownNow();
    synchronized (this) {
      for (Socket socket : open) {
        socket.close();
      }
    }
  }
}
