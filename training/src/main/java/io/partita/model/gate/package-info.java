/** What models must show before they are released. */
package io.partita.model.gate;
