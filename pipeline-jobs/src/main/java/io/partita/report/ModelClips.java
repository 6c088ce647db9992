package io.partita.report;

import io.partita.MalformedInputException;
import io.partita.UserException;
import io.partita.command.model.Generate;
import io.partita.lake.Lake;
import io.partita.model.archive.BuiltinModel;
import io.partita.model.archive.EpochPictures;
import io.partita.model.archive.ModelCard;
import io.partita.model.archive.ModelFolder;
import io.partita.model.job.GenerateOptions;
import io.partita.model.job.Generator;
import io.partita.model.latent.HeldOutFile;
import io.partita.model.run.TrainingRuns;
import io.partita.model.train.TrainedModel;
import io.partita.picture.Picture;
import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import io.partita.report.clip.Link;
import io.partita.report.clip.Sound;
import io.partita.synth.Mp3Clip;
import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;

/**
 * Lets trained models generate and reconstruct a little for a report, as {@code generate} and
 * {@code reconstruct} do.
 */
final class ModelClips {
  private static final int COUNT = 2;
  private static final long SEED = 1;

  private final Lake lake;
  private final Configuration conf;
  private final Path report;
  private final double clipS;

  private final Function<TrainingContent, List<HeldOutFile>> heldOut;

  /**
   * @param heldOut files that the model of a training was not trained on, as many as are to be
   *     heard
   */
  ModelClips(
      Lake lake,
      Configuration conf,
      Path report,
      double clipS,
      Function<TrainingContent, List<HeldOutFile>> heldOut) {
    this.heldOut = heldOut;
    this.lake = lake;
    this.conf = conf;
    this.report = report;
    this.clipS = clipS;
  }

  /** Data sets with clips of their models; each is told on standard error before it generates. */
  List<DatasetContent> with(List<DatasetContent> datasets) throws IOException {
    List<DatasetContent> all = new ArrayList<>();
    int number = 0;
    for (DatasetContent dataset : datasets) {
      List<TrainingContent> trainings = new ArrayList<>();
      for (TrainingContent training : dataset.trainings()) {
        System.err.println("Generating with " + training.model() + " …");
        trainings.add(with(dataset.name(), training, ++number));
      }
      all.add(dataset.with(trainings));
    }
    return all;
  }

  /**
   * What the drum model that comes with Partita plays, where no model was trained on any of the
   * data sets; else nothing.
   */
  List<Clip> builtin(List<DatasetContent> datasets) throws IOException {
    if (datasets.stream().anyMatch(dataset -> !dataset.trainings().isEmpty())) {
      return List.of();
    }
    System.err.println("Generating with " + BuiltinModel.LOOPS.option() + " …");
    return clips(TrainedModel.read(BuiltinModel.LOOPS.option(), conf), "clips/builtin");
  }

  /**
   * A training with clips of its model, or with a note where it cannot generate any.
   *
   * @param number of the model, which names the clips' folder
   */
  TrainingContent with(String dataset, TrainingContent training, int number) throws IOException {
    String folder = "clips/model-" + number;
    if (!ModelFolder.at(training.model(), conf).exists()) {
      return training.with(List.of(), moved(dataset, training));
    }
    TrainedModel<?> trained;
    try {
      trained = TrainedModel.read(training.model(), conf);
    } catch (UserException e) {
      return training.with(List.of(), nothingToHear(e));
    }
    List<Clip> clips = new ArrayList<>();
    String note = "";
    try {
      clips.addAll(clips(trained, folder));
    } catch (UserException e) {
      note = nothingToHear(e);
    }
    clips.addAll(epochs(trained, folder));
    KeptContent kept =
        new KeptClips(lake, conf, report, clipS).of(trained, heldOut.apply(training), folder);
    return training.with(clips, note).with(remarks(trained)).with(ModelFigures.of(trained), kept);
  }

  /** What is known of it, and before that why its training came to nothing, if it did. */
  private static List<String> remarks(TrainedModel<?> trained) {
    ModelCard.State state = trained.card().state();
    List<String> remarks = new ArrayList<>();
    if (state.isLost()) {
      remarks.add(
          "The training "
              + state.outcome()
              + ". The model is the last checkpoint before that, of iteration "
              + trained.card().state().iteration()
              + ".");
    }
    remarks.addAll(trained.remarks());
    return remarks;
  }

  private static String nothingToHear(UserException why) {
    return "There is nothing to hear of this model. " + why.getMessage();
  }

  /** The pictures of its epochs, where it has any. */
  private List<Clip> epochs(TrainedModel<?> trained, String folder) throws IOException {
    Optional<byte[]> sheet = trained.folder().read(EpochPictures.SHEET);
    if (sheet.isEmpty()) {
      return List.of();
    }
    Files.createDirectories(report.resolve(folder));
    String file = folder + "/" + EpochPictures.SHEET;
    Files.write(report.resolve(file), sheet.get());
    String text = "What the model made after its epochs.";
    return List.of(
        new Clip("Epochs", List.of(), "", List.of(), new Picture(file, file, text), List.of()));
  }

  private String moved(String dataset, TrainingContent training) throws IOException {
    String when =
        TrainingRuns.lastWritten(lake, dataset, training.runId(), training.model())
            .map(time -> ", last saved " + time.truncatedTo(ChronoUnit.SECONDS))
            .orElse("");
    return "There is nothing to hear of this model: it was trained in "
        + training.model()
        + when
        + ", and is no longer there. Put it back to hear it in the next report.";
  }

  private List<Clip> clips(TrainedModel<?> trained, String folder) throws IOException {
    GenerateOptions options = new GenerateOptions();
    options.model = trained.folder().name();
    options.out = report.resolve(folder);
    options.count = COUNT;
    options.seed = SEED;
    Generator<?> generator = Generate.write(options, trained, clipS);
    List<Figure> facts =
        trained.facts().entrySet().stream()
            .map(fact -> new Figure(fact.getKey(), fact.getValue()))
            .toList();
    List<Clip> clips = new ArrayList<>();
    for (String name : options.names(trained)) {
      compress(options.out, name, clipS);
      String base = folder + "/" + name;
      List<Sound> sounds = List.of(new Sound("", base + ".mp3"));
      clips.add(new Clip(name, facts, "", sounds, generator.picture(base), links(base)));
    }
    return clips;
  }

  /** A model of notes has a MIDI file, too. */
  private List<Link> links(String base) {
    Link made = new Link("How it was made (JSON)", base + ".json");
    String midi = base + ".mid";
    return Files.exists(report.resolve(midi))
        ? List.of(new Link("MIDI", midi), made)
        : List.of(made);
  }

  /** Makes a WAV file of a folder an MP3 file, of so many seconds at most. */
  static void compress(Path folder, String name, double clipS) throws IOException {
    Path wav = folder.resolve(name + ".wav");
    try (SeekableByteChannel bytes = Files.newByteChannel(wav)) {
      Mp3Clip.ofAudio(bytes, clipS, folder.resolve(name + ".mp3"));
    } catch (MalformedInputException e) {
      throw new IllegalStateException("What was just made cannot be read", e);
    }
    Files.delete(wav);
  }
}
