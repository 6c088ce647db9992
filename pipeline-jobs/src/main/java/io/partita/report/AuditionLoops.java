package io.partita.report;

import io.partita.UserException;
import io.partita.drum.DrumLoop;
import io.partita.drum.LoopFigures;
import io.partita.lake.run.StepProgress;
import io.partita.lake.table.LakeTable;
import io.partita.model.examples.FileExample;
import io.partita.model.job.HumanizeOption;
import io.partita.model.job.Processor;
import io.partita.model.run.FileChoice;
import io.partita.model.slices.SliceCut;
import io.partita.model.slices.SliceExamples;
import io.partita.model.slices.SliceForm;
import io.partita.model.slices.SliceForms;
import io.partita.model.slices.SliceGenerator;
import io.partita.model.slices.SliceModel;
import io.partita.model.train.TrainedModel;
import io.partita.option.LoudnessOptions;
import io.partita.option.ReplaceOption;
import io.partita.output.MusicFiles;
import io.partita.picture.Picture;
import io.partita.picture.SliceRoll;
import io.partita.report.clip.Clip;
import io.partita.report.clip.Figure;
import io.partita.report.clip.Link;
import io.partita.report.clip.Sound;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Loops that a drum model draws, each with the slice of a data set that differs from it in the
 * fewest hits. None is chosen: they are the first that the options of {@code generate} give.
 */
final class AuditionLoops {
  static final String OPTION = "--audition";

  private static final int COUNT = 24;
  private static final long SEED = 1;
  private static final String TEST = "test";
  private static final String FOLDER = "clips/audition";
  private static final SliceForm FORM = SliceForms.DRUMS;

  /** A real slice, and in how many hits it differs from a loop. */
  @SuppressWarnings("ArrayRecordComponent") // compared by its order alone
  private record Neighbour(int hits, String split, List<String> file, int[] steps)
      implements Serializable {
    /** The same whatever the order in which slices are looked at. */
    private static final Comparator<Neighbour> NEAREST =
        Comparator.comparingInt(Neighbour::hits)
            .thenComparing(Neighbour::split)
            .thenComparing(of -> String.join("\n", of.file()))
            .thenComparing(Neighbour::steps, Arrays::compare);

    Neighbour orNearer(Neighbour other) {
      return other == null || NEAREST.compare(this, other) <= 0 ? this : other;
    }

    /** Where it is, for people: the file, without what it was ingested from. */
    String path() {
      return file.get(1);
    }
  }

  private final String model;
  private final String dataset;
  private final List<int[]> loops;
  private final List<Neighbour> neighbours;
  private final List<Figure> figures;

  private AuditionLoops(
      String model,
      String dataset,
      List<int[]> loops,
      List<Neighbour> neighbours,
      List<Figure> figures) {
    this.model = model;
    this.dataset = dataset;
    this.loops = loops;
    this.neighbours = neighbours;
    this.figures = figures;
  }

  /**
   * Draws the loops, and looks for their neighbours.
   *
   * @param shown data sets: that of the model's training is taken, or else the first
   * @throws UserException where the model draws no drum loops, or the data set has no slices of its
   *     length and map
   */
  static AuditionLoops of(
      TrainedModel<?> trained, List<String> shown, Map<LakeTable, Dataset<Row>> tables)
      throws IOException {
    SliceCut cut = ((SliceModel) trained.model()).sliceCut();
    String learnt = trained.card().provenance().dataset();
    String dataset = shown.contains(learnt) ? learnt : shown.get(0);
    SliceExamples real = SliceExamples.of(tables, dataset, cut, null, 0, FileChoice.of(trained));
    Processor.use();
    List<int[]> loops =
        SliceGenerator.of(SliceForms.DRUMS, OPTION, trained).usualSlices(trained, COUNT, SEED);
    return new AuditionLoops(
        trained.folder().name(), dataset, loops, neighbours(loops, real), figures(loops, real));
  }

