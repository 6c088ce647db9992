package io.partita.synth;

import java.util.prefs.AbstractPreferences;
import java.util.prefs.Preferences;
import java.util.prefs.PreferencesFactory;

/**
 * Preferences of nobody. The JDK's synthesizer looks for its settings in those of the user: with
 * these a file sounds the same for everyone, and no folder is made in anyone's home.
 */
public final class NoPreferences implements PreferencesFactory {
  private static final String FACTORY = "java.util.prefs.PreferencesFactory";

  /**
   * Makes them this JVM's, unless it was told of others or has begun to use some. A JVM that loads
   * Partita beside its class path, as spark-submit's does, keeps to the user's.
   */
  static void use() {
    try {
      Class.forName(NoPreferences.class.getName(), false, ClassLoader.getSystemClassLoader());
      System.getProperties().putIfAbsent(FACTORY, NoPreferences.class.getName());
    } catch (ClassNotFoundException e) {
      System.getLogger(NoPreferences.class.getName()).log(System.Logger.Level.DEBUG, "", e);
    }
  }

  @Override
  public Preferences systemRoot() {
    return new Empty();
  }

  @Override
  public Preferences userRoot() {
    return new Empty();
  }

  /** A root without anything below it, which keeps nothing. */
  private static final class Empty extends AbstractPreferences {
    Empty() {
      super(null, "");
    }

    @Override
    protected void putSpi(String key, String value) {}

    @Override
    protected String getSpi(String key) {
      return null;
    }

    @Override
    protected void removeSpi(String key) {}

    @Override
    protected void removeNodeSpi() {}

    @Override
    protected String[] keysSpi() {
      return new String[0];
    }

    @Override
    protected String[] childrenNamesSpi() {
      return new String[0];
    }

    @Override
    protected AbstractPreferences childSpi(String name) {
      throw new UnsupportedOperationException("Nothing is kept: " + name);
    }

    @Override
    protected void syncSpi() {}

    @Override
    protected void flushSpi() {}
  }
}
