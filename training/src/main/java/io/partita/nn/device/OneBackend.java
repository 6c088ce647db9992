package io.partita.nn.device;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import org.nd4j.linalg.factory.Nd4jBackend;

/**
 * A class path on which ND4J finds a single backend. Its order of preference is otherwise set by
 * the environment only, which a JVM cannot change for itself.
 */
final class OneBackend extends ClassLoader {
  private static final String SERVICE = "META-INF/services/" + Nd4jBackend.class.getName();

  private final URL service;

  OneBackend(ClassLoader parent, String className) {
    super(parent);
    try {
      service = new URL(null, "memory:" + SERVICE, new Text(className));
    } catch (MalformedURLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Enumeration<URL> getResources(String name) throws IOException {
    return name.equals(SERVICE)
        ? Collections.enumeration(List.of(service))
        : super.getResources(name);
  }

  private static final class Text extends URLStreamHandler {
    private final String text;

    Text(String text) {
      this.text = text;
    }

    @Override
    protected URLConnection openConnection(URL url) {
      return new URLConnection(url) {
        @Override
        public void connect() {}

        @Override
        public InputStream getInputStream() {
          return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
        }
      };
    }
  }
}
