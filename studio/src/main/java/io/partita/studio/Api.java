package io.partita.studio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.MalformedInputException;
import io.partita.drum.DrumClass;
import io.partita.drum.DrumMap;
import io.partita.score.GeneralMidi;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What is below {@code /api/v1}, as {@code openapi.json} describes it. An item's id is a data set's
 * name, a tilde and 32 hexadecimal digits, and is looked up in a table: it never is a path.
 */
final class Api {
  private static final Pattern ID = Pattern.compile("([A-Za-z0-9][A-Za-z0-9_.-]*)~([0-9a-f]{32})");

  /** What all rows of a query are saved as, with its type. */
  private static final Map<String, String> FILES =
      Map.of("csv", "text/csv; charset=utf-8", "parquet", "application/vnd.apache.parquet");

  private static final int MOST_PICTURES = 100;
  private static final int MOST_PEAKS = 8_192;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final LakeQueries lake;
  private final Models models;
  private final Runs runs;
  private final Sounds sounds = new Sounds();
  private final Queries queries;
  private final KeptQueries kept;
  private final Takes takes;
  private final TypedItems typedItems;

  Api(LakeQueries lake, Models models, Runs runs, Queries queries, KeptFile.Home home) {
    this.lake = lake;
    this.models = models;
    this.runs = runs;
    this.queries = queries;
    this.kept = new KeptQueries(home);
    this.takes = new Takes(home);
    this.typedItems = new TypedItems(queries);
  }

  /**
   * A request.
   *
   * @param path its parts after {@code /api/v1}, decoded
   * @param parameters of the address
   * @param body of a POST, else empty
   */
  record Call(String method, List<String> path, Map<String, String> parameters, String body) {
    String parameter(String name, String otherwise) {
      return parameters.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
      return Math.toIntExact(number(name, otherwise, Integer.MAX_VALUE));
    }

    private long number(String name, long otherwise, long most) {
      String text = parameters.get(name);
      if (text == null) {
        return otherwise;
      }
      try {
        long number = Long.parseLong(text);
        if (Math.abs(number) <= most) {
          return number;
        }
        throw new NumberFormatException(text);
      } catch (NumberFormatException e) {
        throw new BadRequest(name + " must be a whole number, not " + text + ".");
      }
    }

    double seconds(String name, double otherwise) {
      String text = parameters.get(name);
      if (text == null) {
        return otherwise;
      }
      try {
        return Double.parseDouble(text);
      } catch (NumberFormatException e) {
        throw new BadRequest(name + " must be seconds, not " + text + ".");
      }
    }
  }

  /** An item that is there, its data set and what names it there. */
  private record Item(String id, String dataset, String key, Map<String, Object> row) {
    boolean is(String kind) {
      return Items.kept(row.get("kind")).equals(kind);
    }
  }

