package io.partita.ingest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of an ingest that takes any number of inputs. */
public class IngestOptions extends LakeOptions {
  @Option(
      names = "--input",
      required = true,
      arity = "1..*",
      paramLabel = "PATH",
      description =
          "Archives (tar.gz, tar, zip), folders or single files; local, file: or hdfs:; globs"
              + " work.")
  public List<String> inputs = new ArrayList<>();

  @Override
  public List<String> inputs() {
    return inputs;
  }

  @Override
  public Map<String, Object> others() {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put("--input", inputs);
    options.putAll(super.others());
    return options;
  }
}
