package io.partita;

import java.util.Arrays;
import java.util.Optional;

/**
 * The mistakes of users by stable codes. Programs and tests read these; a message's words may
 * improve. A code keeps its meaning once it is published.
 */
public enum Mistake implements Labelled {
  // The command line and settings.
  BAD_OPTION(
      "An option, argument or command is unknown, or its value is not allowed.",
      "Use a value from the message or from `--help`."),
  MISSING_OPTION(
      "An option or argument is missing that this use of the command needs.",
      "Add the option that the message names."),
  OPTIONS_EXCLUDE(
      "Two options exclude each other, or one does not apply to the other's value or the model.",
      "Leave one of them out."),
  BAD_SETTING(
      "An environment variable or a setting of Spark is missing or has a wrong value.",
      "Set it as the message says."),

  // Names and places.
  NO_SUCH_FILE("A file or folder does not exist.", "Check the path; fetch or create the file."),
  NO_SUCH_LAKE("The folder holds no lake.", "Check `--lake`, or run an ingest command first."),
  NO_SUCH_DATASET("The lake has no such data set.", "Check `--dataset`, or ingest it first."),
  NO_SUCH_TABLE(
      "There is no such table, or the data set lacks it.",
      "Check the name; `partita tables` lists the tables and what makes them."),
  NO_SUCH_TRACK(
      "No row or file has this track.", "Look it up with `partita sql` or `partita inspect`."),
  NO_SUCH_SPLIT("The data set has no such split.", "Use a split that the message lists."),
  NO_SUCH_MODEL("The folder holds no model.", "Check `--model`, or train one first."),
  BAD_PATH(
      "A path is malformed or ambiguous, or is a folder where a file is needed, or the reverse.",
      "Give a path of the kind that the message names."),
  NO_ACCESS(
      "This user may not read or write there, or nothing can be written there.",
      "Change the permissions, or use another place."),
  UNSUITABLE_STORE(
      "The file system cannot hold a lake: it lacks an atomic rename.",
      "Put the lake on HDFS or a local disk."),
  OCCUPIED(
      "A folder, file or address is in use already.",
      "Use another one, or `--replace` or `--resume` where the command has them."),
  WOULD_DELETE(
      "A run would delete rows of a lake that it does not make again.",
      "Use `--replace` if they may go."),
  SAME_FILE(
      "A file to write is one that the command reads, or two outputs are one file.",
      "Give each file its own name."),

  // Files.
  MALFORMED_FILE("A file is damaged or has another format.", "Replace it with an intact copy."),
  UNSUPPORTED_FILE(
      "The command does not write or read this kind of file.",
      "Use a file name extension that the message lists."),
  TOO_LARGE(
      "A file, a sound or a result exceeds a limit of size.",
      "Make it smaller, or raise the limit that the message names."),
  UNAVAILABLE(
      "A server does not answer, or does not provide a file.",
      "Check the address, or give another."),

  // Data sets and queries.
  NO_DATA(
      "The input or selection holds nothing to work on.",
      "Choose other data, or relax the filter."),
  TOO_FEW_EXAMPLES(
      "There are fewer examples than the settings need.",
      "Use smaller settings, as the message says, or more data."),
  NOT_PREPARED(
      "An earlier command has not made what this one reads.",
      "Run the command that the message names, then this one again."),
  UNFINISHED(
      "The first ingest of a data set was cut short, so nothing is published.",
      "Run it again with `--resume`."),
  DAMAGED_LAKE(
      "A file or table of the lake is damaged or missing.",
      "Restore a copy, or run the command that made it again."),
  OTHER_COMMAND("Another command made this data set.", "Use another `--dataset`."),
  OTHER_VERSION(
      "Another version of Partita, or of a recipe, made what is read.",
      "Use that version, or make the data again."),
  CHANGED("A file has changed since it was read.", "Check the change and run the command again."),
  MISMATCH(
      "Files, data sets and models do not fit together: another recipe, shape, rate or split.",
      "Use the ones that were made for each other."),
  LEAK(
      "The files to evaluate were learned by the model, or one recording is in two splits.",
      "Use held-out files; the message says which are not."),
  BAD_QUERY("A SQL statement cannot be run.", "Correct the statement."),
  READ_ONLY("A SQL statement would write or change settings.", "Only query the lake."),
  OUTSIDE_LAKE(
      "A SQL statement would read outside of the lake.",
      "Use a table of the lake, or `partita sql --other-sources`."),

  // Models.
  DAMAGED_MODEL("A file of a model is damaged.", "Use an intact copy, or train again."),
  UNSUPPORTED_MODEL(
      "A model trained elsewhere lacks what Partita needs.",
      "Export it again with the methods and attributes that the message names."),
  WRONG_MODEL("The command does not work with this model.", "Use a model of a kind it names."),
  MODEL_FAILED(
      "An engine could not load or run a model trained elsewhere.",
      "Read the engine's reason in the message; use an intact file or higher limits."),
  NOT_RESUMABLE(
      "The model in the folder comes from another run, or cannot be trained further.",
      "Resume with the same data and options, or use `--replace` or another `--model`."),
  NOT_COMPARABLE("Models were not trained or measured on the same.", "Compare those that were."),

  // The machine.
  MISSING_TOOL(
      "A program, library, font or build is missing on this machine.",
      "Install or build what the message names."),
  NO_DEVICE("No GPU of this machine can be used.", "Use `--device cpu`, or another GPU or driver.");

  private final String meaning;
  private final String cure;

  Mistake(String meaning, String cure) {
    this.meaning = meaning;
    this.cure = cure;
  }

  /** Its meaning in one sentence. */
  public String meaning() {
    return meaning;
  }

  /** One sentence on what to do. */
  public String cure() {
    return cure;
  }

  /** The mistake with this {@linkplain #label code}; empty where no mistake has it. */
  public static Optional<Mistake> labelled(String label) {
    return Arrays.stream(values()).filter(mistake -> mistake.label().equals(label)).findFirst();
  }
}
