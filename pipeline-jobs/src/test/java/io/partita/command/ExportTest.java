package io.partita.command;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.partita.AudioSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.numpy.Npy;
import io.partita.python.DebianPython;
import io.partita.token.TokenPiece;
import io.partita.token.TokenSchemes;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB and NumPy read of exports against the lake that they come from. */
@Tag("spark")
class ExportTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private static Path folder;

  @BeforeAll
  static void ingest() throws Exception {
    SharedFolders.copy(AudioSample.lake(), folder.resolve("lake"));
    PartitaRun.line(
            "ingest-midi --input {} --lake {} --dataset songs"
                + " --tokens anticipation,remi --split 50/25/25",
            Sample.get().archive(),
            folder.resolve("lake"))
        .exits(0);
  }

  @Test
  void parquetHoldsTheTokensOfEachSplit() throws Exception {
    JsonNode report =
        export("songs", "remi", "--what", "tokens", "--scheme", "remi", "--no-bos-eos").json();

    Path out = folder.resolve("remi");
    assertThat(names(out))
        .containsExactly(
            "README.md",
            "export.json",
            "test-00000-of-00001.parquet",
            "tokenizer.json",
            "train-00000-of-00001.parquet",
            "validation-00000-of-00001.parquet",
            "vocabulary.json");
    for (String split : List.of("train", "validation", "test")) {
      String rows = "SELECT midi_md5, n_tokens, tokens FROM ";
      assertThat(
              DuckDb.texts(rows + "read_parquet('" + out + "/" + split + "-*') ORDER BY midi_md5"))
          .hasSize(report.at("/splits/" + split + "/rows").asInt())
          .isNotEmpty()
          .isEqualTo(
              DuckDb.texts(
                  rows
                      + DuckDb.table(folder.resolve("lake"), "tokens", "songs")
                      + " WHERE scheme = 'remi' AND split = '"
                      + split
                      + "' ORDER BY midi_md5"));
    }
    JsonNode vocabulary = JSON.readTree(out.resolve("vocabulary.json").toFile());
    assertThat(vocabulary.size()).isEqualTo(518);
    assertThat(vocabulary.path("Program_-1").asInt()).isEqualTo(508);
    assertThat(JSON.readTree(out.resolve("tokenizer.json").toFile()))
        .isEqualTo(JSON.readTree(JSON.writeValueAsString(TokenSchemes.REMI.midiTok())));
    ObjectNode manifest = (ObjectNode) JSON.readTree(out.resolve("export.json").toFile());
    assertThat(manifest.remove("layout").asInt()).isEqualTo(1);
    assertThat(manifest.remove("state").asText()).hasSize(64);
    ((ObjectNode) report).remove("out");
    assertThat(manifest).isEqualTo(report);
    assertThat(report.at("/runs/tokens").asText()).isNotEmpty();
  }

  @Test
  void theCardSaysWhatLoadDatasetReads() throws Exception {
    export("songs", "card", "--what", "tokens", "--scheme", "remi", "--licence", "cc-by-4.0")
        .exits(0);

    String card = Files.readString(folder.resolve("card/README.md"));
    assertThat(card)
        .startsWith("---\nlicense: cc-by-4.0\npretty_name: \"songs, tokens\"\n")
        .contains(
            """
            configs:
            - config_name: default
              data_files:
              - split: "train"
                path: "train-*.parquet"
              - split: "validation"
                path: "validation-*.parquet"
              - split: "test"
                path: "test-*.parquet"
            dataset_info:
              features:
              - name: midi_md5
                dtype: string
              - name: n_tokens
                dtype: int32
              - name: tokens
                sequence: int32
              splits:
              - name: "train"
            """)
        .is(naming("`tokens`", "`songs`", "`remi`", 1, "`BOS_None`", 2, "`EOS_None`"))
        .contains("without these marks");
  }

  @InTurn
  @Test
  void numpyMapsTokensOfEachDocument() throws Exception {
    DebianPython.require("numpy");
    export(
            "songs",
            "arrays",
            "--what",
            "tokens",
            "--scheme",
            "remi",
            "--no-bos-eos",
            "--format",
            "npy")
        .exits(0);
    export("songs", "five", "--what", "tokens", "--scheme", "anticipation", "--format", "npy")
        .exits(0);

    assertThat(documents("arrays", "<u2")).isEqualTo(tokens("remi"));
    assertThat(documents("five", "<i4")).isEqualTo(tokens("anticipation"));
  }

  @InTurn
  @Test
  void documentsAreThoseThatALanguageModelLearns() throws Exception {
    DebianPython.require("numpy");
    JsonNode arrays =
        export("songs", "marked", "--what", "tokens", "--scheme", "remi", "--format", "npy").json();
    JsonNode rows = export("songs", "rows", "--what", "tokens", "--scheme", "remi").json();
    JsonNode compound =
        export("songs", "compound", "--what", "tokens", "--scheme", "anticipation").json();

    List<String> expected = tokens("remi").stream().map(ExportTest::piece).toList();
    assertThat(expected)
        .isNotEmpty()
        .allSatisfy(line -> assertThat(line).contains(" 1 4 ").endsWith(" 2"));
    assertThat(documents("marked", "<u2")).isEqualTo(expected);
    assertThat(
            DuckDb.texts(
                "SELECT concat(midi_md5, ' ', list_aggregate(tokens, 'string_agg', ' ')) FROM"
                    + " read_parquet('"
                    + folder.resolve("rows")
                    + "/train-*') WHERE n_tokens = len(tokens) ORDER BY midi_md5"))
        .isEqualTo(expected);
    assertThat(arrays.path("bos_eos").asBoolean()).isTrue();
    assertThat(rows.at("/splits/train/items").asLong())
        .isEqualTo(arrays.at("/splits/train/items").asLong())
        .isEqualTo(expected.stream().mapToLong(line -> line.split(" ").length - 1).sum());
    assertThat(compound.path("bos_eos").isBoolean()).isTrue();
    assertThat(compound.path("bos_eos").asBoolean()).isFalse();
    export("songs", "x", "--what", "tokens", "--scheme", "anticipation", "--bos-eos")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("anticipation", "BOS");
    export("songs", "x", "--what", "notes", "--bos-eos")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--bos-eos", "notes");
  }

  /** A line of {@link #tokens} as train-lm reads it. */
  private static String piece(String line) {
    String[] words = line.split(" ");
    int[] ids = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
    int[] piece = TokenPiece.of(TokenSchemes.REMI, ids);
    assertThat(piece).hasSize(ids.length + 2);
    return words[0]
        + " "
        + Arrays.stream(piece).mapToObj(String::valueOf).collect(Collectors.joining(" "));
  }

  @InTurn
  @Test
  void numpyMapsMelWithItsLabels() throws Exception {
    DebianPython.require("numpy");
    JsonNode report = export("fma", "mel", "--what", "mel", "--format", "npy").json();

    String printed =
        DebianPython.run(
            Map.of(),
            "-c",
            """
            import sys, json, numpy as np
            d = sys.argv[1]
            mel = np.load(d + '/train.npy', mmap_mode='r')
            at = np.load(d + '/train-offsets.npy')
            labels = json.load(open(d + '/labels.json'))
            names = open(d + '/train-documents.txt').read().split('\\n')[:-1]
            for i, label in enumerate(np.load(d + '/train-labels.npy')):
                part = mel[at[i]:at[i + 1]].astype('f8')
                print(names[i], labels[label] if label >= 0 else None, len(part), '%.2f' % part.mean())
            """,
            folder.resolve("mel").toString());

    assertThat(printed.lines().toList())
        .hasSize(report.at("/splits/train/documents").asInt())
        .isEqualTo(
            DuckDb.texts(
                "SELECT printf('%s %s %d %.2f', track_id, coalesce(any_value(label), 'None'),"
                    + " sum(n_frames)::BIGINT, sum(mel_mean * n_frames) / sum(n_frames)) FROM "
                    + DuckDb.table(folder.resolve("lake"), "mel", "fma")
                    + " JOIN (SELECT track_id, label, split FROM "
                    + DuckDb.table(folder.resolve("lake"), "audio_tracks", "fma")
                    + ") USING (track_id) WHERE split = 'train' GROUP BY track_id"
                    + " ORDER BY track_id"));
  }

  @InTurn
  @Test
  void arraysOfNotesHaveTheirValuesInOrder() throws Exception {
    export("songs", "note-arrays", "--what", "notes", "--format", "npy").exits(0);

    float[] values = Npy.read(Files.readAllBytes(folder.resolve("note-arrays/test.npy"))).values();
    double[] sums = new double[5];
    for (int i = 0; i < values.length; i++) {
      sums[i % 5] += values[i];
    }
    List<Object> expected =
        DuckDb.rows(
                "SELECT sum(onset_s::FLOAT)::DOUBLE, sum(duration_s::FLOAT)::DOUBLE,"
                    + " sum(pitch)::DOUBLE, sum(velocity)::DOUBLE,"
                    + " sum(CASE WHEN is_drum THEN 128 ELSE program END)::DOUBLE FROM "
                    + DuckDb.table(folder.resolve("lake"), "notes", "songs")
                    + " JOIN (SELECT midi_md5, split FROM "
                    + DuckDb.table(folder.resolve("lake"), "midi_files", "songs")
                    + ") USING (midi_md5) WHERE split = 'test'")
            .get(0);
    for (int i = 0; i < sums.length; i++) {
      assertThat(sums[i])
          .as("value %d", i)
          .isPositive()
          .isCloseTo((Double) expected.get(i), withinPercentage(1e-3));
    }
  }

  @InTurn
  @Test
  void melAndNotesAreParquetToo() throws Exception {
    JsonNode mel = export("fma", "mel-parquet", "--what", "mel").json();
    JsonNode notes = export("songs", "notes", "--what", "notes").json();

    assertThat(
            DuckDb.texts(
                "SELECT count(*), sum(n_frames), bool_and(len(mel) = n_frames * n_mels),"
                    + " bool_and(abs(list_avg(mel) - m) < 0.01) FROM read_parquet('"
                    + folder.resolve("mel-parquet")
                    + "/train-*') JOIN (SELECT track_id, segment, mel_mean AS m FROM "
                    + DuckDb.table(folder.resolve("lake"), "mel", "fma")
                    + ") USING (track_id, segment)"))
        .hasSize(1);
    assertThat(mel.at("/splits/train/items").asLong())
        .isEqualTo(
            DuckDb.number(
                "SELECT sum(n_frames) FROM read_parquet('"
                    + folder.resolve("mel-parquet")
                    + "/train-*') WHERE len(mel) = n_frames * n_mels"));
    assertThat(notes.at("/splits/test/rows").asLong())
        .isPositive()
        .isEqualTo(
            DuckDb.number(
                "SELECT count(*) FROM read_parquet('" + folder.resolve("notes") + "/test-*')"));
  }

  @InTurn
  @Test
  void slicesAreStepsOneAfterAnother() throws Exception {
    slice("slice drums songs --lake {} --bars 2");
    slice("slice melodies songs --lake {} --bars 2");
    slice("slice trios songs --lake {} --bars 16");

    for (var of : Map.of("drum", "steps", "melody", "labels", "trio", "melody").entrySet()) {
      String table = of.getKey() + "_slices";
      JsonNode report = export("songs", table, "--what", table, "--format", "npy").json();
      export("songs", table + "-rows", "--what", table).exits(0);
      for (String split : List.of("train", "validation", "test")) {
        JsonNode written = report.at("/splits/" + split);
        int width = table.startsWith("trio") ? 3 : 1;
        long steps = integers(table + "/" + split + ".npy", 2).length / width;
        String rows = folder.resolve(table + "-rows/" + split + "-*.parquet").toString();
        assertThat(steps)
            .isEqualTo(written.path("items").asLong())
            .isEqualTo(
                DuckDb.number(
                    "SELECT sum(len(" + of.getValue() + ")) FROM read_parquet('" + rows + "')"));
        assertThat(integers(table + "/" + split + "-offsets.npy", 8))
            .hasSize(written.path("rows").asInt() + 1);
      }
    }
  }

  @InTurn
  @Test
  void nearDuplicatesHaveOneNumberAndOneSplit() throws Exception {
    PartitaRun.line("find duplicates songs --lake {}", folder.resolve("lake")).exits(0);
    export("songs", "groups", "--what", "notes", "--format", "npy").exits(0);

    Map<String, String> expected = new HashMap<>();
    DuckDb.rows(
            "SELECT midi_md5, split_group FROM "
                + DuckDb.table(folder.resolve("lake"), "dup_files", "songs"))
        .forEach(row -> expected.put((String) row.get(0), (String) row.get(1)));
    Map<String, Set<Long>> numbers = new HashMap<>();
    for (String split : List.of("train", "validation", "test")) {
      long[] groups = integers("groups/" + split + "-groups.npy", 8);
      List<String> names = Files.readAllLines(folder.resolve("groups/" + split + "-documents.txt"));
      assertThat(groups).hasSize(names.size());
      for (int i = 0; i < groups.length; i++) {
        numbers.computeIfAbsent(expected.get(names.get(i)), of -> new HashSet<>()).add(groups[i]);
      }
    }
    assertThat(numbers).doesNotContainKey(null);
    assertThat(numbers.values()).allSatisfy(of -> assertThat(of).hasSize(1));
    assertThat(numbers.values().stream().distinct()).hasSameSizeAs(numbers.values());
  }

  @Test
  void filesOfATableAreThoseOfItsNewestVersion() throws Exception {
    Path lake = folder.resolve("lake");
    JsonNode version =
        PartitaRun.line("tables notes --lake {} --dataset songs --files --json", lake).json();

    List<String> files = new ArrayList<>();
    version.path("files").forEach(file -> files.add(file.asText()));
    List<String> mirrored =
        DuckDb.texts(
            "SELECT DISTINCT filename FROM read_parquet('"
                + lake.resolve("notes/dataset=songs/*.parquet")
                + "', filename = true)");
    assertThat(files).isNotEmpty().hasSameSizeAs(mirrored);
    for (String file : files) {
      Path mirror = lake.resolve("notes/dataset=songs").resolve(Path.of(file).getFileName());
      assertThat(mirrored).contains(mirror.toString());
      assertThat(Files.isSameFile(mirror, Path.of(file))).as(file).isTrue();
    }
    assertThat(version.path("runs").has("notes")).isTrue();
    assertThat(version.path("runs").has("midi_files")).isTrue();
    PartitaRun.line("tables notes --lake {} --files", lake)
        .mistake(Mistake.MISSING_OPTION)
        .names("--files", "--dataset");
    PartitaRun.line("tables notes --lake {} --dataset none --files", lake)
        .mistake(Mistake.NO_SUCH_DATASET)
        .names("none");
    PartitaRun.line("tables mel --lake {} --dataset songs --files", lake)
        .mistake(Mistake.NO_SUCH_TABLE)
        .names("songs", "mel");
  }

  private static void slice(String command) {
    PartitaRun.line(command, folder.resolve("lake")).exits(0);
  }

  /** The elements of an array of integers of 2 or 8 bytes each. */
  private static long[] integers(String file, int bytes) throws Exception {
    ByteBuffer npy = ByteBuffer.wrap(Files.readAllBytes(folder.resolve(file)));
    npy.order(ByteOrder.LITTLE_ENDIAN).position(10 + npy.getShort(8));
    long[] elements = new long[npy.remaining() / bytes];
    for (int i = 0; i < elements.length; i++) {
      elements[i] = bytes == 2 ? npy.getShort() : npy.getLong();
    }
    return elements;
  }

  @Test
  void aMistakeIsToldInOneLine() {
    export("songs", "x", "--what", "tokens")
        .mistake(Mistake.MISSING_OPTION)
        .names("--what", "--scheme");
    export("songs", "x", "--what", "notes", "--scheme", "tsd")
        .mistake(Mistake.OPTIONS_EXCLUDE)
        .names("--scheme", "--what", "notes");
    export("songs", "x", "--what", "tokens", "--scheme", "tsd")
        .mistake(Mistake.NOT_PREPARED)
        .names("songs", "tsd", "--dataset", "songs", "--tokens", "tsd");
    export("songs", "lake", "--what", "notes")
        .mistake(Mistake.OCCUPIED)
        .names(folder.resolve("lake"));
    export("songs", "x", "--what", "notes", "--licence", "a b")
        .mistake(Mistake.BAD_OPTION)
        .names("--licence", "a b");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  private static PartitaRun export(String dataset, String out, Object... more) {
    List<Object> args =
        new ArrayList<>(
            List.of("export", "--lake", folder.resolve("lake"), "--dataset", dataset, "--json"));
    args.addAll(List.of("--out", folder.resolve(out)));
    args.addAll(Arrays.asList(more));
    return PartitaRun.of(args.toArray());
  }

  private static List<String> names(Path out) {
    return Arrays.stream(out.toFile().list()).sorted().toList();
  }

  private static List<String> tokens(String scheme) {
    return DuckDb.texts(
        "SELECT concat(midi_md5, ' ', list_aggregate(tokens, 'string_agg', ' ')) FROM"
            + " %s WHERE scheme = '%s' AND split = 'train' ORDER BY midi_md5"
                .formatted(DuckDb.table(folder.resolve("lake"), "tokens", "songs"), scheme));
  }

  /** Each document of the split train as NumPy sees it. */
  private static List<String> documents(String out, String type) throws Exception {
    return DebianPython.run(
            Map.of(),
            "-c",
            """
            import sys, numpy as np
            d, dtype = sys.argv[1:]
            tokens = np.load(d + '/train.npy', mmap_mode='r')
            assert tokens.dtype == np.dtype(dtype) and isinstance(tokens, np.memmap)
            at = np.load(d + '/train-offsets.npy')
            for i, name in enumerate(open(d + '/train-documents.txt').read().split()):
                print(name, *tokens[at[i]:at[i + 1]])
            """,
            folder.resolve(out).toString(),
            type)
        .lines()
        .toList();
  }
}
