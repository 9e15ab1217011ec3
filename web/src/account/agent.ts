const k_browsers: [RegExp, string][] = [
  [/Edg\//, 'Edge'],
  [/OPR\//, 'Opera'],
  [/Firefox\//, 'Firefox'],
  [/Chrom(e|ium)\//, 'Chrome'],
  [/Safari\//, 'Safari'],
]
const k_systems: [RegExp, string][] = [
  [/Android/, 'Android'],
  [/iPhone|iPad/, 'iOS'],
  [/Windows/, 'Windows'],
  [/Mac OS X/, 'macOS'],
  [/Linux/, 'Linux'],
]

/** What a browser calls itself, as people would: "Firefox, Linux". */
export function browser_of(agent: string): string | null {
  const browser = k_browsers.find(([pattern]) => pattern.test(agent))?.[1]
  const system = k_systems.find(([pattern]) => pattern.test(agent))?.[1]
  if (browser) return system ? `${browser}, ${system}` : browser
  return agent === '' ? null : agent
}
