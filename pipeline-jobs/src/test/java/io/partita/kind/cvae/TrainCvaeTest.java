package io.partita.kind.cvae;

import static org.assertj.core.api.Assertions.assertThat;

import io.partita.InTurn;
import io.partita.Mistake;
import io.partita.PartitaRun;
import io.partita.SharedFolders;
import io.partita.SoundSample;
import io.partita.model.archive.ModelCard;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.io.FileUtils;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What trainings on audio learn from, and what they refuse. */
@Tag("spark")
class TrainCvaeTest {
  @TempDir private static Path folder;
  private static SoundSample sample;
  private static Path lake;

  @BeforeAll
  static void copyTheLake() throws IOException {
    sample = SoundSample.get();
    lake = folder.resolve("copy");
    SharedFolders.copy(sample.lake(), lake);
  }

  private static ModelCard card(Path model) throws IOException {
    return TrainedModel.read(model.toString(), new Configuration()).card();
  }

  private static PartitaRun train(Object... more) {
    List<Object> all = new ArrayList<>(List.of("train-cvae", "--lake", lake));
    all.addAll(List.of("--dataset", SoundSample.DATASET, "--config", "mel-conv-tiny"));
    all.addAll(List.of("--epochs", 1));
    all.addAll(Arrays.asList(more));
    return PartitaRun.of(all.toArray());
  }

  @Test
  void theCardHasTheMelsMeanAndDeviationAndWhatWasLeftOut() throws Exception {
    ModelCard card = card(sample.mel());

    assertThat(card.kind()).isEqualTo("cvae");
    assertThat(card.config().path("mean").asDouble()).as("of log-mels").isBetween(-11.6, 0.0);
    assertThat(card.config().path("deviation").asDouble()).isBetween(0.5, 6.0);
    assertThat(card.provenance().options())
        .containsEntry("config", "mel-conv-tiny")
        .containsEntry("set", Map.of())
        .doesNotContainKey("split_file");
    assertThat(card.provenance().examples())
        .as("8 windows of 32 frames in 258 frames of each file")
        .isPositive()
        .isLessThanOrEqualTo(8L * (SoundSample.TUNES + 3));
    assertThat(card.state().outcome()).isEqualTo(ModelCard.State.DONE);
  }

  @Test
  void wavesHaveTheirClipsLevelAndNoSilentOnes() throws Exception {
    ModelCard card = card(sample.wave());

    assertThat(card.config().path("mean").asDouble()).isZero();
    assertThat(card.config().path("deviation").asDouble()).isEqualTo(1);
    assertThat(card.state().outcome()).isEqualTo(ModelCard.State.DONE);
  }

  @Test
  void epochsAreDrawnAndStandOnOneSheet() {
    assertThat(sample.mel().resolve("epochs/epoch-000.png")).as("before").isNotEmptyFile();
    assertThat(sample.mel().resolve("epochs/epoch-001.png")).isNotEmptyFile();
    assertThat(sample.mel().resolve("epochs/epoch-003.png")).isNotEmptyFile();
    assertThat(sample.mel().resolve("epochs.png")).isNotEmptyFile();
  }

  @Test
  void aPublishedListDecidesTheSplitsAndIsPartOfTheRun() throws Exception {
    Path list = folder.resolve("splits.csv");
    Files.writeString(
        list,
        """
        # the rest is left out
        audio/low/tune0.wav,train
        low/tune2.mp3,training
        low/tune4.wav,validation
        high/tune1.wav,test
        low/nowhere.wav,test
        """);
    Path model = folder.resolve("listed");

    PartitaRun run = train("--model", model, "--split-file", list).exits(0);

    run.warns("--split-file", 12, "tunes", 1);
    ModelCard card = card(model);
    assertThat(card.provenance().examples()).as("two files of 8 windows").isEqualTo(16);
    assertThat(card.provenance().validationExamples()).isEqualTo(8);
    assertThat(card.provenance().options()).containsEntry("split_file", list.toString());
    Files.writeString(list, "low/tune0.wav,train\n");
    PartitaRun.of("model-evaluate", "--lake", lake, "--model", model)
        .mistake(Mistake.CHANGED)
        .names("--split-file", list);
  }

  @Test
  void windowsToTrainOnOverlapAndOthersDoNot() throws Exception {
    Path list = folder.resolve("two.csv");
    Files.writeString(list, "low/tune0.wav,train\nlow/tune4.wav,validation\n");
    Path model = folder.resolve("overlapping");

    train("--model", model, "--split-file", list, "--set", "shifts=4").exits(0);

    ModelCard card = card(model);
    assertThat(card.provenance().examples())
        .as("29 windows of 32 that begin at every eighth of 258 frames, and a padded one of 26")
        .isEqualTo(30);
    assertThat(card.provenance().validationExamples()).as("one behind the other").isEqualTo(8);
  }

