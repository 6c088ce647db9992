package io.partita.option;

import io.partita.token.TokenScheme;
import io.partita.token.TokenSchemes;
import java.util.ArrayList;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A token scheme on the command line, by its label. */
public final class TokenSchemeName implements ITypeConverter<TokenScheme> {
  @Override
  public TokenScheme convert(String label) {
    return TokenSchemes.named(label)
        .orElseThrow(() -> new TypeConversionException("there is no scheme " + label));
  }

  /** The labels that there are, for help and completion. */
  public static final class Labels extends ArrayList<String> {
    private static final long serialVersionUID = 1;

    public Labels() {
      super(TokenSchemes.labels());
    }
  }
}
