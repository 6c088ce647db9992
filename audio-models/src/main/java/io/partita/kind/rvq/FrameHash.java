package io.partita.kind.rvq;

/** Numbers that are as good as random, and the same for the same frame wherever it lies. */
public final class FrameHash {
  private static final long PRIME = 0x100000001B3L;
  private static final long BASIS = 0xCBF29CE484222325L;

  private FrameHash() {}

  /** The hash of a track, by its name: FNV-1a of 64 bits over its characters. */
  public static long ofTrack(String track) {
    long hash = BASIS;
    for (int i = 0; i < track.length(); i++) {
      hash = (hash ^ track.charAt(i)) * PRIME;
    }
    return hash;
  }

  /** The hash of a frame of a track. */
  public static long ofFrame(long track, long frame) {
    return mixed(track + mixed(frame));
  }

  /** Another hash of the same, as a seed says: the last steps of SplitMix64. */
  public static long salted(long hash, long seed) {
    return mixed(hash ^ mixed(seed));
  }

  /**
   * Whether a hash is among a share of all.
   *
   * @param share 0 to 1
   */
  public static boolean isWithin(long hash, double share) {
    return share >= 1 || (hash >>> 1) < share * Long.MAX_VALUE;
  }

  private static long mixed(long value) {
    long mixed = value + 0x9E3779B97F4A7C15L;
    mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
    return mixed ^ (mixed >>> 31);
  }
}
