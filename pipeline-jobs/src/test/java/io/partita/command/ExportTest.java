package io.partita.command;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.partita.AudioSample;
import io.partita.DuckDb;
import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SharedFolders;
import io.partita.numpy.Npy;
import io.partita.token.TokenPiece;
import io.partita.token.TokenSchemes;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What DuckDB and NumPy read of exports against the lake that they come from. */
@Tag("spark")
class ExportTest {
  private static final String PYTHON = "/usr/bin/python3";

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
            "test-00000-of-00001.parquet",
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
                      + "read_parquet('"
                      + folder.resolve("lake/tokens/dataset=songs/scheme=remi")
                      + "/*.parquet') WHERE split = '"
                      + split
                      + "' ORDER BY midi_md5"));
    }
    JsonNode vocabulary = new ObjectMapper().readTree(out.resolve("vocabulary.json").toFile());
    assertThat(vocabulary.size()).isEqualTo(518);
    assertThat(vocabulary.path("Program_-1").asInt()).isEqualTo(508);
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
    requireModule("numpy");
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
    requireModule("numpy");
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

  /** The two functions over Parquet of docs/pytorch.md, word for word. */
  @InTurn
  @Test
  void windowsOfRowsStayInTheirDocument() throws Exception {
    requireModule("torch");
    String parquet = documented("## Parquet", "train = load_dataset");

    String printed =
        python(
            String.join(
                "\n",
                "import torch",
                parquet.substring(parquet.indexOf("LENGTH =")).replace("512", "4"),
                "ids = windows({'tokens': [[1, 5, 6, 7, 8, 9, 2], [1, 2], [1, 3, 4, 5,"
                    + " 2]]})['ids']",
                "x, y = collate([{'ids': row} for row in ids])",
                "print(x.tolist(), y.tolist())"));
    assertThat(printed)
        .isEqualTo(
            "[[1, 5, 6, 7], [8, 9, 0, 0], [1, 0, 0, 0], [1, 3, 4, 5]] [[5, 6, 7, 8], [9, 2, -100,"
                + " -100], [2, -100, -100, -100], [3, 4, 5, 2]]");
  }

  @InTurn
  @Test
  void numpyMapsMelWithItsLabels() throws Exception {
    requireModule("numpy");
    JsonNode report = export("fma", "mel", "--what", "mel", "--format", "npy").json();

    String printed =
        python(
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
  /** The loops over arrays of docs/pytorch.md, word for word. */
  @Test
  void pytorchReadsArraysAsTheDocumentationSays() throws Exception {
    requireModule("torch");
    export("songs", "remi-npy", "--what", "tokens", "--scheme", "remi", "--format", "npy").exits(0);
    export("fma", "mel-npy", "--what", "mel", "--format", "npy").exits(0);
    String arrays = documented("## Arrays", "## What is tested");
    int training = arrays.indexOf("lm = Lm(");
    String loops =
        arrays.substring(0, training) + arrays.substring(arrays.indexOf("class Mel", training));

    String printed =
        python(
            String.join(
                "\n",
                "import os, sys; os.chdir(sys.argv[1])",
                loops,
                "tokens, mels = Tokens('remi-npy', 'train'), Mel('mel-npy', 'train')",
                "print(len(tokens), len(mels), x.shape[1:], y.shape[1:], mel.shape[1:])",
                "ids, at = np.load('remi-npy/train.npy'), np.load('remi-npy/train-offsets.npy')",
                "said = [[] for _ in at[1:]]",
                "for d in range(len(said)):",
                "    for i in range(tokens.documents[d], tokens.documents[d + 1]):",
                "        x, y = tokens[i]",
                "        n = int((y >= 0).sum())",
                "        assert (x[0] == BOS) == (i == tokens.documents[d])",
                "        assert (x[1:n] == y[:n - 1]).all() and (y[n:] == -100).all()",
                "        said[d] += [int(x[0])] * (not said[d]) + y[:n].tolist()",
                "    assert said[d] == ids[at[d]:at[d + 1]].tolist() and said[d][-1] == 2",
                "read = [[] for _ in range(3)]",
                "for x, y in lanes(tokens, 3):",
                "    for lane in range(3):",
                "        n = int((y[lane] >= 0).sum())",
                "        read[lane] += [BOS] * int(x[lane, 0] == BOS) + y[lane, :n].tolist()",
                "assert sorted(sum(read, [])) == sorted(ids.tolist())",
                "assert all(lane[0] == BOS and lane[-1] == 2 for lane in read)",
                "x, label = mels[0]",
                "frames = np.load('mel-npy/train.npy')[mels.at[mels.long[0]]:][:128]",
                "assert (x.numpy() == frames).all() and label >= 0"),
            folder.toString());
    assertThat(printed)
        .matches(
            "[1-9]\\d* [1-9]\\d* torch.Size\\(\\[512]\\) torch.Size\\(\\[512]\\)"
                + " torch.Size\\(\\[128, 80]\\)");
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

  /** The code of docs/pytorch.md between two texts. */
  static String documented(String from, String to) throws Exception {
    String page =
        Files.readString(
            Path.of(System.getProperty("partita.home", "..")).resolve("docs/pytorch.md"));
    int begin = page.indexOf(from);
    return page.substring(begin, page.indexOf(to, begin))
        .lines()
        .filter(line -> line.startsWith("    "))
        .map(line -> line.substring(4))
        .collect(Collectors.joining("\n"));
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
            + " read_parquet('"
            + folder.resolve("lake/tokens/dataset=songs/scheme=" + scheme)
            + "/*.parquet') WHERE split = 'train' ORDER BY midi_md5");
  }

  /** Each document of the split train as NumPy sees it. */
  private static List<String> documents(String out, String type) throws Exception {
    return python(
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

  static void requireModule(String module) throws Exception {
    assumeTrue(Files.isExecutable(Path.of(PYTHON)), PYTHON + " is not installed");
    int exit = new ProcessBuilder(PYTHON, "-c", "import " + module).start().waitFor();
    assumeTrue(exit == 0, module + " is not installed for " + PYTHON);
  }

  static String python(String script, String... args) throws Exception {
    List<String> command = new ArrayList<>(List.of(PYTHON, "-c", script));
    command.addAll(List.of(args));
    Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
    String printed;
    try (InputStream out = python.getInputStream()) {
      printed = new String(out.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
    assertThat(python.waitFor()).as(printed).isZero();
    return printed;
  }
}
