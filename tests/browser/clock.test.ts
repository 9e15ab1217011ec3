// A machine whose clock is set back while the server runs: what had ended stays ended, and what happens then comes after what
// happened before. The release build stands here because libfaketime and the sanitizers of the other one do not go
// together. On PostgreSQL the time is that of the database, and no clock of ours.
import { existsSync, readdirSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { k_password, Server } from './server.ts'

const k_library = readdirSync('/usr/lib').map((name) => join('/usr/lib', name, 'faketime/libfaketimeMT.so.1')).find((path) => existsSync(path))
const k_day = 86_400_000

test('a clock that is set back opens nothing again', async () => {
  if (!k_library) throw new Error('libfaketime is not installed')
  const folder = await mkdtemp(join(tmpdir(), 'exeat-clock-'))
  const file = join(folder, 'clock')
  await writeFile(file, '+0\n')
  const server = await Server.start('env', `LD_PRELOAD=${k_library}`, `FAKETIME_TIMESTAMP_FILE=${file}`, 'FAKETIME_NO_CACHE=1', 'FAKETIME_DONT_FAKE_MONOTONIC=1')
  try {
    const admin = await server.set_up()
    const library = (await admin.ask('POST', '/api/libraries', { name: 'Harbour', kind: 'document' })).id as string
    const role = (await admin.ask('POST', '/api/roles', { name: 'Takes files', flags: ['download'] })).id as string
    const person = (await admin.ask('POST', '/api/people', { email: 'viewer@example.org', name: 'Viewer', level: 2, password: k_password, roles: [role] })).id as string
    await admin.ask('POST', '/api/members', { library, person, role: 'viewer' })
    const asset = await admin.upload(library, null, 'tide.txt', Buffer.from('High water at noon.\n'))
    await admin.change(`/api/assets/${asset}`, { protection: 'on_request' })
    const viewer = await server.sign_in('viewer@example.org')
    const take = () => viewer.ask('POST', '/api/deliveries', { items: [{ asset }] })
    const pass = (await admin.ask('POST', '/api/passes', { assets: [asset], person, valid_until: new Date(Date.now() + 3_000).toISOString() })).items[0].id as string
    const card = async () => (await admin.ask('GET', `/api/requests/${pass}`)) as { status: string; created_at: string }
    await take()
    await expect.poll(async () => (await card()).status, { timeout: 60_000 }).toBe('expired')
    await expect(take()).rejects.toThrow(' 403')

    await writeFile(file, '-3d\n')
    const date = async () => Date.parse((await fetch(`${server.url}/api/setup`)).headers.get('date') ?? '')
    expect(await date(), 'the machine says so').toBeLessThan(Date.now() - 2 * k_day)
    await expect(take()).rejects.toThrow(' 403')
    expect((await card()).status).toBe('expired')
    // Time goes on at half its speed until the machine's clock has caught up: what the database read last may lie before the end.
    let asked = ''
    const ask = () => viewer.ask('POST', '/api/requests', { assets: [asset], answers: { intended_use: 'A tide table' } })
    await expect.poll(() => ask().then((made) => (asked = made.items[0].id as string), String), { timeout: 60_000 }).not.toContain('free-already')
    const later = (await admin.ask('GET', `/api/requests/${asked}`)) as { created_at: string }
    expect(Date.parse(later.created_at)).toBeGreaterThan(Date.parse((await card()).created_at))
    await admin.ask('POST', '/api/requests/decisions', { requests: [asked], decision: 'approve' })
    await take()
  } finally {
    await server.end()
    await rm(folder, { recursive: true, force: true })
  }
})
