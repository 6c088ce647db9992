package io.partita.studio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.MalformedInputException;
import io.partita.Sha256;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The shelf: music that models made here and the user keeps, with the command lines that make it
 * again. Only what was made lately can be kept, so no page brings music of its own.
 */
final class Takes {
  private static final int MOST = 100;
  private static final int LONGEST_TITLE = 200;
  private static final int MOST_BYTES = 24 << 20;
  private static final int MOST_RECENT = 100;
  private static final int MOST_RECENT_BYTES = 16 << 20;
  private static final String INPUTS = "inputs";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final KeptFile file;

  /** What was made lately, by id, the oldest first; also what was taken from the shelf. */
  private final Map<String, JsonNode> recent = new LinkedHashMap<>();

  private long recentBytes;

  Takes(KeptFile.Home home) {
    this.file = new KeptFile(home, "takes", MOST_BYTES);
  }

  /**
   * Remembers what a model made, and adds {@code take}, the id by which it can be kept.
   *
   * @param made with {@code midi} and {@code seconds}, as {@link Models#generate} returns it
   * @param commands that make it again, a line each
   * @param inputs the files that the commands read
   */
  void made(Map<String, Object> made, String commands, List<MidiFile> inputs) {
    ObjectNode take = JSON.createObjectNode().put("commands", commands);
    take.put("seconds", (double) made.get("seconds")).put("midi", (String) made.get("midi"));
    if (!inputs.isEmpty()) {
      ArrayNode files = take.putArray(INPUTS);
      inputs.forEach(file -> files.addObject().put("name", file.name()).put("midi", file.base64()));
    }
    String id = Sha256.of(take.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 16);
    remember(id, take);
    made.put("take", id);
  }

  private synchronized void remember(String id, JsonNode take) {
    forget(id);
    recent.put(id, take);
    recentBytes += bytes(take);
    while (recent.size() > MOST_RECENT || (recentBytes > MOST_RECENT_BYTES && recent.size() > 1)) {
      forget(recent.keySet().iterator().next());
    }
  }

  private void forget(String id) {
    JsonNode take = recent.remove(id);
    recentBytes -= take == null ? 0 : bytes(take);
  }

  private static long bytes(JsonNode take) {
    long bytes = take.path("midi").asText().length();
    for (JsonNode input : take.path(INPUTS)) {
      bytes += input.path("midi").asText().length();
    }
    return bytes;
  }

  /** The shelf: {@code {"takes": [{"id": …, "title": …, "commands": …, "seconds": …}, …]}}. */
  ObjectNode list() throws IOException {
    return list(file.read());
  }

  /**
   * Keeps what was made lately.
   *
   * @return as {@link #list()}
   * @throws BadRequest if it is not known, its title may not be kept, or the shelf is full
   */
  ObjectNode keep(String id, String title) {
    if (title.isBlank() || title.length() > LONGEST_TITLE) {
      throw new BadRequest("The title of a take has 1 to " + LONGEST_TITLE + " characters.");
    }
    JsonNode made;
    synchronized (this) {
      made = recent.get(id);
    }
    if (made == null) {
      throw BadRequest.notFound("This was made too long ago: make it again, then keep it.");
    }
    ObjectNode take = JSON.createObjectNode().put("title", title);
    take.setAll((ObjectNode) made);
    return list(
        file.change(
            takes -> {
              takes.put(id, take);
              if (takes.size() > MOST) {
                throw new BadRequest("At most " + MOST + " takes are kept: delete one first.");
              }
            }));
  }

  /**
   * Takes one from the shelf; until many others were made it can be kept again.
   *
   * @return as {@link #list()}
   * @throws BadRequest if it is not there
   */
  ObjectNode delete(String id) {
    return list(
        file.change(
            takes -> {
              if (!(takes.remove(id) instanceof ObjectNode take)) {
                throw notKept(id);
              }
              take.remove("title");
              remember(id, take);
            }));
  }

  /** The MIDI file of a take on the shelf. */
  byte[] midi(String id) throws IOException {
    JsonNode take = file.read().get(id);
    if (take == null) {
      throw notKept(id);
    }
    return decoded(take.path("midi"));
  }

  private static BadRequest notKept(String id) {
    return BadRequest.notFound("No take is kept as " + id + ".");
  }

  /** Base64 of a file that somebody may have edited. */
  private static byte[] decoded(JsonNode base64) {
    try {
      return Base64.getDecoder().decode(base64.asText());
    } catch (IllegalArgumentException e) {
      throw BadRequest.unavailable("The kept takes are damaged: one has no MIDI file.");
    }
  }

  private static ObjectNode list(Map<String, JsonNode> takes) {
    ObjectNode list = JSON.createObjectNode();
    ArrayNode array = list.putArray("takes");
    takes.forEach(
        (id, take) -> {
          ObjectNode one = array.addObject().put("id", id);
          for (String field : List.of("title", "commands", "seconds")) {
            one.set(field, take.path(field));
          }
        });
    return list;
  }

  /**
   * The shelf as a ZIP: a folder for each take, with its MIDI file, the same as WAV and what its
   * commands read, and {@code commands.txt} with the commands that make it again.
   *
   * @throws BadRequest where the shelf is empty
   */
  HttpAnswer zip() throws IOException {
    Map<String, JsonNode> takes = file.read();
    if (takes.isEmpty()) {
      throw BadRequest.notFound("No take is kept.");
    }
    return HttpAnswer.stream("application/zip", parts -> write(takes, parts))
        .with("Content-Disposition", "attachment; filename=takes.zip");
  }

  private static void write(Map<String, JsonNode> takes, QueryProcess.Parts parts)
      throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(parts.stream()))) {
      StringBuilder lines = new StringBuilder();
      int number = 0;
      for (JsonNode take : takes.values()) {
        number++;
        String title = FileName.of(take.path("title").asText(), "take");
        String name = String.format(Locale.ROOT, "%02d %s", number, title);
        byte[] midi = decoded(take.path("midi"));
        put(zip, name + "/" + name + ".mid", midi);
        try {
          put(zip, name + "/" + name + ".wav", Sounds.made(midi));
        } catch (MalformedInputException e) {
          throw BadRequest.unavailable("Take " + name + " is damaged: " + e.getMessage());
        }
        for (JsonNode input : take.path(INPUTS)) {
          String given = FileName.of(input.path("name").asText(), "input.mid");
          put(zip, name + "/" + given, decoded(input.path("midi")));
        }
        lines.append("# In folder ").append(name).append('\n');
        lines.append(take.path("commands").asText()).append("\n\n");
      }
      put(zip, "commands.txt", lines.toString().getBytes(StandardCharsets.UTF_8));
    }
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
