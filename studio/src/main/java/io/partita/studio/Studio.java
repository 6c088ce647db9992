package io.partita.studio;

import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.math.BigInteger;
import java.net.BindException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;

/**
 * Serves one lake, and models, until it is ended. What {@code partita studio} starts, after it has
 * checked its options: {@code Studio LAKE PORT [open]}, with the models as a line of standard
 * input. {@code Studio LAKE export FOLDER ITEMS} writes the page into a folder instead.
 */
public final class Studio {
  private static final int MISTAKE = 2;
  private static final int FAILURE = 1;
  private static final int TOKEN_BITS = 160;

  private Studio() {}

  public static void main(String[] arguments) {
    System.setProperty("java.awt.headless", "true");
    try {
      Path lake = Path.of(arguments[0]);
      if (arguments[1].equals("export")) {
        export(lake, Path.of(arguments[2]), Integer.parseInt(arguments[3]));
      } else {
        serve(lake, Integer.parseInt(arguments[1]), arguments.length > 2);
      }
    } catch (UserException e) {
      System.err.println(e.getMessage());
      System.exit(MISTAKE);
    } catch (Exception e) {
      e.printStackTrace(System.err);
      System.exit(FAILURE);
    }
  }

  private static void export(Path lake, Path folder, int items) throws Exception {
    try (Models models = Models.toldBy(System.in)) {
      ExportedPage.write(new LakeQueries(lake), models, folder, items);
    }
  }

  private static void serve(Path folder, int port, boolean open) throws Exception {
    Models models = Models.toldBy(System.in);
    Runtime.getRuntime().addShutdownHook(new Thread(models::close));
    LakeQueries lake = new LakeQueries(folder);
    String token = new BigInteger(TOKEN_BITS, new SecureRandom()).toString(36);
    StudioServer server;
    try {
      KeptFile.Home home = KeptFile.Home.ofUser(lake.root());
      server = StudioServer.start(lake, models, home, port, token, StudioServer.Limits.USUAL);
    } catch (IOException e) {
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new UserException(
            Mistake.OCCUPIED,
            "Port " + port + " is in use: give another one with --port, or 0 for any.",
            e);
      }
      throw e;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server.queries()::close));
    try (server) {
      System.out.println(server.address());
      server.queries().warm();
      if (open) {
        open(server.address());
      }
      server.join();
    }
  }

  /** With what desktops on Linux open addresses with; the address is printed anyway. */
  private static void open(String address) {
    try {
      new ProcessBuilder(List.of("xdg-open", address)).start();
    } catch (IOException e) {
      System.err.println("No browser could be started; open the address above.");
    }
  }
}
