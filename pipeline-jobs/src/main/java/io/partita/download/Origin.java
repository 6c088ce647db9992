package io.partita.download;

import java.net.URI;
import java.net.http.HttpHeaders;

/**
 * What a server said about a file when its first byte came.
 *
 * @param address that was asked for, before any redirect
 * @param etag the strong entity tag; null where the server gave none, or a weak one, which does not
 *     promise the same bytes
 * @param lastModified as the server wrote it; null where it gave none
 * @param length in bytes; -1 where it is not known
 */
record Origin(String address, String etag, String lastModified, long length) {
  static final long UNKNOWN = -1;

  static Origin of(URI address, HttpHeaders headers) {
    return new Origin(
        address.toString(),
        headers.firstValue("ETag").filter(tag -> tag.startsWith("\"")).orElse(null),
        headers.firstValue("Last-Modified").orElse(null),
        headers.firstValueAsLong("Content-Length").orElse(UNKNOWN));
  }

  /** What {@code If-Range} takes to tell the file from a later one, or null. */
  String validator() {
    return etag == null ? lastModified : etag;
  }

  Origin withLength(long known) {
    return new Origin(address, etag, lastModified, known);
  }

  /** Whether another answer's headers tell of another file than this one. */
  boolean isOtherThan(HttpHeaders headers) {
    Origin other = of(URI.create(address), headers);
    if (etag != null && other.etag != null) {
      return !etag.equals(other.etag);
    }
    return lastModified != null
        && other.lastModified != null
        && !lastModified.equals(other.lastModified);
  }
}
