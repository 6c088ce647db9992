// The Markdown that models' texts are written in: headings, paragraphs, lists, quotes, code and tables.
// All of it becomes text nodes; only links to other sites are links.
const INLINE = /`([^`]+)`|\*\*([^*]+)\*\*|\[([^\]]+)\]\(([^)\s]+)\)|<(https?:[^>\s]+)>/g;

function inline(text) {
  const parts = [];
  let end = 0;
  for (const found of text.matchAll(INLINE)) {
    parts.push(text.slice(end, found.index));
    const [, code, strong, label, target, address] = found;
    const href = address ?? target;
    if (code) parts.push(<code>{code}</code>);
    else if (strong) parts.push(<strong>{inline(strong)}</strong>);
    else if (/^https?:/.test(href)) parts.push(<a href={href} rel="noreferrer" target="_blank">{label ?? href}</a>);
    else parts.push(...inline(label));
    end = found.index + found[0].length;
  }
  parts.push(text.slice(end));
  return parts;
}

const cells = (line) => line.trim().replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

function table(lines) {
  const [head, , ...rows] = lines.map(cells);
  return (
    <div class="table" tabIndex="0">
      <table>
        <thead>
          <tr>{head.map((cell, i) => (cell ? <th key={i} scope="col">{inline(cell)}</th> : <td key={i} />))}</tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>{row.map((cell, j) => <td key={j}>{inline(cell)}</td>)}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function block(lines) {
  const first = lines[0];
  const heading = first.match(/^(#{1,6}) (.*)/);
  if (heading) return <h3>{inline(heading[2])}</h3>;
  if (/^( {4}|```)/.test(first)) {
    const code = lines.filter((line) => !line.startsWith("```")).map((line) => line.replace(/^ {4}/, ""));
    return (
      <pre class="command" tabIndex="0">
        <code>{code.join("\n")}</code>
      </pre>
    );
  }
  if (first.startsWith("|")) return table(lines);
  if (first.startsWith("> ")) return <blockquote>{inline(lines.map((line) => line.replace(/^> ?/, "")).join(" "))}</blockquote>;
  if (/^[-*] /.test(first)) {
    const items = [];
    for (const line of lines) {
      if (/^[-*] /.test(line)) items.push(line.slice(2));
      else items.push(`${items.pop()} ${line.trim()}`);
    }
    return <ul>{items.map((item, i) => <li key={i}>{inline(item)}</li>)}</ul>;
  }
  return <p>{inline(lines.join(" "))}</p>;
}

/** Its first heading, which the page has already, is left out. */
export function Markdown({ text }) {
  const blocks = [];
  let now = [];
  const end = () => {
    if (now.length) blocks.push(now);
    now = [];
  };
  let isFenced = false;
  for (const line of text.split("\n")) {
    if (line.startsWith("```")) isFenced = !isFenced;
    if (!isFenced && (!line.trim() || line.startsWith("#"))) end();
    if (isFenced || line.trim()) now.push(line);
    if (!isFenced && line.startsWith("#")) end();
  }
  end();
  const shown = blocks[0]?.[0].startsWith("# ") ? blocks.slice(1) : blocks;
  return <div class="markdown">{shown.map((lines, i) => <div key={i}>{block(lines)}</div>)}</div>;
}
