/** MusicXML to scores (W3C MusicXML 4.0 and older): {@link io.partita.musicxml.MusicXmlReader}. */
package io.partita.musicxml;
