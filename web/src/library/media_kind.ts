// What sort of file something is, for its placeholder and its tag.
import type { IconName } from '@/ui'

const k_by_type: [RegExp, IconName][] = [
  [/^image\//, 'image'],
  [/^video\//, 'video'],
  [/^audio\//, 'audio'],
  [/^font\//, 'type'],
  [/^model\//, 'model'],
  [/csv|spreadsheet|excel/, 'table'],
  [/zip|tar|gzip|compressed|7z/, 'archive'],
  [/^text\/|pdf|word|opendocument|presentation|powerpoint|json|xml/, 'document'],
]

export function icon_of(media_type: string): IconName {
  return k_by_type.find(([pattern]) => pattern.test(media_type))?.[1] ?? 'file'
}

const k_names: Record<string, string> = {
  'image/svg+xml': 'SVG',
  'image/vnd.adobe.photoshop': 'PSD',
  'image/x-icon': 'ICO',
  'text/plain': 'TXT',
  'video/quicktime': 'MOV',
  'audio/mpeg': 'MP3',
  'application/octet-stream': '',
  'model/gltf-binary': 'GLB',
  'model/gltf+json': 'GLTF',
}

/** A few capitals: "JPEG", "PDF"; from the name's ending where the type says nothing. */
export function tag_of(media_type: string, name: string): string {
  const known = k_names[media_type]
  if (known) return known
  const ending = /\.([A-Za-z0-9]{1,5})$/.exec(name)?.[1]?.toUpperCase()
  const sub = media_type.split('/')[1] ?? ''
  if (known === '' || sub.length > 6 || /[.+-]/.test(sub)) return ending ?? ''
  return sub.toUpperCase()
}

/** The colour that held a picture's place would fill what is clear in it. */
export function uncover(picture: HTMLImageElement): void {
  picture.style.backgroundColor = ''
}
