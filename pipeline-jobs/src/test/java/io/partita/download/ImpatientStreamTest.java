package io.partita.download;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Bytes that come, and bytes that do not. */
class ImpatientStreamTest {
  @Test
  void whatComesIsReadAndSilenceIsAFailure() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket sender = server.accept();
        ImpatientStream in = new ImpatientStream(client.getInputStream(), Duration.ofSeconds(1))) {
      sender.getOutputStream().write(new byte[] {7, -1});

      assertThat(in.read()).isEqualTo(7);
      assertThat(in.read()).isEqualTo(255);
      assertThatThrownBy(in::read).isInstanceOf(IOException.class).hasMessageContaining("1 s");
    }
  }

  @Test
  void theEndIsNoSilence() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket client = new Socket(server.getInetAddress(), server.getLocalPort());
        Socket sender = server.accept();
        ImpatientStream in = new ImpatientStream(client.getInputStream(), Duration.ofMinutes(1))) {
      sender.getOutputStream().write(9);
      sender.shutdownOutput();

      assertThat(in.readAllBytes()).containsExactly(9);
      assertThat(in.read()).isEqualTo(-1);
    }
  }
}
