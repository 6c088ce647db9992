package io.partita.report;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThat;

import io.partita.DrumSample;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.lake.Lake;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a report shows of models that reconstruct. */
@Tag("e2e")
class SoundReportTest {
  private static final Pattern SOUND = Pattern.compile("<audio src=\"([^\"]*)\"[^>]*>");

  /** Before what a model keeps of music, and before what it makes. */
  private static final String PART = "<h4 class=\"part\">";

  @TempDir private static Path folder;
  private static SoundSample sample;
  private static String page;

  @BeforeAll
  static void report() throws IOException {
    sample = SoundSample.get();
    Path lake = folder.resolve("lake");
    SharedFolders.copy(sample.lake(), lake);
    PartitaRun.line(
            "report --no-stats --lake {} --out {} --tracks 1 --clip-s 1",
            lake,
            folder.resolve("report"))
        .exits(0);
    page = Files.readString(folder.resolve("report/training.html"));
  }

  /** The part of the page that is about one model. */
  private static String of(Path model) {
    int from = page.indexOf("<h3>" + model);
    assertThat(from).as("%s", model).isPositive();
    int to = page.indexOf("<h3>", from + 1);
    return to < 0 ? page.substring(from) : page.substring(from, to);
  }

  private static List<String> sounds(String part) {
    return SOUND.matcher(part).results().map(MatchResult::group).toList();
  }

  @Test
  void anOriginalIsHeardAndSeenBesideItsReconstructionAndTheVocoder() throws IOException {
    String part = of(sample.mel());

    assertThat(part).contains("<dd>test</dd>", "dB; silence ", "; vocoder ");
    assertThat(sounds(part.split(PART, -1)[1]))
        .as("two files")
        .hasSize(6)
        .first()
        .asString()
        .contains("aria-label=\"Play tune", ".wav: Original\"");
    for (MatchResult sound : SOUND.matcher(part).results().toList()) {
      assertThat(folder.resolve("report").resolve(sound.group(1))).isNotEmptyFile();
    }
    assertThat(part).contains("test-1-vocoded.mp3", "test-2-reconstruction.mp3", "test-1.png");
  }

  @Test
  void wavesNeedNoVocoder() {
    String part = of(sample.wave());

    assertThat(sounds(part.split(PART, -1)[1]))
        .hasSize(4)
        .noneMatch(sound -> sound.contains("vocoder"));
    assertThat(part).contains("dB; silence ").doesNotContain("; vocoder ");
  }

  @Test
  void whatWasMeasuredAndWhatMustBeKnownStandOnThePage() {
    assertThat(of(sample.wave()))
        .containsSubsequence("class=\"remarks\"", "validation</h4>", "elbo", "nll", "kl");
  }

  @Test
  void nothingOfTheWorkIsLeftInTheReport() throws IOException {
    List<String> files = new ArrayList<>();
    try (Stream<Path> all = Files.walk(folder.resolve("report/clips"))) {
      all.map(file -> file.getFileName().toString()).forEach(files::add);
    }
    assertThat(files).noneMatch(file -> file.endsWith(".wav")).doesNotContain("test-1.json");
  }

  @Test
  void originalsThatAreGoneAreNamed() throws IOException {
    Configuration conf = new Configuration();
    Lake lake = Lake.existing(sample.lake().toString(), conf);
    HeldOutFile gone = new HeldOutFile("nowhere", "low/gone.wav", "test", "00", null);

    KeptContent kept =
        new KeptClips(lake, conf, folder, 1)
            .of(TrainedModel.read(sample.mel().toString(), conf), List.of(gone), "gone");

    assertThat(kept.clips()).isEmpty();
    assertThat(kept.note()).is(naming("low/gone.wav"));
  }

  @Tag("full")
  @Test
  void drumsAreHeardBesideTheirReconstruction() throws IOException {
    DrumSample drums = DrumSample.get();
    Path out = folder.resolve("drums");
    PartitaRun.line("report --no-stats --lake {} --out {} --tracks 1 --clip-s 5", drums.lake(), out)
        .exits(0);

    String part = Files.readString(out.resolve("training.html"));
    assertThat(part).contains(PART, "<dd>test</dd>").containsPattern("<dd>0\\.\\d+</dd>");
    assertThat(out.resolve("clips/model-1/test-1-original.mp3")).isNotEmptyFile();
    assertThat(out.resolve("clips/model-1/test-1-reconstruction.mp3")).isNotEmptyFile();
  }
}
