package io.partita.fuzz;

import java.util.EnumSet;
import java.util.Set;
import java.util.SplittableRandom;

/** What is mutated: how often, and what one input of it may cost. */
enum FuzzFormat {
  /**
   * Three bytes make a note: its event, its record and those of the sorted copies, its tokens in
   * each scheme and its place in the statistics and in the hash, some hundred bytes each. 32,768
   * empty quarters are a megabyte of tokens, while the array grows.
   */
  MIDI("mid", 52, 3 << 20, 2000),
  /** A window and a block, then each member once; names are decoded and made printable. */
  TAR("tar", 11, 3 << 20, 64),
  /** As a tar, and two windows of 256 KiB: one to tell the kind, one to read. */
  TAR_GZ("tar.gz", 9, 4 << 20, 64),
  GZIP("mid.gz", 6, 4 << 20, 64),
  /** Two channel windows of 256 KiB, and an inflater's buffer for each member. */
  ZIP("zip", 10, 4 << 20, 1024),
  /** jHDF reads each header several times and makes an object of every field and attribute. */
  HDF5("h5", 12, 4 << 20, 64),
  /** Planes of the largest frame, and some objects for each packet and frame: a byte may be one. */
  MP3("mp3", 3, 2 << 20, 2048),
  FLAC("flac", 3, 2 << 20, 2048),
  OGG("ogg", 4, 2 << 20, 2048),
  WAV("wav", 2, 2 << 20, 2048),
  AU("au", 1, 2 << 20, 2048),
  M4A("m4a", 3, 2 << 20, 2048),
  /** A code of ten bits is read as one of 16, and a segment is an object. */
  ECDC("ecdc", 8, 1 << 20, 64),
  /** A number of a byte is a float or an int, and is copied once. */
  NPY("npy", 8, 1 << 20, 64),
  /** As a zip that is read twice. */
  NPZ("npz", 6, 2 << 20, 1024);

  private static final Set<FuzzFormat> AUDIO = EnumSet.range(MP3, M4A);

  private final String extension;
  private final int weight;
  private final long constantBytes;
  private final long multiple;

  FuzzFormat(String extension, int weight, long constantBytes, long multiple) {
    this.extension = extension;
    this.weight = weight;
    this.constantBytes = constantBytes;
    this.multiple = multiple;
  }

  /** The ending of a file name, without its dot. */
  String extension() {
    return extension;
  }

  /** What any input may allocate, however small. */
  long constantBytes() {
    return constantBytes;
  }

  /** What each byte of an input may allocate beyond that. */
  long multiple() {
    return multiple;
  }

  boolean isAudio() {
    return AUDIO.contains(this);
  }

  /** One of some formats, by the weights: cheap ones come more often. */
  static FuzzFormat draw(Set<FuzzFormat> among, SplittableRandom random) {
    int left = random.nextInt(among.stream().mapToInt(format -> format.weight).sum());
    for (FuzzFormat format : among) {
      left -= format.weight;
      if (left < 0) {
        return format;
      }
    }
    throw new AssertionError("The weights do not add up");
  }

  /** The formats of a list of file name endings, with commas between. */
  static Set<FuzzFormat> ofExtensions(String list) {
    Set<FuzzFormat> formats = EnumSet.noneOf(FuzzFormat.class);
    for (String extension : list.split(",", -1)) {
      formats.add(ofName("." + extension));
    }
    return formats;
  }

  /** The format of a saved input, by its name. */
  static FuzzFormat ofName(String name) {
    for (FuzzFormat format : values()) {
      if (name.endsWith("." + format.extension)) {
        return format;
      }
    }
    throw new IllegalArgumentException("Expected a name that ends as a format's, got " + name);
  }
}
