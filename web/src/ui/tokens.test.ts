// Recomputes the contrast of every pair of colours that the pages use, in both themes.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

const text = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8')

type Rgb = [number, number, number]

/** OKLCH to linear sRGB, clipped to what a screen shows. */
function linear_of(lightness: number, chroma: number, hue: number): Rgb {
  const angle = (hue * Math.PI) / 180
  const a = chroma * Math.cos(angle)
  const b = chroma * Math.sin(angle)
  const l = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
  const m = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
  const s = (lightness - 0.0894841775 * a - 1.291485548 * b) ** 3
  const clip = (value: number) => Math.min(1, Math.max(0, value))
  return [clip(4.0767416621 * l - 3.3077115913 * m + 0.2309699292 * s), clip(-1.2684380046 * l + 2.6097574011 * m - 0.3413193965 * s), clip(-0.0041960863 * l - 0.7034186147 * m + 1.707614701 * s)]
}

function colours(theme: 0 | 1): Map<string, number> {
  const found = new Map<string, number>()
  for (const [, name, light, dark] of text.matchAll(/--([a-z0-9-]+): light-dark\(oklch\(([\d. ]+)\), oklch\(([\d. ]+)\)\);/g)) {
    const [l = 0, c = 0, h = 0] = ((theme === 0 ? light : dark) ?? '').split(' ').map(Number)
    const [red, green, blue] = linear_of(l, c, h)
    found.set(name ?? '', 0.2126 * red + 0.7152 * green + 0.0722 * blue)
  }
  return found
}

/** What stands on what; 3 is enough for edges of controls and for the ring of the focus. */
const k_pairs: [string, string, number][] = [
  ...['canvas', 'surface', 'sunk'].flatMap((ground): [string, string, number][] => [
    ['ink', ground, 4.5],
    ['ink-2', ground, 4.5],
  ]),
  ['accent', 'canvas', 4.5],
  ['accent', 'surface', 4.5],
  ['accent', 'accent-soft', 4.5],
  ['on-accent', 'accent', 4.5],
  ['ink', 'accent-soft', 4.5],
  ['ink', 'brick-soft', 4.5],
  ['amber', 'amber-soft', 4.5],
  ['brick', 'brick-soft', 4.5],
  ['brick', 'surface', 4.5],
  ['moss', 'moss-soft', 4.5],
  ['slate', 'slate-soft', 4.5],
  ['ink', 'slate-soft', 4.5],
  ['canvas', 'ink', 4.5],
  ['control', 'surface', 3],
  ['control', 'canvas', 3],
  ['focus', 'canvas', 3],
  ['focus', 'surface', 3],
  ['focus', 'sunk', 3],
]

describe.each([
  ['light', 0],
  ['dark', 1],
] as const)('%s', (_name, theme) => {
  const found = colours(theme)
  test.each(k_pairs)('%s on %s has %d', (front, back, least) => {
    const [a, b] = [found.get(front), found.get(back)]
    expect(a, front).toBeDefined()
    expect(b, back).toBeDefined()
    const ratio = (Math.max(a ?? 0, b ?? 0) + 0.05) / (Math.min(a ?? 0, b ?? 0) + 0.05)
    expect(ratio).toBeGreaterThanOrEqual(least)
  })
})
