package io.partita.cluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Free ports of the loopback address. */
final class FreePorts {
  /** Below the ports that Linux hands to outgoing connections, which come and go. */
  private static final int FIRST = 20_000;

  private static final int LAST = 32_000;
  private static final int TRIES = 1_000;

  private FreePorts() {}

  /**
   * Chooses ports that nobody listens on now.
   *
   * @param taken ports to keep away from, though nobody may listen on them yet
   */
  static List<Integer> choose(int howMany, Collection<Integer> taken) throws IOException {
    Set<Integer> avoided = new HashSet<>(taken);
    List<Integer> chosen = new ArrayList<>();
    Random random = new Random();
    for (int tries = 0; chosen.size() < howMany; tries++) {
      if (tries == TRIES) {
        throw new IOException("Cannot find " + howMany + " free ports on 127.0.0.1.");
      }
      int port = random.nextInt(FIRST, LAST);
      if (avoided.add(port) && isFree(port)) {
        chosen.add(port);
      }
    }
    return chosen;
  }

  static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
