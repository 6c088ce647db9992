package io.partita.objective;

import io.partita.lake.TableShare;
import io.partita.model.ModelKind;
import io.partita.model.latent.GivenFile;
import io.partita.model.latent.LakeLatents;
import io.partita.model.latent.LatentColumns;
import io.partita.model.train.TrainedModel;
import io.partita.nn.latent.Cosine;
import io.partita.output.MusicFiles;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import scala.Tuple2;

/** What {@code find similar} does: what of a lake is most like an example of a file. */
public final class Finder<M extends LatentModel<E>, E> extends FormJob<M, E, LatentTable<M, E>> {
  /** Of what is decoded to be heard. */
  private static final long SEED = 1;

  public Finder(ModelKind<M> kind, LatentTable<M, E> form) {
    super(kind, form, LatentForm.Command.FIND);
  }

  /**
   * Reads the example of a file that others are to be compared with; nothing is computed yet.
   *
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  public Search<M, E> search(GivenFile file, TrainedModel<M> trained) throws IOException {
    return new Search<>(form, trained, form.one(file, trained.model(), LatentForm.Place.WANTED));
  }

  /** An example, to be looked for in a lake. */
  public record Search<M extends LatentModel<E>, E>(
      LatentTable<M, E> form, TrainedModel<M> trained, Excerpt<E> wanted) {
    /** What it is, for the JSON object. */
    public Map<String, Object> query() {
      return wanted.origin();
    }

    /**
     * What a lake has that is most like it.
     *
     * @param most how many matches at most
     * @throws io.partita.UserException where the lake has no latents of the model
     */
    public Matches<M, E> nearest(LakeLatents latents, int most) throws IOException {
      M model = trained.model();
      LatentTable.Search search = form.search(model);
      List<String> group = search.group();
      List<String> place = search.place();
      boolean areEqual = search.areEqual();
      float[] mu = model.encode(trained.weights(), wanted.examples()).mu()[0];
      List<SimilarLatent> nearest =
          latents
              .rows()
              .select(
                  TableShare.columns(
                      Stream.of(group, place, List.of("mu"))
                          .flatMap(List::stream)
                          .distinct()
                          .toArray(String[]::new)))
              .toJavaRDD()
              .map(row -> similar(row, group, place, areEqual, mu))
              .mapToPair(similar -> new Tuple2<>(similar.group(), similar))
              .reduceByKey((one, other) -> areEqual ? one.and(other) : one.or(other))
              .values()
              .takeOrdered(most);
      return new Matches<>(this, nearest, form.matches(trained, wanted, nearest, latents.tables()));
    }

    private static SimilarLatent similar(
        Row row, List<String> group, List<String> place, boolean areEqual, float[] wanted) {
      float[] mu = LatentColumns.vector(row, "mu");
      return new SimilarLatent(
          List.copyOf(values(row, group).values()),
          Cosine.of(wanted, mu),
          1,
          values(row, place),
          areEqual ? null : mu);
    }

    private static Map<String, Object> values(Row row, List<String> columns) {
      Map<String, Object> values = new LinkedHashMap<>();
      columns.forEach(column -> values.put(column, row.getAs(column)));
      return values;
    }
  }

  /**
   * What was found, the nearest first.
   *
   * @param found for each what the lake has of it
   */
  public record Matches<M extends LatentModel<E>, E>(
      Search<M, E> search, List<SimilarLatent> nearest, List<LatentTable.Match<E>> found) {
    /** A JSON object for each. */
    public List<Map<String, Object>> fields() {
      return found.stream().map(LatentTable.Match::fields).toList();
    }

    /**
     * A table for people.
     *
     * @param file that was given
     */
    public List<String> lines(String file) {
      List<String> lines = new ArrayList<>();
      lines.add("Most like " + search.wanted.place() + " of " + file + ":");
      lines.add("");
      lines.add("  # cosine" + search.form.head(search.trained.model()));
      for (int i = 0; i < found.size(); i++) {
        lines.add(
            String.format(
                Locale.ROOT, "%3d %6.4f%s", i + 1, nearest.get(i).cosine(), found.get(i).line()));
      }
      return lines;
    }

    /** Writes the sound of a match, the first of which is number 0, as files of a name. */
    public void write(int number, String name, MusicFiles files) throws IOException {
      E example = found.get(number).example().get();
      search.form.music(search.trained.model(), List.of(example), null, SEED).write(files, name);
    }

    /** What was looked for and, below it, all matches, as PNG. */
    public byte[] picture(String title) {
      return search.form.picture(search.trained.model(), title, shown());
    }

    /** The same as examples. */
    public List<LatentForm.Shown<E>> shown() {
      List<LatentForm.Shown<E>> shown = new ArrayList<>();
      Excerpt<E> wanted = search.wanted;
      shown.add(new LatentForm.Shown<>("the file", wanted.remark(), wanted.example()));
      for (int i = 0; i < found.size(); i++) {
        String cosine = String.format(Locale.ROOT, "cosine %.4f", nearest.get(i).cosine());
        shown.add(new LatentForm.Shown<>("match " + (i + 1), cosine, found.get(i).example().get()));
      }
      return shown;
    }
  }
}
