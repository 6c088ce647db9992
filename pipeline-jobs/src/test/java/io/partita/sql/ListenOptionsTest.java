package io.partita.sql;

import static io.partita.MistakeAssert.assertThatMistake;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.Mistake;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ListenOptionsTest {
  private static ListenOptions of(String... arguments) {
    return CommandLine.populateCommand(new ListenOptions(), arguments);
  }

  @Test
  void aPortIsFreeUnlessSomebodyListens() throws IOException {
    int port;
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = taken.getLocalPort();
      assertThatMistake(of("--port=" + port)::requireFree)
          .is(Mistake.OCCUPIED)
          .names("127.0.0.1:" + port, "--port", "--host");
    }

    assertThat(of("--port=" + port).requireFree().isLoopbackAddress()).isTrue();
    assertThat(of("--port=" + port, "--host=localhost").at()).isEqualTo("localhost:" + port);
  }

  @Test
  void portsHaveARange() {
    assertThatMistake(of("--port=0")::requireFree)
        .is(Mistake.BAD_OPTION)
        .names("--port", "1", "65535", "0");
    assertThatMistake(of("--port=65536")::requireFree)
        .is(Mistake.BAD_OPTION)
        .names("--port", "1", "65535", "65536");
  }
}
