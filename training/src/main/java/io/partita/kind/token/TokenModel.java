package io.partita.kind.token;

import io.partita.token.TokenScheme;
import io.partita.token.grammar.TokenGrammar;
import java.io.Serializable;

/**
 * A language model of tokens with what its ids mean.
 *
 * @param grammar of the scheme; as many ids as the network's vocabulary has
 */
record TokenModel(TokenNetwork network, TokenScheme scheme, TokenGrammar grammar)
    implements Serializable {}
