package io.partita.model.run;

import io.partita.model.HyperParameters;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.IModelTransformer;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;

/**
 * The hyper-parameters of a command's networks: a config that is kept by name, and changes of it.
 *
 * @param <C> record of them
 */
public final class ConfigOptions<C> {
  /**
   * The option of a config's name, or of a file of options. Whoever runs the command line puts what
   * the file says in its place: no command reads it.
   */
  public static final String NAME = "--config";

  private static final String SET = "--set";

  @Option(
      names = NAME,
      paramLabel = "NAME|FILE",
      description =
          "Name of a config, or file from model show --options (default: ${DEFAULT-VALUE}).")
  private String config;

  @Option(
      names = SET,
      paramLabel = "NAME=VALUE",
      description = "Hyper-parameter to change in the config, as --set batch=64; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  private final HyperParameters<C> kept;

  /**
   * @param usual name of the config where none is asked for
   */
  public ConfigOptions(HyperParameters<C> kept, String usual) {
    this.kept = kept;
    this.config = usual;
  }

  /** Completes {@link #NAME} by the names that a command's configs have, which name no file. */
  public static final class Names implements IModelTransformer {
    @Override
    public CommandSpec transform(CommandSpec command) {
      ConfigOptions<?> own =
          (ConfigOptions<?>)
              command.mixins().values().stream()
                  .map(CommandSpec::userObject)
                  .filter(ConfigOptions.class::isInstance)
                  .findFirst()
                  .orElseThrow();
      OptionSpec option = command.findOption(NAME);
      command.remove(option);
      return command.addOption(option.toBuilder().completionCandidates(own.kept.names()).build());
    }
  }

  /** Whether a hyper-parameter is given. */
  public boolean sets(String name) {
    return set.containsKey(name);
  }

  /**
   * The config with the changes.
   *
   * @throws io.partita.UserException as {@link HyperParameters#named} and {@link
   *     HyperParameters#with} do
   */
  public C changed() {
    return kept.with(kept.named(config), set);
  }

  /** What decides the weights of a network, as the command line spells it. */
  public Map<String, Object> decisive(C network) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(NAME, config);
    options.put(SET, kept.changes(network, kept.named(config)));
    return options;
  }
}
