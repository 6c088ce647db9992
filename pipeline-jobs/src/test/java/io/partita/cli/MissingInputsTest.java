package io.partita.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.NoteSample;
import io.partita.PartitaRun;
import io.partita.Sample;
import io.partita.SparkStarts;
import io.partita.UntrainedModel;
import io.partita.kind.cvae.Cvae;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.note.NoteLstm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Each input of each command, where it is not there, and each place to write to, where nothing can
 * be written: told in one line before Spark is started.
 */
@Tag("spark")
class MissingInputsTest {
  /**
   * A command, with words in capitals for what {@link #places} knows; the code of the mistake and
   * what its line names.
   */
  private static final String INPUTS =
      """
      ingest-lmd --lake NEW --input NONE | no_such_file --input NONE
      ingest-lmd --lake NEW --input ARCHIVE --metadata NONE | no_such_file --metadata NONE
      ingest-lmd --lake NEW --input ARCHIVE --match-scores NONE | no_such_file --match-scores NONE
      ingest-midi --lake NEW --input NONE | no_such_file --input NONE
      ingest-midi --lake NEW --input ARCHIVE --catalog NONE | no_such_file --catalog NONE
      ingest-msd --lake NEW --input NONE | no_such_file --input NONE
      ingest-fma --lake NEW --input NONE --metadata NONE | no_such_file --input NONE
      ingest-fma --lake NEW --input ARCHIVE --metadata NONE --subset small | no_such_file --metadata NONE
      ingest-audio --lake NEW --input NONE | no_such_file --input NONE
      slice-drums --lake NONE --dataset d --bars 2 | NO_LAKE
      slice-drums --lake LAKE --dataset lmd --bars 2 | NO_DATASET
      slice-performances --lake NONE --dataset d --bars 2 | NO_LAKE
      slice-performances --lake LAKE --dataset lmd --bars 2 | NO_DATASET
      slice-melodies --lake NONE --dataset d --bars 2 | NO_LAKE
      slice-melodies --lake LAKE --dataset lmd --bars 2 | NO_DATASET
      slice-trios --lake NONE --dataset d --bars 16 | NO_LAKE
      slice-trios --lake LAKE --dataset lmd --bars 16 | NO_DATASET
      find-duplicates --lake NONE --dataset d | NO_LAKE
      find-duplicates --lake LAKE --dataset lmd | NO_DATASET
      find pieces MIDI --lake NONE | NO_LAKE
      find pieces MIDI --lake LAKE --dataset lmd | NO_DATASET
      find pieces NONE --lake LAKE | no_such_file NONE
      split --lake NONE --dataset d | NO_LAKE
      split --lake LAKE --dataset lmd | NO_DATASET
      tokenize --lake NONE --dataset d --tokens remi | NO_LAKE
      tokenize --lake LAKE --dataset lmd --tokens remi | NO_DATASET
      tokenize --lake LAKE --dataset lmd_matched --bpe NONE | NO_MODEL
      train-bpe --lake NONE --dataset d --scheme remi --model NEW | NO_LAKE
      train-bpe --lake LAKE --dataset lmd --scheme remi --model NEW | NO_DATASET
      export --lake NONE --dataset d --what notes --out NEW | NO_LAKE
      export --lake LAKE --dataset lmd --what notes --out NEW | NO_DATASET
      export --lake LAKE --dataset lmd_matched --what mel --out NEW | no_such_table lmd_matched mel ingest lmd
      stats --lake NONE --dataset d | NO_LAKE
      stats --lake LAKE --dataset lmd | NO_DATASET
      check --lake NONE --dataset d | NO_LAKE
      check --lake LAKE --dataset lmd | NO_DATASET
      report --lake NONE --out NEW | NO_LAKE
      report --lake LAKE --dataset lmd --out NEW | NO_DATASET
      tables --lake NONE | NO_LAKE
      sql --lake NONE Q | NO_LAKE
      sql --lake LAKE -f NONE | no_such_file NONE
      sql serve --lake NONE --port 10321 | NO_LAKE
      inspect NONE | no_such_file NONE
      inspect EMPTY | bad_path EMPTY ingest midi ingest audio
      inspect LAKE | bad_path LAKE tables report
      model show NONE | NO_MODEL
      train-lstm --lake NONE --dataset d --model NEW | NO_LAKE
      train-lstm --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-lm --lake NONE --dataset d --model NEW | NO_LAKE
      train-lm --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-drum-gpt --lake NONE --dataset d --model NEW | NO_LAKE
      train-drum-gpt --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-melody-gpt --lake NONE --dataset d --model NEW | NO_LAKE
      train-melody-gpt --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-groovae --lake NONE --dataset d --model NEW | NO_LAKE
      train-groovae --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-groovae --lake LAKE --dataset lmd_matched --model NEW | not_prepared lmd_matched 2 slice performances --dataset lmd_matched --bars 2
      train-musicvae --lake NONE --dataset d --model NEW | NO_LAKE
      train-musicvae --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-musicvae --lake LAKE --dataset lmd_matched --model NEW | not_prepared lmd_matched 2 slice drums --dataset lmd_matched --bars 2
      train-cvae --lake NONE --dataset d --model NEW | NO_LAKE
      train-cvae --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-cvae --lake LAKE --dataset lmd_matched --model NEW | no_such_table lmd_matched mel ingest lmd
      train-cvae --lake LAKE --dataset lmd_matched --model NEW --split-file NONE | no_such_file --split-file NONE
      train-rave --lake NONE --dataset d --model NEW | NO_LAKE
      train-rave --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-rave --lake LAKE --dataset lmd_matched --model NEW | no_such_table lmd_matched audio_tracks ingest lmd
      train-rvq --lake NONE --dataset d --model NEW | NO_LAKE
      train-rvq --lake LAKE --dataset lmd --model NEW | NO_DATASET
      train-rvq --lake LAKE --dataset lmd_matched --model NEW | no_such_table lmd_matched mel ingest lmd
      model evaluate --lake LAKE --model NONE | NO_MODEL
      model evaluate --lake NONE --model NOTES | NO_LAKE
      model evaluate --lake LAKE --model NOTES --dataset lmd | NO_DATASET
      model evaluate --lake LAKE --model DRUMS --dataset lmd_matched | not_prepared lmd_matched 2 slice drums --dataset lmd_matched --bars 2
      model evaluate --lake LAKE --model SOUNDS --dataset lmd_matched | no_such_table lmd_matched mel ingest lmd
      model compare NOTES NONE | NO_MODEL
      model check --evaluation NONE | no_such_file NONE evaluate --out
      model publish --model NONE --out NEW | NO_MODEL
      model publish --model NOTES --out NEW --test NONE | no_such_file NONE evaluate --out
      model pack --model NONE --out NEW | NO_MODEL
      model fit-prior --model NONE --lake LAKE | NO_MODEL
      model fit-prior --model DRUMS --lake NONE | NO_LAKE
      generate --model NONE --out NEW | NO_MODEL
      humanize NONE --model NONE --out NEW | NO_MODEL
      generate --model NOTES --start NONE --out NEW | no_such_file NONE
      reconstruct MIDI --model NONE --out NEW | NO_MODEL
      reconstruct NONE --model DRUMS --out NEW | no_such_file NONE
      reconstruct NONE --model SOUNDS --out NEW | no_such_file NONE
      interpolate --from MIDI --to MIDI --model NONE --out NEW | NO_MODEL
      interpolate --from NONE --to MIDI --model DRUMS --out NEW | no_such_file NONE
      interpolate NONE MIDI --model DRUMS --out NEW | no_such_file NONE
      interpolate NONE MIDI --model SOUNDS --out NEW | no_such_file NONE
      encode --lake LAKE --model NONE | NO_MODEL
      encode --lake NONE --model DRUMS | NO_LAKE
      encode --lake LAKE --model DRUMS --dataset lmd_matched | not_prepared lmd_matched drum_slices slice drums
      encode --lake LAKE --model SOUNDS --dataset lmd_matched | no_such_table lmd_matched audio_tracks ingest lmd
      find similar MIDI --lake LAKE --model NONE | NO_MODEL
      find similar NONE --lake LAKE --model DRUMS | no_such_file NONE
      find similar NONE --lake LAKE --model SOUNDS | no_such_file NONE
      encode --lake LAKE --model NONE | NO_MODEL
      encode --lake NONE --model CODES | NO_LAKE
      encode --lake LAKE --model CODES --dataset lmd_matched | no_such_table lmd_matched mel ingest lmd
      encode NONE --model CODES --out NEW | no_such_file NONE
      decode NONE --model CODES --out NEW.npy | no_such_file NONE
      decode --lake NONE --track t --model CODES --out NEW.npy | NO_LAKE
      decode --lake LAKE --track t --model CODES --dataset lmd_matched --out NEW.npy | no_such_table lmd_matched codes ingest lmd
      model analyze --lake LAKE --model NONE | NO_MODEL
      model analyze --lake NONE --model CODES | NO_LAKE
      model analyze --model NONE.npy --input NONE | no_such_file NONE.npy
      encode NONE --model NONE.ts --out NEW.ecdc | no_such_file NONE.ts
      encode NONE --model NONE.ts --out NEW.npz | no_such_file NONE.ts
      decode NONE --model NONE.ts --out NEW.wav | no_such_file NONE.ts
      model analyze NONE --model NONE.ts | no_such_file NONE.ts
      convert NONE.json NEW.mid | no_such_file NONE.json
      convert NONE.json NEW.mid --bpe NONE | no_such_file NONE
      convert NONE.mp3 NEW.wav | no_such_file NONE.mp3
      convert NONE.npy NEW.wav | no_such_file NONE.npy
      convert mel:t NEW.wav --lake NONE | NO_LAKE
      encode FILE --model NONE.ts --out NEW.npz | no_such_file NONE.ts
      decode FILE --model NONE.ts --noise 1 --out NEW.wav | no_such_file NONE.ts
      generate --seconds 1 --model NONE.ts --out NEW.wav | no_such_file NONE.ts
      convert NONE.mid NEW.wav | no_such_file NONE.mid
      convert MIDI NEW.wav --soundfont NONE | no_such_file NONE SoundFont
      notebook --lake NONE | NO_LAKE
      studio --lake NONE | NO_LAKE
      notebook --out NEW 04-elbo-and-lk | no_such_file 04-elbo-and-lk.ipynb NOTEBOOKS 04-elbo-and-kl.ipynb
      """;

