/** An attachment: the element takes a dropped file. */
import type { Attachment } from 'svelte/attachments';

/**
 * @param drop is given the first file, or undefined when something else was dropped
 * @param over is told while something is held over the element
 */
export function fileDrop(
  drop: (file: File | undefined) => void,
  over: (held: boolean) => void,
): Attachment<HTMLElement> {
  return (element) => {
    let depth = 0; // enter and leave also come from the elements inside
    const isFile = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;
    const handlers: { [K in 'dragenter' | 'dragover' | 'dragleave' | 'drop']: (event: DragEvent) => void } = {
      dragenter(event) {
        if (!isFile(event)) return;
        event.preventDefault();
        depth += 1;
        over(true);
      },
      dragover(event) {
        if (isFile(event)) event.preventDefault();
      },
      dragleave(event) {
        if (!isFile(event)) return;
        depth = Math.max(0, depth - 1);
        if (depth === 0) over(false);
      },
      drop(event) {
        if (!isFile(event)) return;
        event.preventDefault();
        depth = 0;
        over(false);
        drop(event.dataTransfer?.files[0]);
      },
    };
    for (const [name, handler] of Object.entries(handlers)) {
      element.addEventListener(name, handler as (event: Event) => void);
    }
    return () => {
      for (const [name, handler] of Object.entries(handlers)) {
        element.removeEventListener(name, handler as (event: Event) => void);
      }
    };
  };
}
