package io.partita.model.latent;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.table.LakeTable;
import io.partita.model.job.KindJob;
import io.partita.model.train.TrainedModel;
import io.partita.output.WrittenFiles;
import io.partita.picture.Picture;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What {@code reconstruct} does with models of one kind, and what a page shows of it. */
public interface Reconstructor<M> extends KindJob<M> {
  /**
   * Encodes a file, decodes it, and writes both, with the figures that say how far they are apart.
   *
   * @param written is told of each file, and of a line for people
   * @throws io.partita.UserException where the file is none of what the model has learnt
   */
  void run(ReconstructOptions options, TrainedModel<M> trained, WrittenFiles written)
      throws IOException;

  /**
   * Files of the model's data set that it was not trained on, of the split test or, where that is
   * empty, validation: the same ones of the same lake.
   *
   * @param most of them
   * @throws io.partita.UserException where it cannot be told what it was trained on
   */
  List<HeldOutFile> heldOut(Map<LakeTable, Dataset<Row>> tables, TrainedModel<M> trained, int most)
      throws IOException;

  /** Makes the reconstructions about so long, whatever the options say. */
  void last(double seconds);

  /** For a page: in a sentence or two, what is heard and seen beside each other. */
  String comparison();

  /**
   * The sounds of a reconstruction by what is between NAME- and .wav, in the order in which they
   * are heard; each with its title. One that was not made is left out.
   */
  default Map<String, String> sounds() {
    Map<String, String> sounds = new LinkedHashMap<>();
    sounds.put(ReconstructOptions.ORIGINAL, "Original");
    sounds.put(ReconstructOptions.RECONSTRUCTION, "Reconstruction");
    return sounds;
  }

  /**
   * The picture of a reconstruction.
   *
   * @param name path of its files, without their endings
   */
  Picture picture(String name);

  /**
   * The figures of a reconstruction, as texts with their units.
   *
   * @param provenance its JSON file
   */
  Map<String, String> figures(JsonNode provenance);
}
