package io.partita.files;

import com.fasterxml.jackson.databind.JsonNode;
import io.partita.lake.file.Json;
import io.partita.lake.input.InputPath;
import io.partita.lake.run.Spark;
import io.partita.lake.table.ContentStatus;
import io.partita.model.archive.ModelFolder;
import io.partita.model.train.TrainedModel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;

/** What {@link Inspect} says of a model that was trained here, as of those of others. */
final class TrainedDescription {
  private TrainedDescription() {}

  /** Whether a file is a folder with a model's card. */
  static boolean isOne(String name) throws IOException {
    Configuration conf = Spark.hadoopConfiguration();
    return InputPath.exact("FILE", name, conf).filter(InputPath::isFolder).isPresent()
        && ModelFolder.at(name, conf).exists();
  }

  /** Names and values, those that models of others have under the same names. */
  static Map<String, Object> of(String name) throws IOException {
    TrainedModel<?> trained = TrainedModel.read(name, Spark.hadoopConfiguration());
    JsonNode config = trained.card().config();
    JsonNode rateHz = config.findPath("sampleRateHz");
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("file", name);
    answer.put("status", ContentStatus.OK.label());
    answer.put("format", "Partita");
    answer.put("class", trained.card().kind());
    answer.put("sha256", trained.card().used().sha256());
    answer.put("sample_rate_hz", rateHz.isInt() ? rateHz.intValue() : null);
    answer.put("parameters", trained.numbers().parameters().length);
    answer.put("runs", true);
    answer.put("needs", List.of());
    answer.put("uses", List.of(trained.kind().title()));
    answer.put("config", Json.MAPPER.convertValue(config, Map.class));
    return answer;
  }
}
