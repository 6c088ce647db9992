package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.InputArchives;
import io.partita.PartitaRun;
import io.partita.RawServer;
import io.partita.UntrainedModel;
import io.partita.kind.note.NoteLstm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Every command over files, members, texts, tables and models full of what acts on a terminal: none
 * of it is printed as it stands.
 */
@Tag("full")
class ForeignTextTest {
  /** Colors, the bell, a line written over, C1, directions, no width, separators, tags. */
  private static final String FOREIGN =
      "x\u001b]0;t\u0007\u001b[31m\b\r\u007f\u0085\u009b2J\u00ad\u061c\u200b\u200f\u2028\u2029"
          + "\u202e\u2066\ufeff\udb40\udc41\u3164y";

  /** The same for names of local files, which a test's locale may limit to ASCII. */
  private static final String NAME = "x\u001b[31m\u0007\b\r\u007fy";

  private static final Pattern RAW =
      Pattern.compile("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}\\p{Cs}\u3164&&[^\n\t]]");

  @TempDir private static Path folder;
  private static Path midi;
  private static Path model;
  private static Path evaluation;
  private static final Map<String, List<PartitaRun>> RUNS = new TreeMap<>();

  @BeforeAll
  static void runEveryCommand() throws Exception {
    midi = Files.createDirectories(folder.resolve("midi"));
    Path song = Files.write(midi.resolve(NAME + ".mid"), song());
    Files.writeString(midi.resolve(NAME + "broken.mid"), "<html>" + FOREIGN);
    writeModel();
    ingest();
    lake(song);
    files(song);
    models(song);
    run("demo", "--out", song);
    run("sample", "--tracks", 1, "--summary-rows", 1, "--out", folder.resolve(NAME));
    run("sql-serve", "--lake", folder.resolve("lake"), "--host", FOREIGN);
    run("cluster", "status", "--dir", folder.resolve(NAME));
    run("cluster", FOREIGN);
    run("notebook", "--out", folder.resolve("out"), FOREIGN);
    run("download", FOREIGN);
    byte[] page = ("<html>" + FOREIGN).getBytes(StandardCharsets.UTF_8);
    for (String head :
        List.of(
            "200 OK\nContent-Type: text/html\nContent-Length: " + page.length,
            "404 \u001b[31m\u009b\u0007",
            "302 Found\nLocation: http://127.0.0.1:1/\u001b[31m\u009b")) {
      try (RawServer server = new RawServer(RawServer.of(head, page))) {
        Path data = folder.resolve("data" + NAME);
        run("download", "msd-summary", "--url", server.url("/"), "--out", data);
      }
    }
    for (CommandSpec command : Calls.commands().toList()) {
      withForeignArguments(command);
    }
  }

  /**
   * A command with a foreign text for all that it must be given, or where that is nothing for all
   * that it can be given. Places are files, so that nothing is read, made or started.
   */
  private static void withForeignArguments(CommandSpec command) {
    Path places = folder.resolve("of " + Calls.words(command));
    boolean needsOne = command.args().stream().anyMatch(arg -> arg.required() && Calls.isText(arg));
    run(
        Calls.line(
                command,
                arg -> !needsOne && Calls.isText(arg),
                arg ->
                    Calls.isPlace(arg)
                        ? file(places)
                        : Calls.isText(arg) ? FOREIGN : Calls.plain(arg))
            .toArray());
  }

