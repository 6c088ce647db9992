package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import java.io.IOException;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The page over some items of each data set, as a folder that is opened without a server. Browsers
 * read nothing but scripts from a disk: each answer of the API is one, {@code partitaAnswer(NUMBER,
 * VALUE)}, and {@code answers.js} says which number a path has. Bytes are base64.
 */
final class ExportedPage {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the page asks of each item that has it. */
  private static final Map<String, String> OF_HAS =
      Map.of("notes", "notes", "midi", "midi", "tokens", "tokens", "mel", "mel.png?level=1");

  /** Files of the front end; those of sounds are answers, as a script cannot read them here. */
  private static final List<String> PAGE =
      List.of("studio.js", "engraver.min.js", "icon.svg", "licences.txt", "sounds-LICENSE.txt");

  /** A font that a style sheet names, which browsers read from no disk, either. */
  private static final Pattern FONT = Pattern.compile("url\\(\"?(?:\\./)?([a-z-]+\\.woff2)\"?\\)");

  /** What a model tells of music that it makes for the page. */
  private static final List<String> MADE = List.of("edit", "options", "samples", "sounds");

  private static final List<String> SOUNDS = List.of("synth.min.js", "jdk.sf2", "sounds.sf3");

  private final LakeQueries lake;
  private final Api api;
  private final Path folder;
  private final Path answers;
  private final Map<String, Integer> numbers = new LinkedHashMap<>();

  private ExportedPage(LakeQueries lake, Api api, Path folder) throws IOException {
    this.lake = lake;
    this.api = api;
    this.folder = folder;
    this.answers = Files.createDirectories(folder.resolve("answers"));
  }

  /**
   * Writes the page.
   *
   * @param folder empty
   * @param most items of each data set, chosen by their ids
   * @throws UserException where the lake is published meanwhile
   */
  static void write(LakeQueries lake, Models models, Path folder, int most)
      throws SQLException, IOException {
    String version = lake.version();
    try (Queries queries = new Queries(lake.root(), Duration.ZERO)) { // an export asks none
      Api api =
          new Api(lake, models, new Runs(lake.root()), queries, KeptFile.Home.ofUser(lake.root()));
      ExportedPage export = new ExportedPage(lake, api, folder);
      export.lake(most);
      export.models();
      export.page();
    }
    if (!version.equals(lake.version())) {
      throw new UserException(
          Mistake.OCCUPIED, "The lake was published again meanwhile: export it once more.");
    }
  }

  private void lake(int most) throws SQLException, IOException {
    ObjectNode summary = (ObjectNode) ask("/lake");
    summary.set("folder", summary.get("name")); // who opens it elsewhere has no such path
    for (JsonNode dataset : summary.path("datasets")) {
      dataset(dataset.path("dataset").asText(), most);
    }
    put("/lake", summary);
    record("/quality");
    record("/rejected");
  }

  private void dataset(String dataset, int most) throws SQLException, IOException {
    String path = "/datasets/" + encoded(dataset);
    List<String> ids = ids(dataset, most);
    ArrayNode items = JSON.createArrayNode();
    ObjectNode pictures = JSON.createObjectNode();
    for (String id : ids) {
      items.add(item(id, ids));
      pictures.setAll((ObjectNode) ask(path + "/pictures?ids=" + id));
    }
    put(path + "/items", JSON.createObjectNode().set("items", items));
    put(path + "/pictures", pictures);
    System.err.println(dataset + ": " + ids.size() + " items");
  }

  /** By title; first of all what sounds, and so the examples of the summary. */
  private List<String> ids(String dataset, int most) throws SQLException, IOException {
    try {
      return lake.query(
          (snapshot, connection) -> {
            try (PreparedStatement sql =
                connection.prepareStatement(
                    "SELECT id FROM (SELECT id, position FROM studio.items WHERE dataset = ?"
                        + " ORDER BY status = 'rejected' OR kind = 'song', hash(id) LIMIT "
                        + most
                        + ") ORDER BY position")) {
              sql.setString(1, dataset);
              return Lists.rows(sql.executeQuery()).stream()
                  .map(row -> (String) row.get("id"))
                  .toList();
            }
          });
    } catch (MalformedInputException e) {
      throw new IllegalStateException("No file is read for a list", e);
    }
  }