  @TempDir private static Path folder;
  private static Map<String, String> places;

  @BeforeAll
  static void makePlaces() throws IOException {
    UntrainedModel.write(NoteLstm.ofVocabulary(12), folder.resolve("notes"));
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("drums"));
    UntrainedModel.write(Cvae.named("mel-conv-tiny"), folder.resolve("sounds"));
    UntrainedModel.writeQuantiser(folder.resolve("codes"));
    Files.createDirectory(folder.resolve("empty"));
    Files.writeString(folder.resolve("file"), "no folder");
    places =
        Map.ofEntries(
            Map.entry("NONE", folder.resolve("none").toString()),
            Map.entry("NEW", folder.resolve("new").toString()),
            Map.entry("EMPTY", folder.resolve("empty").toString()),
            Map.entry("FILE", folder.resolve("file").toString()),
            Map.entry("LAKE", Sample.get().lake().toString()),
            Map.entry("ARCHIVE", Sample.get().archive().toString()),
            Map.entry("MIDI", NoteSample.get().midi(0).toString()),
            Map.entry("NOTES", folder.resolve("notes").toString()),
            Map.entry("DRUMS", folder.resolve("drums").toString()),
            Map.entry("SOUNDS", folder.resolve("sounds").toString()),
            Map.entry("CODES", folder.resolve("codes").toString()),
            Map.entry(
                "NOTEBOOKS", Path.of(System.getProperty("partita.home"), "notebooks").toString()));
  }

  private static String meant(String text) {
    String meant =
        text.replace("NO_LAKE", "no_such_lake NONE demo ingest")
            .replace("NO_MODEL", "no_such_model NONE model.json train")
            .replace("NO_DATASET", "no_such_dataset lmd lmd_matched");
    for (Map.Entry<String, String> place : places.entrySet()) {
      meant = meant.replaceAll("\\b" + place.getKey() + "\\b", place.getValue());
    }
    return meant.strip();
  }

  private static PartitaRun withoutSpark(String command) {
    return withoutSpark((Object[]) meant(command).split(" ", -1));
  }

  private static PartitaRun withoutSpark(Object... words) {
    AtomicReference<PartitaRun> run = new AtomicReference<>();
    int starts = SparkStarts.during(() -> run.set(PartitaRun.of(words)));

    assertThat(starts).as("Starts of Spark by %s", List.of(words)).isZero();
    return run.get();
  }

  @Test
  void anInputThatIsNotThereIsToldBeforeSparkStarts() {
    for (String line : INPUTS.lines().toList()) {
      String[] parts = line.split(" \\| ", -1);
      withoutSpark(parts[0]).mistake(meant(parts[1]));
    }
  }

  /** All but those of a cluster, which say of any place that nothing runs there. */
  static List<CommandSpec> commandsWithPlaces() {
    return Calls.commands()
        .filter(command -> command.args().stream().anyMatch(Calls::isPlace))
        .filter(command -> !Calls.words(command).startsWith("cluster "))
        .toList();
  }

  /** Every place is one below a file: there is nothing, and nothing can be made. */
  @ParameterizedTest
  @MethodSource("commandsWithPlaces")
  void noCommandStartsSparkForPlacesThatCannotBe(CommandSpec command) {
    boolean needsOne =
        command.args().stream().anyMatch(arg -> arg.required() && Calls.isPlace(arg));
    String nowhere = folder.resolve("file/none").toString();
    Object[] line =
        Calls.line(
                command,
                arg -> !needsOne && Calls.isPlace(arg),
                arg -> Calls.isPlace(arg) ? nowhere : Calls.plain(arg))
            .toArray();

    assertThat(withoutSpark(line).mistake()).as("%s", List.of(line)).isNotBlank();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "demo --tracks 2 --out /proc/x | no_access --out /proc/x",
        "demo --tracks 2 --out FILE | bad_path --out FILE FILE",
        "sample --out FILE/x | bad_path --out FILE/x",
        "download groove --out /proc/x | no_access --out /proc/x",
        "notebook --dir /proc/x | no_access --dir /proc/x",
        "report --lake LAKE --out /proc/x | no_access --out /proc/x",
        "report --lake LAKE --out FILE/x | bad_path --out FILE/x",
        "ingest-midi --input ARCHIVE --lake /proc/x | no_access /proc/x",
        "ingest-midi --input ARCHIVE --lake FILE | bad_path FILE",
        "tables --lake FILE | bad_path FILE",
        "export --lake LAKE --dataset lmd_matched --what notes --out /proc/x | no_access /proc/x",
        "export --lake LAKE --dataset lmd_matched --what notes --out FILE | bad_path FILE",
        "train-lstm --lake LAKE --dataset lmd_matched --model /proc/x | no_access /proc/x",
        "train-lstm --lake LAKE --dataset lmd_matched --model FILE | bad_path FILE",
        "model evaluate --lake LAKE --model NOTES --out /proc/x/e.json | no_access --out"
            + " /proc/x/e.json",
        "model compare NOTES --out /proc/x/c.png | no_access --out /proc/x/c.png",
        "train-lstm --lake LAKE --dataset lmd_matched --model FILE --seeds 1..2 | bad_path FILE",
        "model publish --model NOTES --out FILE | bad_path FILE",
        "model pack --model NOTES --out FILE | bad_path FILE",
        "generate --model DRUMS --out /proc/x | no_access --out /proc/x",
        "convert mel:t /proc/x.wav --lake LAKE | no_access /proc",
        "convert MIDI /proc/x.wav | no_access /proc",
      })
  void aPlaceWhereNothingCanBeWrittenIsToldBeforeSparkStarts(String command, String line) {
    withoutSpark(command).mistake(meant(line)).as(command);
  }

  @Test
  void aStartOfSparkIsSeen() {
    Object[] query = {"sql", "--lake", places.get("LAKE"), "SELECT 1"};
    assertThat(SparkStarts.during(() -> PartitaRun.of(query).exits(0))).isEqualTo(1);
  }

  @Test
  void nothingIsLeftOfThem() {
    assertThat(Arrays.asList(folder.toFile().list()))
        .containsExactlyInAnyOrder("notes", "drums", "sounds", "codes", "empty", "file");
  }
}
