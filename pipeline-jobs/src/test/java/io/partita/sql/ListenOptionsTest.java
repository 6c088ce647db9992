package io.partita.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UserException;
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
      assertThatThrownBy(of("--port=" + port)::requireFree)
          .isInstanceOf(UserException.class)
          .hasMessageStartingWith("Cannot listen on 127.0.0.1:" + port + " (")
          .hasMessageEndingWith("). Choose another --port or --host.");
    }

    assertThat(of("--port=" + port).requireFree().isLoopbackAddress()).isTrue();
    assertThat(of("--port=" + port, "--host=localhost").at()).isEqualTo("localhost:" + port);
  }

  @Test
  void portsHaveARange() {
    assertThatThrownBy(of("--port=0")::requireFree)
        .isInstanceOf(UserException.class)
        .hasMessage("--port must be from 1 to 65535, not 0.");
    assertThatThrownBy(of("--port=65536")::requireFree)
        .isInstanceOf(UserException.class)
        .hasMessage("--port must be from 1 to 65535, not 65536.");
  }
}
