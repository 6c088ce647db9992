package io.partita.studio;

import io.partita.MalformedInputException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** All rejected files, or those of a fault, as a ZIP, from what the lake was made of. */
final class RejectedFiles {
  private static final int MOST = 10_000;
  private static final long MOST_BYTES = 512L << 20;
  private static final int BLOCK = 64 << 10;

  /** An entry that says which files are not in the ZIP, and why. */
  private static final String MISSING = "missing.txt";

  /** Of a run: its report, and the MD5 of each file by input and path. */
  private record Sources(String report, Map<String, Map<String, String>> files) {}

  /** By data set. */
  private final Map<String, Sources> sources = new LinkedHashMap<>();

  /**
   * Those that the quarantine has.
   *
   * @param fault its name; empty for all
   * @throws BadRequest where no file has the fault
   */
  RejectedFiles(Snapshot snapshot, Connection connection, String fault)
      throws SQLException, IOException {
    String query =
        "SELECT DISTINCT dataset, source, path, md5 FROM quarantine WHERE ? IN ('', fault)"
            + " ORDER BY dataset, source, path LIMIT "
            + MOST;
    if (snapshot.has("quarantine")) {
      try (PreparedStatement sql = connection.prepareStatement(query)) {
        sql.setString(1, fault);
        for (Map<String, Object> row : Lists.rows(sql.executeQuery())) {
          String dataset = (String) row.get("dataset");
          if (!sources.containsKey(dataset)) {
            String report = snapshot.files().report(dataset, "quarantine");
            sources.put(dataset, new Sources(report, new LinkedHashMap<>()));
          }
          sources
              .get(dataset)
              .files()
              .computeIfAbsent((String) row.get("source"), key -> new LinkedHashMap<>())
              .put((String) row.get("path"), (String) row.get("md5"));
        }
      }
    }
    if (sources.isEmpty()) {
      throw BadRequest.notFound("No rejected file has the fault " + fault + ".");
    }
  }

  /** Writes the ZIP part by part. */
  void write(QueryProcess.Parts parts) throws IOException {
    Zip zip = new Zip(new ZipOutputStream(new BufferedOutputStream(parts.stream(), BLOCK)));
    for (Map.Entry<String, Sources> dataset : sources.entrySet()) {
      SourceFiles from = new SourceFiles(dataset.getValue().report());
      for (Map.Entry<String, Map<String, String>> input : dataset.getValue().files().entrySet()) {
        zip.begin(dataset.getKey(), input.getValue());
        try {
          from.read(input.getKey(), List.copyOf(input.getValue().keySet()), zip);
        } catch (BadRequest | MalformedInputException e) {
          zip.missAll(e.getMessage());
        }
      }
    }
    zip.close();
  }

  /** What is taken, and what is missed. */
  private static final class Zip implements SourceFiles.Taker {
    private final ZipOutputStream zip;
    private final Set<String> names = new HashSet<>(Set.of(MISSING));
    private final List<String> missing = new ArrayList<>();
    private String dataset;
    private Map<String, String> md5s;
    private long bytes;

    private Zip(ZipOutputStream zip) {
      this.zip = zip;
    }

    private void begin(String dataset, Map<String, String> md5s) {
      this.dataset = dataset;
      this.md5s = new LinkedHashMap<>(md5s);
    }

    @Override
    public void take(String path, byte[] file) throws IOException {
      String md5 = md5s.get(path);
      if (md5 == null || !md5.equals(md5(file))) {
        miss(path, "Its bytes are not known to be those that were rejected.");
      } else if (bytes + file.length > MOST_BYTES) {
        miss(path, "The files before it have " + (MOST_BYTES >> 20) + " MiB.");
      } else {
        md5s.remove(path);
        bytes += file.length;
        zip.putNextEntry(new ZipEntry(name(path)));
        zip.write(file);
        zip.closeEntry();
      }
    }

    @Override
    public void miss(String path, String why) {
      md5s.remove(path);
      missing.add(dataset + "/" + path + ": " + why);
    }

    /** The rest of an input. */
    private void missAll(String why) {
      List.copyOf(md5s.keySet()).forEach(path -> miss(path, why));
    }

    /** Relative, without what leads out of a folder, and another one for each file. */
    private String name(String path) {
      String plain =
          Arrays.stream((dataset + "/" + path).split("[/\\\\]", -1))
              .map(part -> part.replaceAll("[\\p{Cntrl}:*?\"<>|]", "_"))
              .filter(part -> !part.isEmpty() && !part.equals(".") && !part.equals(".."))
              .collect(Collectors.joining("/"));
      String name = plain;
      for (int i = 2; !names.add(name); i++) {
        name = plain + "~" + i;
      }
      return name;
    }

    private void close() throws IOException {
      if (!missing.isEmpty()) {
        zip.putNextEntry(new ZipEntry(MISSING));
        zip.write((String.join("\n", missing) + "\n").getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
      }
      zip.close();
    }
  }

  /** In lower-case hex, as tables have it. */
  static String md5(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has MD5", e);
    }
  }
}
