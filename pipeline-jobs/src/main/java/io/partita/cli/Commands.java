package io.partita.cli;

import io.partita.cluster.ClusterCommand;
import io.partita.command.Check;
import io.partita.command.DiscardRun;
import io.partita.command.Drop;
import io.partita.command.Export;
import io.partita.command.FindDuplicates;
import io.partita.command.OpenStudio;
import io.partita.command.PublishRun;
import io.partita.command.SimilarPieces;
import io.partita.command.SplitDataset;
import io.partita.command.Stats;
import io.partita.command.VacuumLake;
import io.partita.command.compare.Compare;
import io.partita.command.compare.ListModels;
import io.partita.command.model.DecodeModel;
import io.partita.command.model.Encode;
import io.partita.command.model.Evaluate;
import io.partita.command.model.Generate;
import io.partita.command.model.Hosts;
import io.partita.command.model.InspectModel;
import io.partita.command.model.Interpolate;
import io.partita.command.model.Kinds;
import io.partita.command.model.Reconstruct;
import io.partita.command.model.Similar;
import io.partita.command.publish.CheckModel;
import io.partita.command.publish.PackModel;
import io.partita.command.publish.PublishModel;
import io.partita.demo.Demo;
import io.partita.demo.SampleDataCommand;
import io.partita.download.Download;
import io.partita.files.Convert;
import io.partita.files.Inspect;
import io.partita.ingest.audio.IngestAudio;
import io.partita.ingest.audio.IngestFma;
import io.partita.ingest.midi.IngestAbc;
import io.partita.ingest.midi.IngestLmd;
import io.partita.ingest.midi.IngestMidi;
import io.partita.ingest.midi.IngestMusicXml;
import io.partita.ingest.msd.IngestMsd;
import io.partita.jupyter.Notebook;
import io.partita.kind.groovae.Humanize;
import io.partita.model.slices.vae.FitPrior;
import io.partita.report.Report;
import io.partita.slices.SliceCommand;
import io.partita.sql.Sql;
import io.partita.sql.SqlServer;
import io.partita.sql.Tables;
import io.partita.tokenize.Tokenize;
import io.partita.tokenize.Tokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The commands, each by one or two words as {@code train lstm}. A hyphen is a space, so {@code
 * train-lstm} is the same command.
 */
final class Commands {
  /** A heading of the help and the commands below it. */
  private record Group(String title, Supplier<List<Class<?>>> made) {
    private static Group of(String title, Class<?>... commands) {
      return new Group(title, () -> List.of(commands));
    }

    List<Class<?>> commands() {
      return made.get();
    }
  }

  /** In the order of the work: from data to models and on to music. */
  private static final List<Group> GROUPS =
      List.of(
          Group.of("First steps", Demo.class, SampleDataCommand.class, Download.class),
          Group.of(
              "Archives to tables",
              IngestLmd.class,
              IngestMidi.class,
              IngestMusicXml.class,
              IngestAbc.class,
              IngestMsd.class,
              IngestFma.class,
              IngestAudio.class),
          new Group(
              "Prepare a data set",
              () ->
                  Stream.concat(
                          SliceCommand.all().stream(),
                          Stream.of(
                              Tokenize.class,
                              Tokens.class,
                              SplitDataset.class,
                              FindDuplicates.class,
                              Similar.class,
                              SimilarPieces.class))
                      .toList()),
          Group.of(
              "Look at a data set",
              Stats.class,
              Check.class,
              Report.class,
              OpenStudio.class,
              Tables.class,
              Sql.class,
              SqlServer.class,
              Export.class),
          Group.of(
              "Versions of a data set",
              PublishRun.class,
              DiscardRun.class,
              VacuumLake.class,
              Drop.class),
          new Group("Train a model", Kinds::trainCommands), // not before they are asked for
          new Group(
              "Evaluate and publish a model",
              () ->
                  Stream.concat(
                          Stream.of(
                              ListModels.class,
                              InspectModel.class,
                              Evaluate.class,
                              Compare.class,
                              CheckModel.class,
                              PublishModel.class,
                              PackModel.class,
                              FitPrior.class),
                          Kinds.ownCommands())
                      .toList()),
          Group.of(
              "Use a model",
              Generate.class,
              Humanize.class,
              Encode.class,
              DecodeModel.class,
              Reconstruct.class,
              Interpolate.class,
              Hosts.class),
          Group.of("Single files", Inspect.class, Convert.class),
          Group.of(
              "Notebooks, clusters, shells",
              Notebook.class,
              ClusterCommand.class,
              RunLines.class,
              Completion.class));

