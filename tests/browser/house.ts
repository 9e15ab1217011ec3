// A small house: two libraries, an owner, an editor and a viewer, and assets in every state that a tile tells apart.
import { deflateSync, crc32 } from 'node:zlib'
import { k_password, type Caller, type Server } from './server.ts'

export interface House {
  server: Server
  admin: Caller
  library: string
  empty: string
  /** Where tests send files to, so that the others keep theirs. */
  incoming: string
  folder: string
  assets: Record<string, string>
  people: Record<'owner' | 'editor' | 'viewer', string>
  group: string
  role: string
}

function chunk(type: string, data: Buffer): Buffer {
  const head = Buffer.alloc(8)
  head.writeUInt32BE(data.length, 0)
  head.write(type, 4, 'latin1')
  const tail = Buffer.alloc(4)
  tail.writeUInt32BE(crc32(Buffer.concat([head.subarray(4), data])), 0)
  return Buffer.concat([head, data, tail])
}

/** A picture of one colour that fades: small, and a real PNG. */
export function png(width: number, height: number, red: number, green: number, blue: number): Buffer {
  const lines = Buffer.alloc(height * (1 + width * 3))
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * (1 + width * 3) + 1 + x * 3
      const part = 1 - y / (2 * height)
      lines[at] = red * part
      lines[at + 1] = green * part
      lines[at + 2] = (blue * (x + width)) / (2 * width)
    }
  }
  const size = Buffer.alloc(13)
  size.writeUInt32BE(width, 0)
  size.writeUInt32BE(height, 4)
  size.set([8, 2, 0, 0, 0], 8)
  return Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), chunk('IHDR', size), chunk('IDAT', deflateSync(lines)), chunk('IEND', Buffer.alloc(0))])
}

const k_flags = ['download', 'edit', 'upload', 'publish', 'share_file', 'share_card', 'use_collections', 'curate']

export async function make_house(server: Server): Promise<House> {
  const admin = await server.set_up()
  const library = (await admin.ask('POST', '/api/libraries', { name: 'Harbour', kind: 'media' })).id as string
  const empty = (await admin.ask('POST', '/api/libraries', { name: 'Empty shelves', kind: 'document' })).id as string
  const incoming = (await admin.ask('POST', '/api/libraries', { name: 'Incoming', kind: 'media' })).id as string
  const folder = (await admin.ask('POST', '/api/folders', { library, parent: null, name: 'Boats' })).id as string
  await admin.ask('POST', '/api/folders', { library, parent: folder, name: 'Sails' })
  await admin.ask('POST', '/api/attributes', { name: 'Description', type: 'text' })
  await admin.ask('POST', '/api/attributes', { name: 'Keywords', type: 'tag' })
  await admin.ask('POST', '/api/attributes', { name: 'Season', type: 'pulldown', vocabulary: ['Summer', 'Winter'] })
  const role = (await admin.ask('POST', '/api/roles', { name: 'Everything', flags: k_flags })).id as string
  const group = (await admin.ask('POST', '/api/groups', { name: 'Press' })).id as string
  const people = {} as House['people']
  for (const [name, level] of [['owner', 7], ['editor', 4], ['viewer', 2]] as const) {
    people[name] = (await admin.ask('POST', '/api/people', { email: `${name}@example.org`, name: `Demo ${name}`, level, password: k_password, roles: [role] })).id as string
    await admin.ask('POST', '/api/members', { library, person: people[name], role: name })
    if (name === 'owner') await admin.ask('POST', '/api/members', { library: incoming, person: people[name], role: name })
  }
  const assets: Record<string, string> = {}
  const hues = [[200, 90, 60], [60, 120, 200], [70, 160, 90], [220, 180, 60], [140, 80, 170]] as const
  for (let index = 0; index < 24; index++) {
    const name = `quay-${String(index + 1).padStart(2, '0')}.png`
    const [red, green, blue] = hues[index % hues.length] ?? [0, 0, 0]
    assets[name] = await admin.upload(library, index % 3 === 0 ? folder : null, name, png(96 + index, 72, red, green, blue))
  }
  assets['notes.txt'] = await admin.upload(library, null, 'notes.txt', Buffer.from('High water at noon.\n'))
  await admin.change(`/api/assets/${assets['quay-01.png']}`, { access: 'locked' })
  await admin.change(`/api/assets/${assets['quay-02.png']}`, { protection: 'on_request' })
  await admin.change(`/api/assets/${assets['quay-03.png']}`, { status: 'draft' })
  await admin.change(`/api/assets/${assets['quay-04.png']}`, { available_from: '2199-01-01T00:00:00Z' })
  await admin.change(`/api/assets/${assets['quay-05.png']}`, { attributes: { Description: ['The old quay'], Keywords: ['stone', 'water'] } })
  return { server, admin, library, empty, incoming, folder, assets, people, group, role }
}
