/** A name as an argument of a command that people copy into a shell: nothing in it is run or ends it early. */
export function quoted(name: string): string {
  return /^[^"$`\\!]*$/.test(name) ? `"${name}"` : `'${name.replaceAll("'", `'\\''`)}'`;
}