  /**
   * Answers.
   *
   * @throws BadRequest where there is no answer
   */
  HttpAnswer answer(Call call) throws SQLException, IOException, MalformedInputException {
    List<String> path = call.path();
    String first = path.isEmpty() ? "" : path.get(0);
    if (path.equals(List.of("sql"))) {
      return HttpAnswer.bytes("application/json", queries.rows(sql(call)));
    }
    if (path.size() == 2 && first.equals("sql") && FILES.containsKey(path.get(1))) {
      String text = sql(call);
      return HttpAnswer.stream(
          FILES.get(path.get(1)), parts -> queries.all(path.get(1), text, parts));
    }
    if (first.equals("queries") && path.size() <= 2) {
      return kept(call, path.size() == 2 ? path.get(1) : null);
    }
    if (first.equals("takes") && path.size() <= 3) {
      return takes(call, path.subList(1, path.size()));
    }
    if (first.equals("models") && path.size() == 3) {
      return made(call, path.get(1), path.get(2));
    }
    if (!call.method().equals("GET")) {
      throw new BadRequest(
          "Only sql, queries, takes and what models make take a " + call.method() + ".");
    }
    if (first.equals("models") && path.size() <= 2) {
      return HttpAnswer.json(path.size() == 1 ? models.list() : models.model(path.get(1)));
    }
    if (first.equals("runs") && path.size() == 1) {
      return HttpAnswer.json(Map.of("runs", runs.list()));
    }
    if (first.equals("runs") && path.size() == 3 && path.get(2).equals("metrics")) {
      return HttpAnswer.json(runs.metrics(path.get(1), call.number("since", 0, Long.MAX_VALUE)));
    }
    if (first.equals("lake") && path.size() == 1) {
      return HttpAnswer.json(lake.query(this::summary));
    }
    if (first.equals("quality") && path.size() == 1) {
      return HttpAnswer.json(
          lake.query((snapshot, connection) -> new Overview(snapshot, connection).quality()));
    }
    if (first.equals("rejected") && path.size() == 1) {
      String fault = call.parameter("fault", "");
      return HttpAnswer.json(
          lake.query((snapshot, connection) -> new Overview(snapshot, connection).rejected(fault)));
    }
    if (path.equals(List.of("rejected", "files"))) {
      String fault = call.parameter("fault", "");
      RejectedFiles files =
          lake.query((snapshot, connection) -> new RejectedFiles(snapshot, connection, fault));
      return HttpAnswer.stream("application/zip", files::write);
    }
    if (first.equals("openapi.json") && path.size() == 1) {
      return description();
    }
    if (first.equals("datasets") && path.size() >= 2) {
      return dataset(call, path.get(1), path.size() == 2 ? "" : path.get(2));
    }
    if (first.equals("items") && path.size() >= 2) {
      return item(call, path.get(1), path.size() == 2 ? "" : path.get(2));
    }
    throw BadRequest.notFound("There is no " + String.join("/", path) + " in the API.");
  }

  private HttpAnswer description() throws IOException {
    try (InputStream in = Api.class.getResourceAsStream("openapi.json")) {
      return HttpAnswer.bytes("application/json", in.readAllBytes());
    }
  }

  private Map<String, Object> summary(Snapshot snapshot, Connection connection)
      throws SQLException {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("name", String.valueOf(lake.root().getFileName()));
    summary.put("folder", lake.root().toString());
    summary.put("version", Integer.toHexString(snapshot.files().versions().hashCode()));
    List<Map<String, Object>> datasets = new ArrayList<>();
    for (String dataset : snapshot.files().runs().keySet()) {
      datasets.add(summary(snapshot, connection, dataset));
    }
    summary.put("datasets", datasets);
    summary.put(
        "programs",
        IntStream.range(0, 128).mapToObj(program -> GeneralMidi.program(program).get()).toList());
    summary.put(
        "drums",
        Map.of(
            "names",
            IntStream.range(0, DrumClass.COUNT)
                .mapToObj(number -> DrumClass.of(number).title())
                .toList(),
            "of_pitch",
            IntStream.range(0, 128)
                .mapToObj(pitch -> DrumMap.GM.classOf(pitch).map(DrumClass::number).orElse(-1))
                .toList()));
    summary.put("tables", new TreeMap<>(snapshot.columns()));
    return summary;
  }

