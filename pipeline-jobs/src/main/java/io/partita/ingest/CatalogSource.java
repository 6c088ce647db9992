package io.partita.ingest;

import io.partita.MalformedInputException;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.archive.ArchiveLimits;
import io.partita.archive.InputFile;
import io.partita.archive.Member;
import io.partita.archive.MemberReader;
import io.partita.catalog.CsvCatalog;
import io.partita.lake.input.HadoopFile;
import io.partita.lake.input.InputPath;
import io.partita.lake.input.InputPlan;
import io.partita.lake.input.InputSlice;
import io.partita.lake.input.TextFilter;
import io.partita.terminal.VisibleText;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * Where the catalog is: a file beside the input, a member inside it, or nowhere.
 *
 * @param file the file; empty when the catalog is a member, or if absent
 * @param member its path inside the input, or an end of it; null unless it is a member
 * @param pathColumn the column that ends each member's path
 */
public record CatalogSource(Optional<InputPlan.Source> file, String member, String pathColumn) {
  /** How many members are the catalog, as reports count them. */
  public static final String FILES = "catalog_files";

  /** CSV files of an input whose headers are read, in the search for its own catalog. */
  private static final int MOST_LOOKED_AT = 20;

  /** Where a member that is the catalog is kept in the stage. */
  public static final String STAGED = "raw/catalog.csv";

  /**
   * @param catalog as given on the command line; null for no catalog
   * @throws UserException when it is neither a file nor, as far as that can be told without reading
   *     the input, a member; or when it is a file that is no usable CSV
   */
  public static CatalogSource of(
      String catalog, String pathColumn, InputPlan input, Configuration conf) throws IOException {
    if (catalog == null) {
      return new CatalogSource(Optional.empty(), null, pathColumn);
    }
    if (InputPath.exact("--catalog", catalog, conf).isPresent()) {
      CatalogSource source =
          new CatalogSource(
              Optional.of(InputPlan.sideFile("--catalog", catalog, conf)), null, pathColumn);
      source.readFile(InputPath.open(source.file().orElseThrow().path(), conf));
      return source;
    }
    CatalogSource source = new CatalogSource(Optional.empty(), catalog, pathColumn);
    Optional<List<String>> members = input.memberPaths();
    boolean isNoMember =
        catalog.startsWith("/") // as no member's path does
            || (members.isPresent() && members.get().stream().noneMatch(source.isMember()));
    if (isNoMember) {
      throw new UserException(
          Mistake.NO_SUCH_FILE,
          "--catalog " + catalog + " is neither a file nor a member of the input.");
    }
    return source;
  }

  /**
   * The input's own catalog: the only CSV among its members that has both the path column and a
   * split for its files, as Groove's {@code info.csv} and MAESTRO's. Says on standard error which
   * one is used, or which are not. The members of a tar are not known before it is read: there is
   * none.
   */
  public static CatalogSource own(
      String pathColumn, InputPlan input, ArchiveLimits limits, Configuration conf)
      throws IOException {
    CatalogSource none = new CatalogSource(Optional.empty(), null, pathColumn);
    List<String> found = csvMembers(input);
    if (found.isEmpty()) {
      return none;
    }
    List<String> own = new ArrayList<>();
    for (String csv : found.subList(0, Math.min(MOST_LOOKED_AT, found.size()))) {
      if (isCatalog(csv, pathColumn, input, limits, conf)) {
        own.add(csv);
      }
    }
    if (own.size() == 1) {
      System.err.println(
          "Catalog: "
              + VisibleText.line(own.get(0))
              + " of the input; its column split is kept. Leave it out with --no-catalog.");
      return new CatalogSource(Optional.empty(), own.get(0), pathColumn);
    }
    sayUnused(found, "give one with --catalog and --catalog-path-column.");
    return none;
  }

  /**
   * Says on standard error which CSV files of the input a command leaves unread.
   *
   * @param instead how splits are made, or what to do; a sentence's end
   */
  public static void sayUnused(InputPlan input, String instead) {
    List<String> found = csvMembers(input);
    if (!found.isEmpty()) {
      sayUnused(found, instead);
    }
  }

  private static void sayUnused(List<String> found, String instead) {
    System.err.println(
        "Not used: "
            + VisibleText.line(found.get(0))
            + (found.size() > 1
                ? String.format(Locale.ROOT, " and %,d more CSV files", found.size() - 1)
                : "")
            + " of the input; "
            + instead);
  }

  private static List<String> csvMembers(InputPlan input) {
    return input.memberPaths().orElse(List.of()).stream()
        .filter(path -> path.toLowerCase(Locale.ROOT).endsWith(".csv"))
        .filter(path -> !path.startsWith("__MACOSX/") && !path.contains("/._"))
        .toList();
  }

  private static boolean isCatalog(
      String path, String pathColumn, InputPlan input, ArchiveLimits limits, Configuration conf)
      throws IOException {
    for (InputSlice slice : input.slices()) {
      try (MemberReader members = slice.open(conf, limits, path::equals)) {
        for (var next = members.next(); next.isPresent(); next = members.next()) {
          if (next.get() instanceof Member member) {
            CsvCatalog read = CsvCatalog.read(new ByteArrayInputStream(member.bytes()), pathColumn);
            return read.columns().contains(CsvCatalog.SPLIT_COLUMN);
          }
        }
      } catch (MalformedInputException e) {
        return false; // no catalog, whatever it is
      }
    }
    return false;
  }

  /** By a member's path, whether it is the catalog. */
  public TextFilter isMember() {
    String wanted = member;
    return path -> wanted != null && (path.equals(wanted) || path.endsWith("/" + wanted));
  }

  /**
   * The catalog's rows; empty when there is no catalog.
   *
   * @param stage folder that a member that is the catalog was kept in
   * @param foundInInput whether such a member came by
   * @throws UserException when it is not to be found there, or is no usable CSV
   */
  public Optional<CsvCatalog> read(Path stage, Configuration conf, boolean foundInInput)
      throws IOException {
    if (file.isPresent()) {
      return Optional.of(readFile(InputPath.open(file.get().path(), conf)));
    }
    if (member == null) {
      return Optional.empty();
    }
    if (!foundInInput) {
      throw new UserException(
          Mistake.NO_SUCH_FILE,
          "--catalog " + member + " is neither a file nor a member of the input.");
    }
    return Optional.of(readFile(new HadoopFile(new Path(stage, STAGED), conf)));
  }

  private CsvCatalog readFile(InputFile csv) throws IOException {
    try (InputStream in = csv.openStream()) {
      return CsvCatalog.read(in, pathColumn);
    } catch (MalformedInputException e) {
      throw new UserException(
          Mistake.MALFORMED_FILE, "--catalog " + csv.path() + ": " + e.detail() + ".", e);
    }
  }
}
