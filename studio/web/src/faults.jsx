// What the quarantine says of a file, with the bytes at the fault.
import { count } from "./ui.jsx";

const BEFORE = 16;
const IN_ROW = 8;

const printed = (byte) => (byte > 32 && byte < 127 ? String.fromCharCode(byte) : byte === 32 ? "\u00a0" : "·");

/** Bytes as digits and as characters, the one at the fault marked; as in the columns of the quarantine. */
export function Bytes({ fault: { bytes_around: digits, byte_offset: offset, size_bytes: size, source, path } }) {
  if (digits == null) {
    return (
      <p class="note">
        The lake keeps no bytes for this fault. It concerns <span dir="auto">{path}</span> in <span dir="auto">{source}</span>.
      </p>
    );
  }
  if (!digits) return <p class="note">The file is empty.</p>;
  const bytes = digits.match(/../g).map((pair) => parseInt(pair, 16));
  const begin = Math.max(0, Math.min(offset, size ?? offset) - BEFORE);
  const isEnd = offset >= begin + bytes.length;
  const rows = Array.from({ length: Math.ceil(bytes.length / IN_ROW) }, (_, row) => row * IN_ROW);
  const at = (i) => (begin + i === offset ? "at" : undefined);
  return (
    <table class="bytes">
      <caption>{isEnd ? `The last bytes; the file ends at ${count(begin + bytes.length)}` : `Bytes from ${count(begin)}`}</caption>
      <tbody>
        {rows.map((first) => (
          <tr key={first}>
            <th scope="row">{begin + first}</th>
            {Array.from({ length: IN_ROW }, (_, i) => first + i).map((i) => (
              <td key={i} class={at(i)}>
                {i < bytes.length ? digits.slice(2 * i, 2 * i + 2) : ""}
              </td>
            ))}
            <td class="text">
              {bytes.slice(first, first + IN_ROW).map((byte, i) => (
                <span key={i} class={at(first + i)}>
                  {printed(byte)}
                </span>
              ))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

export const Faults = ({ faults }) => (
  <section class="panel faults">
    <h2>{faults.length === 1 ? "Fault" : "Faults"}</h2>
    <ul>
      {faults.map((fault, i) => (
        <li key={i}>
          <p>
            <strong>{fault.fault}</strong> at byte {count(fault.byte_offset)}: <span dir="auto">{fault.detail}</span>
          </p>
          <Bytes fault={fault} />
        </li>
      ))}
    </ul>
  </section>
);