  private static List<Neighbour> neighbours(List<int[]> loops, SliceExamples real) {
    Neighbour[] nearest = new Neighbour[loops.size()];
    for (String split : real.countBySplit().keySet()) {
      Neighbour[] found =
          real.byFile(split)
              .mapPartitions(
                  slices -> {
                    Neighbour[] best = new Neighbour[loops.size()];
                    while (slices.hasNext()) {
                      FileExample slice = slices.next();
                      for (int k = 0; k < best.length; k++) {
                        int hits = DrumLoop.hammingDistance(loops.get(k), slice.example());
                        if (best[k] == null || hits <= best[k].hits()) {
                          best[k] =
                              new Neighbour(hits, split, slice.file(), slice.example())
                                  .orNearer(best[k]);
                        }
                      }
                    }
                    return Collections.singletonList(best).iterator();
                  })
              .reduce(AuditionLoops::nearer);
      nearest = nearer(nearest, found);
    }
    return List.of(nearest);
  }

  private static Neighbour[] nearer(Neighbour[] one, Neighbour[] other) {
    Neighbour[] nearest = new Neighbour[one.length];
    for (int k = 0; k < one.length; k++) {
      nearest[k] = one[k] == null ? other[k] : one[k].orNearer(other[k]);
    }
    return nearest;
  }

  /** Of these loops beside those of the split test, where there is one. */
  private static List<Figure> figures(List<int[]> loops, SliceExamples real) {
    List<int[]> test = real.of(TEST).byNumber().values().collect();
    return test.isEmpty()
        ? List.of()
        : LoopFigures.of(loops).against(LoopFigures.of(test)).stream()
            .map(
                of ->
                    new Figure(
                        of.figure().replace('_', ' '),
                        String.format(Locale.ROOT, "%.2f (%.2f)", of.drawn(), of.real())))
            .toList();
  }

  /**
   * Makes sounds and pictures of them, all played as {@code generate} plays loops.
   *
   * @param site folder of the report
   */
  Audition audition(Path site, double clipS) throws IOException {
    MusicFiles files =
        MusicFiles.in(site.resolve(FOLDER), new LoudnessOptions(), ReplaceOption.no(), file -> {});
    HumanizeOption.Playing playing = new HumanizeOption().playing(true, FORM.product(), SEED);
    List<Clip> clips = new ArrayList<>();
    try (StepProgress progress = new StepProgress("Playing loops", "loops")) {
      for (int k = 0; k < loops.size(); k++) {
        clips.add(clip(k, site, files, playing, clipS));
        progress.show(clips.size(), loops.size());
      }
    }
    return new Audition(model, dataset, figures, clips);
  }

  private Clip clip(
      int k, Path site, MusicFiles files, HumanizeOption.Playing playing, double clipS)
      throws IOException {
    String name = String.format(Locale.ROOT, "loop-%02d", k + 1);
    String title = "Loop " + (k + 1);
    int[] loop = loops.get(k);
    Neighbour real = neighbours.get(k);
    List<Sound> sounds = new ArrayList<>();
    List<Link> links = new ArrayList<>();
    for (Map.Entry<String, int[]> of :
        List.of(Map.entry("", loop), Map.entry("-real", real.steps()))) {
      String file = name + of.getKey();
      String what = of.getKey().isEmpty() ? "Drawn by the model" : "Nearest real slice";
      files.midiAndWav(file, playing.scores().apply(FORM.score(of.getValue())), true);
      ModelClips.compress(site.resolve(FOLDER), file, clipS);
      sounds.add(new Sound(what, FOLDER + "/" + file + ".mp3"));
      links.add(new Link(what + " (MIDI)", FOLDER + "/" + file + ".mid"));
    }
    String differ = real.hits() + " " + FORM.unit() + " differ";
    files.picture(
        name,
        FORM.picture(
            title,
            List.of(
                new SliceRoll("drawn", "", loop), new SliceRoll("real", differ, real.steps()))));
    String picture = FOLDER + "/" + name + ".png";
    String text = "Rolls of the drawn loop and, below it, of the real slice.";
    List<Figure> facts =
        List.of(
            new Figure("Hits that differ", String.valueOf(real.hits())),
            new Figure("Hits", String.valueOf(hits(loop))),
            new Figure("Split", real.split()),
            new Figure("File", real.path()));
    return new Clip(title, facts, "", sounds, new Picture(picture, null, text), links);
  }

  private static int hits(int[] loop) {
    return Arrays.stream(loop).map(Integer::bitCount).sum();
  }
}
