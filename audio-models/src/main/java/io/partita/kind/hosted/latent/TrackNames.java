package io.partita.kind.hosted.latent;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Names of files that are made of tracks, whose ids may be paths. */
final class TrackNames {
  private static final String PLAIN = "[A-Za-z0-9_][A-Za-z0-9._-]*";
  private static final int LONGEST = 100;
  private static final int HASH_BYTES = 4;

  private TrackNames() {}

  /**
   * A name without folders, another one for each id: the id itself where it is plain, else what is
   * plain of it and the first digits of its SHA-256.
   */
  static String of(String id) {
    if (id.matches(PLAIN) && id.length() <= LONGEST) {
      return id;
    }
    String plain = id.replaceAll("[^A-Za-z0-9._-]", "-").replaceFirst("^[.-]+", "");
    String hash = HexFormat.of().formatHex(sha256(id), 0, HASH_BYTES);
    return plain.substring(0, Math.min(LONGEST, plain.length())) + "-" + hash;
  }

  private static byte[] sha256(String id) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(id.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }
}
