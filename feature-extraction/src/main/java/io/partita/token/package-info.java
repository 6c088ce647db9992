/** Scores to token ids and back, by {@link io.partita.token.TokenScheme}. */
package io.partita.token;