  /** What the commands that begin with a word are for. */
  private static final Map<String, String> ABOUT =
      Map.of(
          "ingest", "Turn an archive or a folder into tables.",
          "slice", "Extract examples of equal length for training.",
          "find", "Find near-duplicates, similar music, or a piece in a lake.",
          "train", "Train a model on a data set.",
          "model", "List, evaluate, compare, publish and pack models.");

  private Commands() {}

  static String about(String word) {
    return ABOUT.get(word);
  }

  /** The first line of what a command says of itself; nothing where no command has the name. */
  static Optional<String> firstLine(String name) {
    return all()
        .filter(command -> name(command).equals(name))
        .findFirst()
        .map(command -> command.getAnnotation(Command.class).description()[0]);
  }

  /** The names of the commands that help lists, by its headings. */
  static Map<String, List<String>> groups() {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    for (Group group : GROUPS) {
      groups.put(group.title(), group.commands().stream().map(Commands::name).toList());
    }
    return groups;
  }

  /** The names of the commands that help lists. */
  static List<String> names() {
    return all().map(Commands::name).toList();
  }

  /** The commands that begin with a word, as {@code train lstm} does; none of most words. */
  static List<String> beginningWith(String word) {
    return names().stream().filter(name -> name.startsWith(word + " ")).toList();
  }

  /**
   * The command line with the words of its command as one, by the command's name: {@code ["train
   * lstm", "--lake", …]} of {@code train-lstm --lake …} and of {@code train lstm --lake …}. What
   * begins with no command is as it was.
   */
  static String[] joined(String... args) {
    if (args.length == 1 && args[0].equals("help")) {
      return new String[] {"--help"};
    }
    if (args.length > 1 && args[0].equals("help") && !args[1].startsWith("-")) {
      List<String> asked = new ArrayList<>(List.of(args).subList(1, args.length));
      asked.add("--help");
      return joined(asked.toArray(String[]::new));
    }
    boolean isLonger = args.length > 1 && !args[1].startsWith("-");
    for (int words = isLonger ? 2 : Math.min(1, args.length); words > 0; words--) {
      String said = String.join(" ", Arrays.copyOf(args, words));
      Optional<Class<?>> command = all().filter(one -> isCalled(one, said)).findFirst();
      if (command.isPresent()) {
        return joined(name(command.get()), words, args);
      }
    }
    return args.length > 1 && !args[1].startsWith("-") && !beginningWith(args[0]).isEmpty()
        ? joined(args[0] + " " + args[1], 2, args) // a mistake for the parser to name
        : args;
  }

  private static String[] joined(String name, int words, String... args) {
    List<String> joined = new ArrayList<>(List.of(args).subList(words, args.length));
    joined.add(0, name);
    return joined.toArray(String[]::new);
  }

  /**
   * Adds the command that a joined command line begins with; all where it begins with none.
   *
   * @param conversion whose command it is instead, where there is one
   */
  static void addTo(CommandLine program, Optional<Conversion> conversion, String... joined) {
    Optional<Class<?>> named =
        all().filter(one -> joined.length > 0 && name(one).equals(joined[0])).findFirst();
    Stream<Class<?>> wanted = named.isEmpty() ? all() : named.stream();
    wanted.forEach(
        command -> {
          Class<?> type = conversion.<Class<?>>map(Conversion::command).orElse(command);
          CommandLine added = new CommandLine(SliceCommand.of(type)).setExpandAtFiles(false);
          HelpText.addTo(added, type);
          String name = name(command);
          added.setCommandName(name);
          if (name.contains(" ")) {
            Set<String> aliases = new LinkedHashSet<>(added.getCommandSpec().names());
            aliases.remove(name);
            aliases.add(name.replace(' ', '-'));
            added.getCommandSpec().aliases(aliases.toArray(String[]::new));
          }
          program.addSubcommand(name, added);
        });
  }

  private static Stream<Class<?>> all() {
    return GROUPS.stream().flatMap(group -> group.commands().stream());
  }

  private static String name(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  private static boolean isCalled(Class<?> command, String said) {
    String name = name(command);
    return said.equals(name)
        || said.equals(name.replace(' ', '-'))
        || List.of(command.getAnnotation(Command.class).aliases()).contains(said);
  }
}
