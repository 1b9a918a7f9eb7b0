/** Where a setting's field is in the page. */
export function fieldId(path: string): string {
  return `field-${path.replaceAll('.', '-')}`;
}

/** Brings a field into sight, out of whatever is folded around it, and gives it focus. */
export function goToField(path: string): void {
  const field = document.getElementById(fieldId(path));
  for (let at = field?.closest('details'); at; at = at.parentElement?.closest('details') ?? null)
    at.open = true;
  field?.scrollIntoView({ block: 'center' });
  field?.focus({ preventScroll: true });
}

/** Brings a section into sight by its heading, and gives it focus. */
export function goToSection(id: string): void {
  const heading = document.getElementById(id);
  heading?.setAttribute('tabindex', '-1');
  heading?.scrollIntoView({ block: 'start' });
  heading?.focus({ preventScroll: true });
}
