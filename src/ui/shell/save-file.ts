/** Hands a file to the person, by the browser's own download. */
export function saveFile({ name, blob }: { name: string; blob: Blob }): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // At once would be too early in some browsers: the download has not begun.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