  @Test
  void aRecordingInTwoSplitsOfAListEndsTheRun() throws Exception {
    Path train = Files.writeString(folder.resolve("train.txt"), "low/tune0.wav\nlow/tune2.wav\n");
    Path test = Files.writeString(folder.resolve("test.txt"), "low/again.wav\n");

    PartitaRun run =
        train("--model", folder.resolve("no"), "--split-file", "train=" + train + ",test=" + test);

    run.mistakeAfterProgress(Mistake.LEAK)
        .names("--split-file", "audio/low/again.wav", "test", "audio/low/tune0.wav", "train");
  }

  @Test
  void whatNoSplitFileSaysIsToldBeforeSparkStarts() throws Exception {
    Path model = folder.resolve("none");
    Path list =
        Files.writeString(folder.resolve("bad.csv"), "low/tune0.wav,train\nlow/tune2.wav\n");

    train("--model", model, "--split-file", list)
        .mistake(Mistake.MALFORMED_FILE)
        .names("--split-file", list, "low/tune2.wav");
    Files.writeString(list, "low/tune0.wav,train\nlow/tune0.wav,test\n");
    train("--model", model, "--split-file", list)
        .mistake(Mistake.MALFORMED_FILE)
        .names("--split-file", list, "low/tune0.wav", "train", "test");
    train("--model", model, "--split-file", folder.resolve("gone.csv"))
        .mistake(Mistake.NO_SUCH_FILE)
        .names("--split-file", folder.resolve("gone.csv"));
    train("--model", model, "--split-file", "train=" + list + ",dev=x")
        .mistake(Mistake.BAD_OPTION)
        .names("--split-file");
    assertThat(model).doesNotExist();
  }

  @Test
  void melOfAnotherRecipeAndAudioThatIsGoneAreTold() throws Exception {
    Path audio = folder.resolve("gone");
    SharedFolders.copy(sample.audio(), audio);
    Path other = folder.resolve("lake");
    PartitaRun.of("ingest-audio", "--input", audio, "--lake", other, "--recipe", "mel-16k-64")
        .exits(0);
    Path model = folder.resolve("n");
    Object[] train = {"train-cvae", "--lake", other, "--dataset", "gone", "--model", model};

    PartitaRun.of(train)
        .mistake(Mistake.NOT_PREPARED)
        .names("gone", "hifigan-22k-80", "1", "mel-16k-64", "1", "--recipe", "hifigan-22k-80");
    FileUtils.deleteDirectory(audio.toFile());
    Object[] waves = Arrays.copyOf(train, train.length + 2);
    waves[train.length] = "--config";
    waves[train.length + 1] = "wave-conv-tiny";
    PartitaRun.of(waves).mistake(Mistake.NO_SUCH_FILE).names("gone");
  }

  @InTurn
  @Test
  void aResumedTrainingEndsWithTheSameWeightsOnAnyNumberOfCores() throws Exception {
    Path model = folder.resolve("resumed");
    String whole = String.valueOf(card(sample.mel()).state().iteration());
    train("--model", model, "--schedule-iterations", whole).exits(0);
    Object[] resume = {
      "train-cvae",
      "--lake",
      lake,
      "--dataset",
      SoundSample.DATASET,
      "--model",
      model,
      "--config",
      "mel-conv-tiny",
      "--epochs",
      3,
      "--resume"
    };

    PartitaRun.on("local[3]", resume).exits(0);

    assertThat(card(model).state().iteration()).isEqualTo(card(sample.mel()).state().iteration());
    assertThat(card(model).network().parametersSha256())
        .isEqualTo(card(sample.mel()).network().parametersSha256());
  }

  @Test
  void aLossThatIsNotFiniteEndsTheTrainingByName() {
    PartitaRun run =
        train("--model", folder.resolve("lost"), "--learning-rate", 1e30, "--clip-norm", "none");

    assertThat(run.exitCode()).as("%s%s", run.out(), run.err()).isEqualTo(3);
    run.says("diverged", 1);
  }

  @InTurn
  @Test
  void theBoundOfAnUntrainedCourseNetworkIsSaid() {
    PartitaRun run =
        PartitaRun.line(
                "train-cvae --lake {} --dataset {} --model {} --config gtzan-resnet1d-seed"
                    + " --set length=4096 --batch 2 --epochs 1",
                lake,
                SoundSample.DATASET,
                folder.resolve("course"))
            .exits(0);

    assertThat(run.err())
        .as("4,096 values of ln 2")
        .containsPattern("−2,8(39|40) nats .*elbo_nats_per_value 0\\.693\\d ");
  }

  @Test
  void optionsOfOtherConfigsAreRefused() {
    train("--model", folder.resolve("none"), "--fix-loss")
        .mistake(Mistake.BAD_OPTION)
        .names("{fixLoss=true}");
    train("--model", folder.resolve("none"), "--device", "cuda")
        .mistake(Mistake.NO_DEVICE)
        .names("--device");
    train("--model", folder.resolve("none"), "--set", "latent=3")
        .mistake(Mistake.BAD_OPTION)
        .names("latent", "[config, family");
  }
}
