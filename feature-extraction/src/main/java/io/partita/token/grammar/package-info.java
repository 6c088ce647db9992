/** What a token scheme says of its ids to those who learn and draw sequences of them. */
package io.partita.token.grammar;