  private static Map<String, Object> summary(
      Snapshot snapshot, Connection connection, String dataset) throws SQLException {
    Map<String, Object> summary = new LinkedHashMap<>();
    summary.put("dataset", dataset);
    summary.put("run", snapshot.files().runs().get(dataset));
    summary.put(
        "tables",
        snapshot.files().tables().entrySet().stream()
            .filter(table -> table.getValue().containsKey(dataset))
            .map(Map.Entry::getKey)
            .toList());
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT kind, count(*) AS items, sum(duration) AS seconds, sum(notes)::BIGINT AS notes,"
                + " count(*) FILTER (status = 'rejected') AS rejected"
                + " FROM studio.items WHERE dataset = ? GROUP BY kind ORDER BY items DESC")) {
      sql.setString(1, dataset);
      summary.put("kinds", Lists.rows(sql.executeQuery()));
    }
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT id, title, artist, kind FROM studio.items WHERE dataset = ?"
                + " AND status <> 'rejected' AND kind <> 'song' ORDER BY hash(id) LIMIT 4")) {
      sql.setString(1, dataset);
      summary.put("examples", Lists.rows(sql.executeQuery()));
    }
    return summary;
  }

  private HttpAnswer dataset(Call call, String dataset, String what)
      throws SQLException, IOException, MalformedInputException {
    ItemFilter selection =
        what.equals("items") || what.equals("facets") ? selection(call, dataset) : null;
    return lake.query(
        (snapshot, connection) -> {
          if (!snapshot.files().runs().containsKey(dataset)) {
            throw BadRequest.notFound("There is no data set " + dataset + " in the lake.");
          }
          return switch (what) {
            case "" -> HttpAnswer.json(summary(snapshot, connection, dataset));
            case "items" ->
                HttpAnswer.json(
                    Lists.page(
                        connection,
                        selection,
                        call.parameter("sort", "title"),
                        call.number("cursor", 0),
                        call.number("limit", 100)));
            case "facets" -> HttpAnswer.json(Map.of("facets", Lists.facets(connection, selection)));
            case "pictures" ->
                HttpAnswer.json(pictures(snapshot, connection, dataset, call.parameter("ids", "")));
            default -> throw BadRequest.notFound("A data set has no " + what + ".");
          };
        });
  }

  /** Made outside of the lists' own queries, which wait for no query that somebody typed. */
  private ItemFilter selection(Call call, String dataset) throws SQLException, IOException {
    ItemFilter selection =
        ItemFilter.of(dataset, call.parameter("q", null), call.parameter("filter", null));
    String rows = call.parameter("sql", "");
    return rows.isEmpty()
        ? selection
        : selection.among(typedItems.ids(lake.version(), dataset, rows));
  }

  /** By id, as base64: what lists draw beside a title. */
  private static Map<String, String> pictures(
      Snapshot snapshot, Connection connection, String dataset, String ids) throws SQLException {
    List<Item> items = new ArrayList<>();
    List<String> names = Arrays.stream(ids.split(",", -1)).filter(id -> !id.isEmpty()).toList();
    if (names.size() > MOST_PICTURES) {
      throw new BadRequest("At most " + MOST_PICTURES + " pictures at once.");
    }
    for (String id : names) {
      Item item = find(connection, id);
      if (item.dataset().equals(dataset)) {
        items.add(item);
      }
    }
    Map<String, String> pictures = new LinkedHashMap<>();
    List<Item> midi = items.stream().filter(item -> item.is(Items.MIDI)).toList();
    if (!midi.isEmpty() && snapshot.has("notes")) {
      NoteBytes.pictures(connection, dataset, midi.stream().map(Item::key).toList())
          .forEach((key, bytes) -> pictures.put(dataset + "~" + key, base64(bytes)));
    }
    Map<String, String> tracks = new LinkedHashMap<>();
    for (Item item : items) {
      if (item.is(Items.AUDIO)) {
        tracks.put((String) audio(connection, item).get("track_id"), item.id());
      }
    }
    if (!tracks.isEmpty() && snapshot.has("mel")) {
      MelImage.curves(connection, dataset, List.copyOf(tracks.keySet()))
          .forEach((track, bytes) -> pictures.put(tracks.get(track), base64(bytes)));
    }
    return pictures;
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  private HttpAnswer item(Call call, String id, String what)
      throws SQLException, IOException, MalformedInputException {
    if (what.equals("audio") || what.equals("peaks")) {
      return sound(call, id, what);
    }
    if (what.equals("musicxml")) {
      return HttpAnswer.json(lake.query((files, sql) -> written(files, find(sql, id), sql)).read());
    }
    return lake.query(
        (snapshot, connection) -> {
          Item item = find(connection, id);
          return switch (what) {
            case "" -> HttpAnswer.json(details(snapshot, connection, item));
            case "notes" -> {
              require(snapshot, item, Items.MIDI, "notes");
              yield HttpAnswer.bytes(
                  "application/octet-stream",
                  NoteBytes.of(
                      connection,
                      item.dataset(),
                      item.key(),
                      call.seconds("from", 0),
                      call.seconds("to", Double.MAX_VALUE)));
            }
            case "midi" -> HttpAnswer.bytes("audio/midi", midi(snapshot, connection, item));
            case "timeline" -> HttpAnswer.json(Timeline.of(midi(snapshot, connection, item)));
            case "tokens" -> {
              require(snapshot, item, Items.MIDI, "tokens");
              yield HttpAnswer.json(
                  TokenView.of(
                      connection, item.dataset(), item.key(), call.parameter("scheme", null)));
            }
            case "similar" -> {
              if (!NearestPieces.areOf(item.row())) {
                throw BadRequest.notFound("Songs and rejected files have no similar pieces.");
              }
              yield HttpAnswer.json(NearestPieces.of(snapshot, connection, item.row()));
            }
            case "mel.png" -> {
              require(snapshot, item, Items.AUDIO, "mel");
              int level = Math.max(0, Math.min(MelImage.HIGHEST_LEVEL, call.number("level", 0)));
              String track = (String) audio(connection, item).get("track_id");
              yield HttpAnswer.bytes(
                  "image/png", MelImage.png(connection, item.dataset(), track, level));
            }
            default -> throw BadRequest.notFound("An item has no " + what + ".");
          };
        });
  }

  /** Found in a query, and read outside of it, as that may take seconds. */
  private static WrittenScore written(Snapshot snapshot, Item item, Connection connection)
      throws SQLException, IOException {
    if (!WrittenScore.isOf(snapshot, item.row())) {
      throw BadRequest.notFound("This item was made from no MusicXML.");
    }
    return WrittenScore.of(snapshot, connection, item.dataset(), item.key());
  }

  /** Sounds are made outside of a query, as that may take seconds. */
  private HttpAnswer sound(Call call, String id, String what)
      throws SQLException, IOException, MalformedInputException {
    Map<String, Object> found =
        lake.query(
            (snapshot, connection) -> {
              Item item = find(connection, id);
              Map<String, Object> row = new LinkedHashMap<>();
              if (item.is(Items.AUDIO)) {
                row.putAll(audio(connection, item));
                row.put("report", snapshot.files().report(item.dataset(), "audio_tracks"));
              } else {
                row.put("midi", midi(snapshot, connection, item));
              }
              return row;
            });
    byte[] bytes =
        found.get("midi") instanceof byte[] midi
            ? sounds.get(id, () -> Sounds.wav(midi))
            : sounds.get(
                (String) found.get("sha256"),
                () ->
                    Sounds.original(
                        new SourceFiles((String) found.get("report")),
                        (String) found.get("source"),
                        (String) found.get("path"),
                        (String) found.get("sha256")));
    if (what.equals("audio")) {
      return HttpAnswer.bytes(type((String) found.getOrDefault("container", "wav")), bytes);
    }
    if (!found.containsKey("duration_s")) {
      throw BadRequest.notFound("Only audio files have peaks.");
    }
    int count = Math.max(1, Math.min(MOST_PEAKS, call.number("count", 1024)));
    double duration = ((Number) found.get("duration_s")).doubleValue();
    return HttpAnswer.json(
        Map.of("duration", duration, "peaks", Sounds.peaks(bytes, duration, count)));
  }

  private static String type(String container) {
    return switch (container) {
      case "mp3" -> "audio/mpeg";
      case "flac" -> "audio/flac";
      case "ogg" -> "audio/ogg";
      case "wav" -> "audio/wav";
      case "mp4", "aac" -> "audio/mp4";
      default -> "application/octet-stream";
    };
  }

  private static Map<String, Object> details(Snapshot snapshot, Connection connection, Item item)
      throws SQLException {
    Map<String, Object> details = new LinkedHashMap<>(item.row());
    String table =
        item.is(Items.MIDI) ? "midi_files" : item.is(Items.AUDIO) ? "audio_tracks" : "msd_tracks";
    String key =
        switch (table) {
          case "midi_files" -> "midi_md5";
          case "audio_tracks" -> "md5(source || '/' || path)";
          default -> "md5(track_id)";
        };
    Map<String, Object> columns =
        TypedRows.first(
            connection,
            "SELECT * FROM " + table + " WHERE dataset = ? AND " + key + " = ?",
            item.dataset(),
            item.key());
    details.put("table", table);
    details.put("columns", columns);
    details.put("file", FileName.of((String) item.row().get("title"), item.key()));
    List<String> has = new ArrayList<>();
    if (item.is(Items.MIDI)) {
      addIf(has, snapshot.has("notes", item.dataset()), "notes");
      addIf(has, snapshot.has("midi_bytes", item.dataset()), "midi");
      addIf(has, snapshot.has("tokens", item.dataset()), "tokens");
      addIf(has, WrittenScore.isOf(snapshot, item.row()), "musicxml");
    } else if (item.is(Items.AUDIO)) {
      has.add("audio");
      addIf(has, snapshot.has("mel", item.dataset()), "mel");
      details.put("files", Lists.files(connection, (String) item.row().get("id")));
    }
    addIf(has, NearestPieces.areOf(item.row()), "similar");
    details.put("has", has);
    if (!item.is(Items.SONG) && snapshot.has("quarantine", item.dataset())) {
      String kind = (String) item.row().get("kind");
      details.put("faults", Faults.of(snapshot, connection, item.dataset(), kind, item.key()));
    }
    if (item.row().get("alike") != null) {
      details.put("near_duplicates", NearDuplicates.of(snapshot, connection, item.row()));
    }
    return details;
  }

  private static void addIf(List<String> has, boolean isThere, String name) {
    if (isThere) {
      has.add(name);
    }
  }

  private static byte[] midi(Snapshot snapshot, Connection connection, Item item)
      throws SQLException {
    require(snapshot, item, Items.MIDI, "midi_bytes");
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT bytes FROM midi_bytes WHERE dataset = ? AND midi_md5 = ?")) {
      sql.setString(1, item.dataset());
      sql.setString(2, item.key());
      try (ResultSet row = sql.executeQuery()) {
        if (row.next()) {
          return row.getBytes(1);
        }
      }
    }
    throw BadRequest.notFound("The lake keeps no bytes of this file, as it was rejected.");
  }

  private static Map<String, Object> audio(Connection connection, Item item) throws SQLException {
    try (PreparedStatement sql =
        connection.prepareStatement(
            "SELECT track_id, source, path, sha256, container, duration_s FROM audio_tracks"
                + " WHERE dataset = ? AND md5(source || '/' || path) = ?")) {
      sql.setString(1, item.dataset());
      sql.setString(2, item.key());
      return Lists.rows(sql.executeQuery()).get(0);
    }
  }

  private static void require(Snapshot snapshot, Item item, String kind, String table) {
    if (!item.is(kind)) {
      throw BadRequest.notFound("This item is no " + kind + " file.");
    }
    if (!snapshot.has(table, item.dataset())) {
      throw BadRequest.notFound("Data set " + item.dataset() + " has no table " + table + ".");
    }
  }

  private static Item find(Connection connection, String id) throws SQLException {
    Matcher parts = ID.matcher(id);
    if (!parts.matches()) {
      throw BadRequest.notFound("There is no such item in the lake.");
    }
    return new Item(id, parts.group(1), parts.group(2), Lists.item(connection, id));
  }

  private HttpAnswer made(Call call, String model, String what)
      throws SQLException, IOException, MalformedInputException {
    if (!List.of("edit", "generate", "interpolate", "between", "sample", "warm").contains(what)) {
      throw BadRequest.notFound("A model has no " + what + ".");
    }
    if (!call.method().equals("POST")) {
      throw new BadRequest("Send a POST with an object of options, as {\"seed\": 1}.");
    }
    String body = call.body();
    if (what.equals("interpolate")) {
      return way(models.interpolate(model, body), List.of());
    }
    if (what.equals("between")) {
      JsonNode ends = body(call);
      MidiFile from = midiFile(ends.path("from"));
      MidiFile to = midiFile(ends.path("to")).beside(from);
      return way(models.between(model, from, to, body), Stream.of(from, to).distinct().toList());
    }
    if (what.equals("warm")) {
      return HttpAnswer.json(models.warm(model, midiFile(body(call))));
    }
    List<MidiFile> input = what.equals("edit") ? List.of(midiFile(body(call))) : List.of();
    Map<String, Object> made =
        switch (what) {
          case "edit" -> models.edit(model, input.get(0), body);
          case "generate" -> models.generate(model, body);
          default -> models.sample(model, body);
        };
    if (made.containsKey("midi")) {
      takes.made(made, (String) made.get("command"), input);
    }
    return HttpAnswer.json(made);
  }

  private HttpAnswer way(Models.Way way, List<MidiFile> inputs) {
    String commands = String.join("\n", way.commands());
    way.loops().forEach(loop -> takes.made(loop, commands, inputs));
    return HttpAnswer.json(way);
  }

  /** The file of the item that a request names. */
  private MidiFile midiFile(JsonNode body)
      throws SQLException, IOException, MalformedInputException {
    return lake.query(
        (snapshot, connection) -> {
          Item item = find(connection, body.path("item").asText());
          String name = FileName.of((String) item.row().get("title"), item.key());
          return new MidiFile(name + ".mid", base64(midi(snapshot, connection, item)));
        });
  }

  private HttpAnswer takes(Call call, List<String> path)
      throws IOException, MalformedInputException {
    String what = call.method() + " " + path.size();
    if (what.equals("GET 0")) {
      return HttpAnswer.json(takes.list());
    }
    if (what.equals("POST 0")) {
      JsonNode body = body(call);
      return HttpAnswer.json(takes.keep(body.path("id").asText(), body.path("title").asText()));
    }
    if (what.equals("DELETE 1")) {
      return HttpAnswer.json(takes.delete(path.get(0)));
    }
    if (what.equals("GET 1") && path.get(0).equals("zip")) {
      return takes.zip();
    }
    if (what.equals("GET 2") && path.get(1).equals("midi")) {
      return HttpAnswer.bytes("audio/midi", takes.midi(path.get(0)));
    }
    throw BadRequest.notFound("Takes are listed by GET, kept by POST and deleted by DELETE.");
  }

  private HttpAnswer kept(Call call, String name) throws IOException {
    String method = call.method();
    if (name == null && method.equals("GET")) {
      return HttpAnswer.json(kept.list());
    }
    if (name == null && method.equals("POST")) {
      JsonNode body = body(call);
      return HttpAnswer.json(kept.keep(body.path("name").asText(), body.path("sql").asText()));
    }
    if (name != null && method.equals("DELETE")) {
      return HttpAnswer.json(kept.delete(name));
    }
    throw new BadRequest("Queries are listed by GET, kept by POST and deleted by DELETE.");
  }

  private static String sql(Call call) {
    if (!call.method().equals("POST")) {
      throw new BadRequest("Send a POST with {\"sql\": \"SELECT …\"}.");
    }
    return body(call).path("sql").asText();
  }

  private static JsonNode body(Call call) {
    try {
      return JSON.readTree(call.body());
    } catch (JsonProcessingException e) {
      throw new BadRequest("The body is no JSON: " + e.getOriginalMessage());
    }
  }
}
