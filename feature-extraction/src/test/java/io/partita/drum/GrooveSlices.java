package io.partita.drum;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.partita.SharedData;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipFile;

/** The unique slices of Groove's files, by its own splits; read from the MIDI files. */
final class GrooveSlices {
  private GrooveSlices() {}

  /** From split to file to its slices of so many bars; files without any are left out. */
  static Map<String, Map<String, List<int[]>>> of(int bars) throws Exception {
    Map<String, Map<String, List<int[]>>> slices = new LinkedHashMap<>();
    try (ZipFile groove = new ZipFile(SharedData.file("data/groove.zip").toFile())) {
      String catalog = new String(bytes(groove, "groove/info.csv"), UTF_8);
      for (String line : catalog.lines().skip(1).toList()) {
        String[] cells = line.split(",", -1);
        List<int[]> ofFile = new ArrayList<>();
        DrumGrid.read(bytes(groove, "groove/" + cells[7]))
            .slices(bars)
            .slices()
            .forEach(slice -> ofFile.add(slice.steps()));
        if (!ofFile.isEmpty()) {
          slices.computeIfAbsent(cells[10], split -> new LinkedHashMap<>()).put(cells[7], ofFile);
        }
      }
    }
    return slices;
  }

  private static byte[] bytes(ZipFile archive, String path) throws IOException {
    try (InputStream in = archive.getInputStream(archive.getEntry(path))) {
      return in.readAllBytes();
    }
  }
}
