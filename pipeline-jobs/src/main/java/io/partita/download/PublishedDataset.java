package io.partita.download;

import com.fasterxml.jackson.core.type.TypeReference;
import io.partita.Mistake;
import io.partita.UserException;
import io.partita.lake.file.Json;
import io.partita.terminal.DidYouMean;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A data set, or the weights of a model, that others publish, as the resource {@code datasets.json}
 * lists it.
 *
 * @param name as people ask for it, in kebab-case
 * @param about it: what it is and which command reads it
 * @param baseUrl the address of the folder that it is published in, with a slash at its end
 * @param folder the folder of its own that its files are saved in; null for none
 * @param terms on which it may be used, a sentence; null where nothing is to be said
 * @param files at least one
 */
public record PublishedDataset(
    String name,
    String about,
    String baseUrl,
    String folder,
    String terms,
    List<PublishedFile> files) {
  private static final Set<String> SCHEMES = Set.of("http", "https");

  /** Every data set, in the order in which people are told of them. */
  public static List<PublishedDataset> all() {
    try (InputStream in = PublishedDataset.class.getResourceAsStream("datasets.json")) {
      return Json.SNAKE_CASE.readValue(in, new TypeReference<>() {});
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read datasets.json", e);
    }
  }

  /**
   * The data set of a name.
   *
   * @throws UserException if absent; it lists those that there are
   */
  public static PublishedDataset named(String name) {
    List<PublishedDataset> all = all();
    List<String> names = all.stream().map(PublishedDataset::name).toList();
    return all.stream()
        .filter(dataset -> dataset.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UserException(
                    Mistake.BAD_OPTION,
                    "There is no data set %s to download. There are: %s.%s"
                        .formatted(name, String.join(", ", names), DidYouMean.ask(name, names))));
  }

  /** Where a file of this data set is below a folder of downloads. */
  public Path place(Path downloads, PublishedFile file) {
    return (folder == null ? downloads : downloads.resolve(folder)).resolve(file.name());
  }

  /**
   * Where a file comes from.
   *
   * @param url an address to take instead of the published one, or null: the file's own, or its
   *     folder's where it ends with a slash or this data set has several files
   * @throws UserException where the URL is none of http or https
   */
  public URI address(PublishedFile file, String url) {
    if (url == null) {
      return URI.create(baseUrl + file.name());
    }
    requireAddress(url);
    if (url.endsWith("/")) {
      return URI.create(url + file.name());
    }
    return URI.create(files.size() > 1 ? url + "/" + file.name() : url);
  }

  private static void requireAddress(String url) {
    try {
      URI address = new URI(url);
      if (address.getScheme() != null
          && SCHEMES.contains(address.getScheme().toLowerCase(Locale.ROOT))
          && address.getHost() != null) {
        return;
      }
    } catch (URISyntaxException e) {
      throw new UserException(
          Mistake.BAD_OPTION, "--url " + url + " is no address: " + e.getReason() + ".", e);
    }
    throw new UserException(
        Mistake.BAD_OPTION,
        "--url must be an address that begins with http or https, not " + url + ".");
  }
}
