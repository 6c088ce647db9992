package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.Sha256;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a user keeps of one lake: a JSON object in the folder {@code .partita/studio} of the user's
 * home. Names are keys of that object and never paths.
 */
final class KeptFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Whose files they are.
   *
   * @param lake its folder, absolute
   * @param folder the user's home
   */
  record Home(Path lake, Path folder) {
    /** The home of the user that this program runs as. */
    static Home ofUser(Path lake) {
      return new Home(lake, Path.of(System.getProperty("user.home")));
    }
  }

  private final Home home;
  private final String what;
  private final int mostBytes;
  private final Path file;

  /**
   * @param what is kept, as {@code queries}
   * @param mostBytes of the file
   */
  KeptFile(Home home, String what, int mostBytes) {
    String id = Sha256.of(home.lake().toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    this.home = home;
    this.what = what;
    this.mostBytes = mostBytes;
    this.file = home.folder().resolve(".partita/studio").resolve(id + "-" + what + ".json");
  }

  /** A change that may be refused. */
  @FunctionalInterface
  interface Change {
    void to(Map<String, JsonNode> kept);
  }

  /**
   * Changes what is kept. Another studio of the same user may change the file, too.
   *
   * @return all that is kept then
   * @throws BadRequest if the change is refused or leaves too much, or the file cannot be written
   */
  Map<String, JsonNode> change(Change change) {
    try {
      return written(change);
    } catch (IOException e) {
      throw BadRequest.unavailable("The kept " + what + " cannot be written: " + e + ".");
    }
  }

  private synchronized Map<String, JsonNode> written(Change change) throws IOException {
    Files.createDirectories(file.getParent());
    try (FileChannel lock =
        FileChannel.open(
            file.resolveSibling(file.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE)) {
      lock.lock();
      Map<String, JsonNode> kept = read();
      change.to(kept);
      ObjectNode all = JSON.createObjectNode().put("lake", home.lake().toString());
      all.putObject(what).setAll(kept);
      byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(all);
      if (bytes.length > mostBytes) {
        throw new BadRequest(
            "The kept %s would have more than %d MiB: delete some first."
                .formatted(what, mostBytes >> 20));
      }
      Path whole = Files.createTempFile(file.getParent(), "_" + what, ".tmp");
      try {
        Files.write(whole, bytes);
        Files.move(whole, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(whole);
      }
      return kept;
    }
  }

  /** All by name, in the order of the file. */
  synchronized Map<String, JsonNode> read() throws IOException {
    Map<String, JsonNode> kept = new LinkedHashMap<>();
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return kept;
    }
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > mostBytes) {
      throw damaged();
    }
    try {
      JSON.readTree(file.toFile())
          .path(what)
          .fields()
          .forEachRemaining(one -> kept.put(one.getKey(), one.getValue()));
    } catch (JsonProcessingException e) {
      throw damaged();
    }
    return kept;
  }

  private BadRequest damaged() {
    return BadRequest.unavailable("The kept " + what + " are damaged: remove " + file + ".");
  }
}
