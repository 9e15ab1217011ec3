// A server of ours on a new data folder and a free port, and somebody who speaks to its API. Used by every suite.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'

const k_exeat = resolve(process.env['EXEAT_BIN'] ?? join(import.meta.dirname, '../../build/release/exeat'))
const k_pages = process.env['EXEAT_PAGES'] ?? join(import.meta.dirname, '../../web/dist')
export const k_password = 'correct horse battery'
export const k_admin = { email: 'ada@example.org', name: 'Ada Admin', password: k_password }

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- any JSON until a test looks at it
type Json = any

/** One person who speaks to the API. */
export class Caller {
  private cookie = ''
  constructor(readonly url: string) {}

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Json> {
    const is_form = body instanceof FormData
    const answer = await fetch(this.url + path, {
      method,
      headers: { origin: this.url, cookie: this.cookie, ...(body === undefined || is_form ? {} : { 'content-type': 'application/json' }), ...headers },
      ...(body === undefined ? {} : { body: is_form ? body : JSON.stringify(body) }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const pair = line.split(';')[0] ?? ''
      if (pair.startsWith('exeat=') && pair !== 'exeat=') this.cookie = pair
    }
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status}\n${text.slice(0, 1000)}`)
    const json: Json = text === '' ? null : JSON.parse(text)
    return json
  }

  /** Changes something over the version that it has now. */
  async change(path: string, body: unknown, method = 'PATCH'): Promise<Json> {
    const now = await fetch(this.url + path, { headers: { cookie: this.cookie } })
    await now.arrayBuffer()
    return this.ask(method, path, body, { 'if-match': now.headers.get('etag') ?? '' })
  }

  async upload(library: string, folder: string | null, name: string, bytes: Uint8Array): Promise<string> {
    const form = new FormData()
    form.set('library', library)
    if (folder) form.set('folder', folder)
    form.set('file', new Blob([Buffer.from(bytes)]), name)
    const taken = await this.ask('POST', '/api/assets', form)
    return taken.items[0].asset as string
  }
}

export class Server {
  private constructor(
    readonly url: string,
    readonly setup_code: string,
    /** What it said so far, a line an element. */
    readonly said: readonly string[],
    private readonly data: string,
    private readonly process: ChildProcess,
  ) {}

  /** The server, or a program around it that is started with the same options. */
  static start(...around: string[]): Promise<Server> {
    return Server.serve(k_pages, around)
  }

  /** The server with other pages than those of the build. */
  static async serve(pages: string, around: string[] = []): Promise<Server> {
    const data = await mkdtemp(join(tmpdir(), 'exeat-pages-'))
    const [command = k_exeat, ...words] = [...around, k_exeat]
    const child = spawn(command, [...words, 'serve', '--data', data, '--listen', '127.0.0.1:0', '--web', pages], { stdio: ['ignore', 'pipe', 'pipe'] })
    const said: string[] = []
    let code = ''
    const url = await new Promise<string>((found, failed) => {
      const read = (line: string) => {
        said.push(line)
        code = /set-up code: ([0-9A-Z-]+)/i.exec(line)?.[1] ?? code
        const listening = /listening on (http:\/\/127\.0\.0\.1:\d+)/.exec(line)?.[1]
        if (listening) setTimeout(() => found(listening), 200)
      }
      createInterface({ input: child.stdout }).on('line', read)
      createInterface({ input: child.stderr }).on('line', read)
      child.on('exit', (status) => failed(new Error(`the server ended with ${status}\n${said.join('\n')}`)))
    })
    return new Server(url, code, said, data, child)
  }

  async set_up(): Promise<Caller> {
    const caller = new Caller(this.url)
    await caller.ask('POST', '/api/setup', { code: this.setup_code, ...k_admin })
    return this.sign_in(k_admin.email)
  }

  async sign_in(email: string, password = k_password): Promise<Caller> {
    const caller = new Caller(this.url)
    await caller.ask('POST', '/api/session', { email, password })
    return caller
  }

  /** The letters to an address that wait in the outbox. */
  async letters_to(email: string): Promise<string[]> {
    const folder = join(this.data, 'outbox')
    const names = (await readdir(folder)).filter((name) => name.endsWith('.eml'))
    const letters = await Promise.all(names.map((name) => readFile(join(folder, name), 'utf8')))
    return letters.filter((letter) => letter.includes(`To: ${email}\r\n`))
  }

  async end(): Promise<void> {
    const ended = new Promise((done) => this.process.on('exit', done))
    this.process.kill('SIGTERM')
    await ended
    await rm(this.data, { recursive: true, force: true })
  }
}
