package io.partita.demo;

import io.partita.ingest.RunReport;
import io.partita.ingest.audio.IngestFma;
import io.partita.ingest.midi.IngestLmd;
import io.partita.ingest.msd.IngestMsd;
import java.io.IOException;
import java.nio.file.Path;

/**
 * The ingests of a demo.
 *
 * @param data folder of generated data
 * @param lake to write to
 */
record DemoIngests(Path data, String lake) {
  RunReport lmd() throws IOException {
    IngestLmd ingest = new IngestLmd();
    SpokenCommand.parse(
        "ingest lmd",
        ingest,
        "--input",
        data("lmd_matched.tar.gz"),
        "--metadata",
        data("msd_summary_file.h5"),
        "--match-scores",
        data("match_scores.json"),
        "--lake",
        lake,
        "--again");
    return ingest.run();
  }

  RunReport msd() throws IOException {
    IngestMsd ingest = new IngestMsd();
    SpokenCommand.parse("ingest msd", ingest, "--input", data("msd"), "--lake", lake, "--again");
    return ingest.run();
  }

  RunReport fma() throws IOException {
    IngestFma ingest = new IngestFma();
    SpokenCommand.parse(
        "ingest fma",
        ingest,
        "--input",
        data("fma_small.zip"),
        "--metadata",
        data("fma_metadata.zip"),
        "--lake",
        lake,
        "--again");
    return ingest.run();
  }

  private String data(String name) {
    return data.resolve(name).toString();
  }
}
