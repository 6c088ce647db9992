package io.partita.studio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Connections whose other side sends or takes a byte a second: they hold no thread, and end. */
@Tag("e2e")
class SlowPeersTest {
  private static final Duration PATIENCE = Duration.ofSeconds(3);
  private static final int EACH = 70;

  @TempDir private static Path folder;
  private static StudioClient studio;

  @BeforeAll
  static void start() throws Exception {
    studio =
        new StudioClient(
            SmallLake.in(folder),
            "",
            new StudioServer.Limits(StudioServer.Limits.USUAL.query(), PATIENCE));
  }

  @AfterAll
  static void stop() throws Exception {
    studio.close();
  }

  @Test
  void theApiAnswersBesideTwoHundredSlowConnectionsWhichEnd() throws Exception {
    List<Socket> senders = new ArrayList<>();
    List<Socket> takers = new ArrayList<>();
    try {
      for (int i = 0; i < EACH; i++) {
        senders.add(open("GET / HTTP/1.1\r\nX: "));
        senders.add(
            open(head("POST /api/v1/sql") + "Content-Length: 1000\r\n\r\n{\"sql\": \"SELECT 1 "));
        takers.add(open(head("GET /sounds.sf3") + "\r\n"));
      }
      for (int second = 0; second < 2; second++) {
        for (int request = 0; request < 5; request++) {
          assertThat(studio.bytes("/lake").statusCode()).isEqualTo(200);
        }
        senders.forEach(SlowPeersTest::drip);
        for (Socket taker : takers) {
          assertThat(taker.getInputStream().read()).isPositive();
        }
        Thread.sleep(1_000);
      }

      for (Socket sender : senders) {
        assertThat(isEnded(sender)).isTrue();
      }
    } finally {
      for (List<Socket> sockets : List.of(senders, takers)) {
        for (Socket socket : sockets) {
          socket.close();
        }
      }
    }
    assertThat(studio.bytes("/lake").statusCode()).isEqualTo(200);
  }

  @Test
  void moreConnectionsThanAllowedWaitUntilOthersEnd() throws Exception {
    List<Socket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < StudioServer.MOST_CONNECTIONS + 20; i++) {
        sockets.add(open("GET / HT"));
      }

      assertThat(studio.bytes("/lake").statusCode()).isEqualTo(200);
    } finally {
      for (Socket socket : sockets) {
        socket.close();
      }
    }
  }

  @Test
  void headsAndBodiesAreBounded() throws Exception {
    try (Socket head = open(head("GET /") + "X: " + "x".repeat(20_000) + "\r\n\r\n");
        Socket body =
            open(head("POST /api/v1/sql") + "Content-Length: 200000\r\n\r\n" + "x".repeat(1_000));
        Socket chunks =
            open(
                head("POST /api/v1/sql")
                    + "Transfer-Encoding: chunked\r\n\r\n"
                    + ("2710\r\n" + "x".repeat(10_000) + "\r\n").repeat(12)
                    + "0\r\n\r\n")) {
      assertThat(status(head)).isEqualTo(431);
      assertThat(status(body)).isEqualTo(400);
      assertThat(status(chunks)).isEqualTo(400);
    }
  }

  private static String head(String request) {
    return request
        + " HTTP/1.1\r\nHost: 127.0.0.1:"
        + studio.server.port()
        + "\r\nPartita-Token: "
        + StudioClient.TOKEN
        + "\r\n";
  }

  private static Socket open(String first) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4_096);
    socket.connect(new InetSocketAddress("127.0.0.1", studio.server.port()));
    socket.setSoTimeout(60_000);
    socket.getOutputStream().write(first.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  private static void drip(Socket socket) {
    try {
      socket.getOutputStream().write('x');
    } catch (IOException e) {
      // It has ended already.
    }
  }

  private static boolean isEnded(Socket socket) throws IOException {
    try (InputStream in = socket.getInputStream()) {
      return in.read() < 0;
    } catch (SocketTimeoutException e) {
      return false;
    } catch (IOException reset) {
      return true;
    }
  }

  private static int status(Socket socket) throws IOException {
    byte[] line = socket.getInputStream().readNBytes("HTTP/1.1 200".length());
    return Integer.parseInt(new String(line, StandardCharsets.US_ASCII).substring(9));
  }
}
