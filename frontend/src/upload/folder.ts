// What a person chose or dropped: files, or whole folders with the path of every file below them.

/** A file with its path below what was chosen. */
export interface Picked {
  path: string;
  file: File;
}

/** What the browser tells of something dropped (File and Directory Entries API). */
export interface Entry {
  name: string;
  isFile: boolean;
  isDirectory: boolean;
  file?: (found: (file: File) => void, failed: (error: unknown) => void) => void;
  createReader?: () => { readEntries: (found: (entries: Entry[]) => void, failed: (error: unknown) => void) => void };
}

const JUNK = /^(?:\.ds_store|thumbs\.db|desktop\.ini|~\$.*|\._.*)$/i;

/** Whether a file is a trace of a program: nobody means to send it. */
export function junk(one: Picked): boolean {
  return JUNK.test(one.path.split("/").at(-1) ?? "");
}

/** Whether a file tells the bases of the others in its folder. */
export function manifest(one: Picked): boolean {
  return one.path.endsWith("/manifest.csv");
}

/** The files of a choice, each with its path below the chosen folder where there is one. */
export function chosen(files: Iterable<File>): Picked[] {
  return [...files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

/** Every file of what was dropped, folders walked to their ends, in order of path. What cannot be opened is told. */
export async function dropped(entries: readonly Entry[], lost: (path: string) => void): Promise<Picked[]> {
  const found: Picked[] = [];
  const open = entries.map((entry) => ({ entry, path: entry.name }));
  for (let next = open.shift(); next; next = open.shift()) {
    const { entry, path } = next;
    try {
      if (entry.isDirectory) for (const inside of await everything(entry)) open.push({ entry: inside, path: `${path}/${inside.name}` });
      else if (entry.file) found.push({ path, file: await new Promise<File>((good, bad) => entry.file!(good, bad)) });
    } catch {
      lost(path);
    }
  }
  return found.sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : 0));
}

/** All entries of a folder: the browser gives them some at a time, at last none. */
async function everything(folder: Entry): Promise<Entry[]> {
  const reader = folder.createReader?.();
  const found: Entry[] = [];
  for (;;) {
    const some = reader ? await new Promise<Entry[]>((good, bad) => reader.readEntries(good, bad)) : [];
    if (!some.length) return found;
    found.push(...some);
  }
}
