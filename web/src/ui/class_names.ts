/** The class names that are there, in one attribute. */
export function class_names(...names: (string | false | null | undefined)[]): string {
  return names.filter(Boolean).join(' ')
}
