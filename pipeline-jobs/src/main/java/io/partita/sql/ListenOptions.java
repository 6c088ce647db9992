package io.partita.sql;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import picocli.CommandLine.Option;

/** Where a server listens. */
final class ListenOptions {
  private static final int HIGHEST_PORT = 65_535;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port to listen on (default: ${DEFAULT-VALUE}).")
  int port = 10_000;

  @Option(
      names = "--host",
      paramLabel = "HOST",
      description = "Address to listen on (default: ${DEFAULT-VALUE}).")
  String host = "127.0.0.1";

  /** As 127.0.0.1:10000. */
  String at() {
    return host + ":" + port;
  }

  /**
   * The address, when nobody listens there: the server itself tells of a port that is taken only
   * after many lines.
   *
   * @throws UserException where somebody does, or it is no address of this machine
   */
  InetAddress requireFree() throws IOException {
    if (port < 1 || port > HIGHEST_PORT) {
      throw new UserException(
          Mistake.BAD_OPTION, "--port must be from 1 to " + HIGHEST_PORT + ", not " + port + ".");
    }
    try {
      InetAddress address = InetAddress.getByName(host);
      new ServerSocket(port, 1, address).close();
      return address;
    } catch (UnknownHostException e) {
      throw new UserException(
          Mistake.BAD_OPTION, "--host " + host + " is not an address of this machine.", e);
    } catch (BindException e) {
      throw new UserException(
          Mistake.OCCUPIED,
          "Cannot listen on %s (%s). Choose another --port or --host."
              .formatted(at(), e.getMessage()),
          e);
    }
  }
}
