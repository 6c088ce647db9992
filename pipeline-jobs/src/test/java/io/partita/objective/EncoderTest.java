package io.partita.objective;

import static io.partita.Naming.naming;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.partita.UntrainedModel;
import io.partita.kind.musicvae.MusicVae;
import io.partita.kind.musicvae.MusicVaeKind;
import io.partita.lake.run.Spark;
import io.partita.lake.table.LakeTable;
import io.partita.model.slices.vae.SliceLatents;
import io.partita.model.train.TrainedModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a failed task says of the examples that it encoded. */
@Tag("spark")
class EncoderTest {
  private static final Map<String, Object> SLICE =
      Map.of(
          "source",
          "beats",
          "path",
          "beats/a.mid",
          "midi_md5",
          "0f",
          "bars",
          2,
          "piece",
          0,
          "start_step",
          0L,
          "slice_hash",
          "1e",
          // Two steps, where the table has 32.
          "steps",
          List.of((short) 1, (short) 2));

  @TempDir private Path folder;

  @Test
  void aBugNamesItsSlices() throws Exception {
    UntrainedModel.write(MusicVae.named("cat-drums_2bar_tiny"), folder.resolve("model"));
    TrainedModel<MusicVae> model =
        TrainedModel.read(
            MusicVaeKind.KIND, folder.resolve("model").toString(), new Configuration());
    try (SparkSession spark = Spark.session(Spark.conf("latents").setMaster("local[1]"))) {
      Dataset<Row> latents =
          new Encoder<>(MusicVaeKind.KIND, new SliceLatents<>())
              .rows(
                  spark,
                  model,
                  SliceLatents.source(model.model().form(), slices(spark), 1, null),
                  spark.sparkContext().longAccumulator("done"));

      assertThatThrownBy(latents::collectAsList)
          .cause()
          .isInstanceOf(IllegalStateException.class)
          .message()
          .is(naming("beats/a.mid", "java.lang"));
    }
  }

  private static Dataset<Row> slices(SparkSession spark) {
    StructType schema = new StructType();
    List<Object> values = new ArrayList<>();
    for (var field : LakeTable.DRUM_SLICES.schema().fields()) {
      if (SLICE.containsKey(field.name())) {
        schema = schema.add(field);
        values.add(SLICE.get(field.name()));
      }
    }
    return spark.createDataFrame(List.of(RowFactory.create(values.toArray())), schema);
  }
}