  /** Another file each time: no two arguments of a command are the same one. */
  private static String file(Path folder) {
    try {
      Files.createDirectories(folder);
      return Files.writeString(Files.createTempFile(folder, NAME, NAME), FOREIGN).toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void ingest() throws IOException {
    Map<String, byte[]> members = new TreeMap<>();
    members.put("TRAAA/" + FOREIGN + ".mid", song());
    members.put("TRAAA/" + FOREIGN + "broken.mid", FOREIGN.getBytes(StandardCharsets.UTF_8));
    Path archive = InputArchives.write(folder.resolve("a" + NAME + ".tar.gz"), members);
    Path zip = InputArchives.write(folder.resolve("a" + NAME + ".zip"), members);
    Path catalog =
        Files.writeString(
            folder.resolve(NAME + ".csv"),
            "midi_filename,split,"
                + q(FOREIGN)
                + "\n"
                + q("TRAAA/" + FOREIGN + ".mid")
                + ",train,"
                + q(FOREIGN));
    Path bad = Files.writeString(folder.resolve(NAME + "bad.csv"), q(FOREIGN) + "," + q(FOREIGN));
    Path lake = folder.resolve("lake");
    run("ingest-lmd", "--input", folder.resolve(NAME), "--lake", lake);
    run(
        "ingest-midi",
        "--input",
        archive,
        "--catalog",
        catalog,
        "--lake",
        lake,
        "--dataset",
        "midi");
    run("ingest-midi", "--input", zip, "--catalog", bad, "--lake", lake, "--dataset", "bad");
    run("ingest-midi", "--input", midi, "--lake", lake, "--dataset", FOREIGN);
    run("ingest-msd", "--input", zip, "--lake", lake, "--dataset", "msd");
    run("ingest-audio", "--input", zip, "--lake", lake, "--dataset", "audio");
    run("ingest-fma", "--input", zip, "--metadata", zip, "--lake", lake, "--dataset", "fma");
  }

  private static void lake(Path song) {
    Path lake = folder.resolve("lake");
    String rejected = "SELECT path, detail, '" + FOREIGN.replace("\r", "") + "' FROM quarantine";
    run("sql", "--lake", lake, rejected);
    run("sql", "--lake", lake, "--json", rejected);
    run("sql", "--lake", lake, "SELECT * FROM `" + FOREIGN + "`");
    run("sql", "--lake", lake, "-f", folder.resolve(NAME));
    run("tables", "--lake", lake);
    run("tables", "--lake", lake.resolve(NAME));
    run("tables", "--lake", lake, FOREIGN);
    run("stats", "--lake", lake, "--dataset", FOREIGN);
    run("check", "--lake", lake, "--dataset", FOREIGN, "--json");
    run("report", "--lake", lake, "--out", folder.resolve("report"));
    run("report", "--lake", lake, "--out", song);
    run("slice-drums", "--lake", lake, "--dataset", "midi", "--bars", 2);
    run("slice-melodies", "--lake", lake, "--dataset", "midi", "--bars", 16);
    run("slice-trios", "--lake", lake, "--dataset", "midi", "--bars", 16);
    run("find-duplicates", "--lake", lake, "--dataset", "midi");
    run("find-pieces", song, "--lake", lake, "--out", folder.resolve("pieces" + NAME));
    run("find-pieces", midi.resolve(NAME + "broken.mid"), "--lake", lake);
    run("split", "--lake", lake, "--dataset", "midi");
    run("split", "--lake", lake, "--dataset", FOREIGN, "--by", FOREIGN);
    run("tokenize", "--lake", lake, "--dataset", "midi", "--tokens", "remi");
    run("tokenize", "--lake", lake, "--dataset", FOREIGN, "--tokens", FOREIGN);
    run("tokenize-schemes", "--scheme", FOREIGN);
    Path out = folder.resolve("exported" + NAME);
    run("export", "--lake", lake, "--dataset", "midi", "--what", "notes", "--out", out);
    run("export", "--lake", lake, "--dataset", "midi", "--what", "notes", "--out", song);
    run("export", "--lake", lake, "--dataset", FOREIGN, "--what", FOREIGN, "--out", out);
  }

  private static void files(Path song) throws IOException {
    run("inspect", song);
    run("inspect", "--json", "--notes", song);
    run("inspect", midi.resolve(NAME + "broken.mid"));
    run("inspect", "--json", midi.resolve(NAME + "broken.mid"));
    run("inspect", folder.resolve(NAME + "none"));
    run("inspect", Files.writeString(folder.resolve(NAME + ".mp3"), "ID3" + FOREIGN));
    run("inspect", Files.writeString(folder.resolve(NAME + ".h5"), "\u0089HDF" + FOREIGN));
    run("inspect", Files.writeString(folder.resolve(NAME + ".ts"), FOREIGN));
    Path tokens = folder.resolve(NAME + ".json");
    Files.writeString(tokens, new ObjectMapper().writeValueAsString(Map.of("scheme", FOREIGN)));
    run("convert", tokens, folder.resolve("again.mid"));
    run("convert", folder.resolve(NAME + ".mp3"), folder.resolve(NAME + ".wav"));
    run("convert", song, folder.resolve(NAME + ".wav"));
    run("convert", midi.resolve(NAME + "broken.mid"), folder.resolve("b.wav"));
    Path npy = Files.writeString(folder.resolve(NAME + ".npy"), "\u0093NUMPY" + FOREIGN);
    run("convert", npy, folder.resolve("v.wav"));
    Path ts = folder.resolve(NAME + ".ts");
    run("convert", npy, folder.resolve("v.wav"), "--model", ts);
    run("encode", npy, "--model", ts, "--out", folder.resolve("z.npz"));
    run("decode", npy, "--model", ts, "--out", folder.resolve("z" + NAME + ".wav"));
    run("decode", npy, "--model", ts, "--noise", 1, "--out", folder.resolve("z" + NAME));
    run("generate", "--like", npy, "--model", ts, "--out", folder.resolve("z.wav"));
    run("engines", "add", NAME);
  }

  private static void models(Path song) throws IOException {
    Path lake = folder.resolve("lake");
    Path out = folder.resolve("out" + NAME);
    run("model-show", model);
    run("model-show", Files.createDirectories(folder.resolve("no" + NAME)));
    run("model-show", "--json", model);
    run("train-lstm", "--lake", lake, "--dataset", FOREIGN, "--model", model);
    run("train-lm", "--lake", lake, "--dataset", FOREIGN, "--model", model);
    run("train-musicvae", "--lake", lake, "--dataset", "midi", "--model", model);
    run("train-cvae", "--lake", lake, "--dataset", "audio", "--model", model);
    run("train-bpe", "--lake", lake, "--dataset", FOREIGN, "--scheme", "remi", "--model", model);
    run("tokenize", "--lake", lake, "--dataset", "midi", "--bpe", model);
    Path splits = Files.writeString(folder.resolve(NAME + "splits.csv"), "a," + FOREIGN);
    run(
        "train-cvae",
        "--lake",
        lake,
        "--dataset",
        "audio",
        "--model",
        model,
        "--split-file",
        splits);
    run("train-rvq", "--lake", lake, "--dataset", "audio", "--model", model);
    Path codes = Files.writeString(folder.resolve(NAME + "codes.npz"), "PK" + FOREIGN);
    run("encode", codes, "--model", model, "--out", folder.resolve("c" + NAME));
    run("decode", codes, "--model", model, "--out", folder.resolve("c" + NAME + ".npy"));
    run("model-analyze", "--model", model, "--lake", lake);
    Path codec = Files.writeString(folder.resolve(NAME + ".ts"), "PK" + FOREIGN);
    run("encode", codes, "--model", codec, "--out", folder.resolve(NAME + ".ecdc"));
    run("decode", codes, "--model", codec, "--out", folder.resolve(NAME + ".wav"));
    run("model-analyze", codes, "--model", codec);
    run("model-evaluate", "--model", model, "--lake", lake);
    run("model-compare", model);
    run("model-compare", model, "--json");
    run("model-compare", model, folder.resolve("no" + NAME));
    run("model-check", "--evaluation", evaluation);
    run("model-check", "--evaluation", song);
    run("model-publish", "--model", model, "--out", folder.resolve("to" + NAME));
    run("model-publish", "--model", model, "--out", out, "--evaluation", evaluation);
    run("model-pack", "--model", model, "--out", folder.resolve("packed" + NAME));
    run("model-fit-prior", "--model", model, "--lake", lake);
    run("generate", "--model", model, "--out", out);
    run("reconstruct", song, "--model", model, "--out", out);
    run("interpolate", "--from", song, "--to", song, "--model", model, "--out", out);
    run("interpolate", song, song, "--model", model, "--out", out);
    run("encode", "--model", model, "--lake", lake, "--dataset", "midi");
    run("find-similar", song, "--model", model, "--lake", lake, "--out", out);
  }

  private static void run(Object... args) {
    RUNS.computeIfAbsent(String.valueOf(args[0]), name -> new ArrayList<>())
        .add(PartitaRun.of(args));
  }

  private static String q(String cell) {
    return "\"" + cell + "\"";
  }

  /** A note, and all kinds of text. */
  private static byte[] song() throws IOException {
    byte[] text = FOREIGN.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream track = new ByteArrayOutputStream();
    for (int kind = 1; kind <= 9; kind++) {
      track.write(new byte[] {0, (byte) 0xFF, (byte) kind, (byte) text.length});
      track.write(text);
    }
    track.write(
        new byte[] {0, (byte) 0x90, 60, 64, 96, (byte) 0x80, 60, 64, 0, (byte) 0xFF, 47, 0});
    ByteArrayOutputStream song = new ByteArrayOutputStream();
    song.write("MThd\0\0\0\6\0\0\0\1\0`MTrk\0\0".getBytes(StandardCharsets.ISO_8859_1));
    song.write(new byte[] {(byte) (track.size() >> 8), (byte) track.size()});
    track.writeTo(song);
    return song.toByteArray();
  }

  /** A model whose card, and an evaluation whose every text, is foreign. */
  private static void writeModel() throws IOException {
    ObjectMapper json = new ObjectMapper();
    model = folder.resolve("model" + NAME);
    UntrainedModel.write(NoteLstm.ofVocabulary(12), FOREIGN, Map.of(FOREIGN, FOREIGN), model);
    evaluation = folder.resolve(NAME + "evaluation.json");
    json.writeValue(
        evaluation.toFile(),
        Map.of(
            "model",
            FOREIGN,
            "model_kind",
            "note-lstm",
            "network_sha256",
            FOREIGN,
            "cross_entropy_nats",
            2.0,
            "top1",
            0.5,
            "split",
            FOREIGN,
            "baselines",
            Map.of(FOREIGN, Map.of("cross_entropy_nats", 3.0, "top1", 0.1))));
  }

  @Test
  void nothingThatActsOnATerminalIsPrinted() {
    RUNS.forEach(
        (command, runs) -> {
          for (PartitaRun run : runs) {
            assertThat(RAW.matcher(run.out()).results().map(raw -> raw.group().codePointAt(0)))
                .as("standard output of %s: %s", command, run.out())
                .isEmpty();
            assertThat(RAW.matcher(run.err()).results().map(raw -> raw.group().codePointAt(0)))
                .as("standard error of %s: %s", command, run.err())
                .isEmpty();
          }
        });
  }

  @Test
  void theTextsArePrintedWithTheirNumbers() throws IOException {
    String shown = "x\\u001b]0;t\\u0007\\u001b[31m\\u0008\\u000d\\u007f";

    assertThat(RUNS.get("inspect").get(0).exits(0).out()).contains(shown);
    assertThat(RUNS.get("inspect").stream().anyMatch(run -> run.out().contains("\\u009b2J")))
        .isTrue();
    assertThat(RUNS.get("sql").get(0).exits(0).out()).contains("x\\u001b]0;t");
    assertThat(RUNS.get("check").get(0).err()).contains(shown);
    assertThat(RUNS.get("sql").get(1).out()).contains("\\u202e\\u2066\\ufeff");
    JsonNode rows = RUNS.get("sql").get(1).json().path("rows");
    assertThat(rows)
        .isNotEmpty()
        .allMatch(row -> row.path("path").asText().contains("\u202e\u2066\ufeff"));
    assertThat(RUNS.get("inspect").get(1).json().path("tracks").toString()).contains("\u202e");
  }

  @Test
  void theReportShowsThemToo() throws IOException {
    for (String page : List.of("rejected.html", "tracks.html", "index.html")) {
      String html = Files.readString(folder.resolve("report").resolve(page));
      assertThat(RAW.matcher(html).results()).as(page).isEmpty();
    }
    assertThat(Files.readString(folder.resolve("report/rejected.html"))).contains("\\u202e");
  }

  @Test
  void csvForAProgramIsExact() throws IOException {
    String query = "SELECT '" + FOREIGN + "' AS text";
    PartitaRun run =
        PartitaRun.of("sql", "--lake", folder.resolve("lake"), "--format", "csv", query).exits(0);

    try (CSVParser csv = CSVParser.parse(run.out(), CSVFormat.DEFAULT)) {
      assertThat(csv.getRecords().get(1).get(0)).isEqualTo(FOREIGN);
    }
  }
}