  /** Writes all that the page asks of an item among others, and gives its row in lists. */
  private JsonNode item(String id, List<String> exported) throws SQLException, IOException {
    String path = "/items/" + id;
    ObjectNode details = (ObjectNode) ask(path);
    boolean sounds = !details.path("status").asText().equals("rejected");
    for (Iterator<JsonNode> has = details.path("has").elements(); has.hasNext(); ) {
      String what = has.next().asText();
      if (what.equals("musicxml")) {
        JsonNode score = ask(path + "/musicxml");
        if (score.has("error")) {
          has.remove(); // who opens the page elsewhere has no such source
        } else {
          put(path + "/musicxml", score);
        }
      }
      if (sounds && OF_HAS.containsKey(what)) {
        JsonNode answer = record(path + "/" + OF_HAS.get(what));
        for (JsonNode scheme : answer.path("schemes")) {
          record(path + "/tokens?scheme=" + scheme.asText());
        }
      }
      if (sounds && what.equals("midi")) {
        record(path + "/timeline");
      }
      if (what.equals("similar")) {
        ObjectNode similar = (ObjectNode) ask(path + "/similar");
        ArrayNode here = JSON.createArrayNode();
        for (JsonNode other : similar.path("items")) {
          if (exported.contains(other.path("id").asText())) {
            here.add(other);
          }
        }
        put(path + "/similar", similar.set("items", here));
      }
      if (what.equals("audio")) {
        record(path + "/audio");
        record(path + "/peaks?count=2048");
        for (JsonNode file : details.path("files")) {
          if (!file.path("id").asText().equals(id)) {
            record("/items/" + file.path("id").asText() + "/audio");
          }
        }
      }
    }
    put(path, details);
    return details.remove(List.of("columns", "table", "has", "files", "faults", "near_duplicates"));
  }

  private void models() throws SQLException, IOException {
    ObjectNode list = (ObjectNode) ask("/models");
    for (JsonNode model : list.path("models")) {
      ((ObjectNode) model).put("generates", false).remove(MADE); // that takes a server
      String path = "/models/" + encoded(model.path("name").asText());
      ObjectNode card = (ObjectNode) ask(path);
      card.remove(MADE);
      put(path, card);
    }
    put("/models", list);
  }

  private void page() throws IOException {
    for (String name : PAGE) {
      Files.write(folder.resolve(name), StudioServer.resource(name));
    }
    for (String name : SOUNDS) {
      put("/" + name, base64(ByteBuffer.wrap(StudioServer.resource(name))));
    }
    String styles = new String(StudioServer.resource("studio.css"), StandardCharsets.UTF_8);
    StringBuilder within = new StringBuilder();
    Matcher fonts = FONT.matcher(styles);
    while (fonts.find()) {
      String font = Base64.getEncoder().encodeToString(StudioServer.resource(fonts.group(1)));
      fonts.appendReplacement(within, "url(data:font/woff2;base64," + font + ")");
    }
    Files.writeString(folder.resolve("studio.css"), fonts.appendTail(within));
    Files.writeString(
        folder.resolve("answers.js"),
        "window.partitaAnswers = " + JSON.writeValueAsString(numbers) + ";\n");
    String page = new String(StudioServer.resource("index.html"), StandardCharsets.UTF_8);
    Files.writeString(
        folder.resolve("index.html"),
        page.replace("<base href=\"/\" />", "<script src=\"answers.js\"></script>"));
  }

  /** Keeps the answer to a path, also one that says that it is missing. */
  private JsonNode record(String path) throws SQLException, IOException {
    JsonNode answer = ask(path);
    put(path, answer);
    return answer;
  }

  private void put(String path, JsonNode answer) throws IOException {
    int number = numbers.size();
    numbers.put(path, number);
    Files.writeString(
        answers.resolve(number + ".js"),
        "partitaAnswer(" + number + ", " + JSON.writeValueAsString(answer) + ");\n");
  }

  /** As the server answers: an object, bytes as {@code {"base64": …}}, or {@code {"error": …}}. */
  private JsonNode ask(String address) throws SQLException, IOException {
    int query = address.indexOf('?');
    Map<String, String> parameters = new LinkedHashMap<>();
    if (query >= 0) {
      String[] parameter = address.substring(query + 1).split("=", 2);
      parameters.put(parameter[0], parameter[1]);
    }
    String path = query < 0 ? address : address.substring(0, query);
    List<String> parts =
        Arrays.stream(path.substring(1).split("/", -1))
            .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
            .toList();
    try {
      HttpAnswer answer = api.answer(new Api.Call("GET", parts, parameters, ""));
      return answer.type().equals("application/json")
          ? JSON.readTree(StandardCharsets.UTF_8.decode(answer.body()).toString())
          : base64(answer.body());
    } catch (BadRequest e) {
      return error(e.status(), e.getMessage());
    } catch (MalformedInputException e) {
      return error(422, e.getMessage());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer is no JSON", e);
    }
  }

  private static String encoded(String name) {
    return URLEncoder.encode(name, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static JsonNode base64(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(copy);
    return JSON.createObjectNode().put("base64", Base64.getEncoder().encodeToString(copy));
  }

  private static JsonNode error(int status, String words) {
    return JSON.createObjectNode().put("error", words).put("status", status);
  }
}
