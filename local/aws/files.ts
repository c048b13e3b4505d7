import { randomUUID } from 'node:crypto';
import { appendFileSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseJson, type Json } from './json.ts';

/**
 * Writes a file so that a reader, or the next start after a killed process, finds the old text or the new, never half.
 * Synchronous on purpose: what an answer promises is on disk before the answer is sent.
 */
export function writeWhole(path: string, text: string, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  const unfinished = `${path}.${randomUUID()}.part`;
  writeFileSync(unfinished, text, { mode });
  renameSync(unfinished, path);
}

/** Appends one JSON value as one line; the order of calls is the order of lines. */
export function appendJsonLine(path: string, value: unknown): void {
  mkdirSync(dirname(path), { recursive: true });
  appendFileSync(path, `${JSON.stringify(value)}\n`);
}

/** Every whole line of a JSON lines file; none when there is no file. A line cut off by a killed process is left out. */
export function readJsonLines(path: string): Json[] {
  const text = readIfThere(path) ?? '';
  const lines = text.split('\n');
  const last = lines.pop();
  // The next line must not be glued to the unfinished one.
  if (last !== undefined && last !== '') appendFileSync(path, '\n');
  return lines.map(parseJson).filter((value) => value !== undefined);
}

/** The text of a file, or undefined when there is none. */
export function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The paths of all files below a folder whose names end in `suffix`, in the order of their names. */
export function filesBelow(folder: string, suffix: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(suffix))
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** A name as a file name: no separators, and different names stay different. */
export function fileName(name: string): string {
  return encodeURIComponent(name).replaceAll('.', '%2E');
}
