/** A moment to the minute, as people read it. */
export function minute(moment: string): string {
  return `${moment.slice(0, 16).replace('T', ' ')} UTC`;
}
