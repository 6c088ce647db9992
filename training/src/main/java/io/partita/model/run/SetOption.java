package io.partita.model.run;

import io.partita.model.HyperParameters;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** Changes of a config, for commands whose networks have hyper-parameters that are kept by name. */
public final class SetOption {
  /**
   * The option of a config's name there, or of a file of options. Whoever runs the command line
   * puts what the file says in its place: no command reads it.
   */
  public static final String CONFIG_NAME = "--config";

  /** Of its value. */
  public static final String CONFIG_LABEL = "NAME|FILE";

  /** Its description. */
  public static final String CONFIG =
      "Name of a config, or file from model show --options (default: ${DEFAULT-VALUE}).";

  private static final String NAME = "--set";

  /** Words of {@link #CONFIG_NAME} that name no file: those of a command's own configs. */
  public abstract static class ConfigNames implements Iterable<String> {
    private final HyperParameters<?> kept;

    protected ConfigNames(HyperParameters<?> kept) {
      this.kept = kept;
    }

    @Override
    public Iterator<String> iterator() {
      return kept.names().iterator();
    }
  }

  @Option(
      names = NAME,
      paramLabel = "NAME=VALUE",
      description = "Hyper-parameter to change in the config, as --set batch=64; may be repeated.")
  private Map<String, String> set = new LinkedHashMap<>();

  /** Whether a hyper-parameter is given. */
  public boolean has(String name) {
    return set.containsKey(name);
  }

  /**
   * A config with the changes.
   *
   * @throws io.partita.UserException as {@link HyperParameters#named} and {@link
   *     HyperParameters#with} do
   */
  public <C> C on(HyperParameters<C> kept, String config) {
    return kept.with(kept.named(config), set);
  }

  /** What decides the weights of a network, as the command line spells it. */
  public <C> Map<String, Object> options(HyperParameters<C> kept, String config, C network) {
    Map<String, Object> options = new LinkedHashMap<>();
    options.put(CONFIG_NAME, config);
    options.put(NAME, kept.changes(network, kept.named(config)));
    return options;
  }
}
