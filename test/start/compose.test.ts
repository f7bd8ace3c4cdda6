import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { readConfig } from '../../server/config.ts'
import { root, withFolder } from '../support/strefa.ts'

interface Service {
  image?: string
  build?: string
  ports?: string[]
  environment: Record<string, string>
  volumes: string[]
  healthcheck?: { test: string[] }
  depends_on?: Record<string, { condition: string }>
}

const read = (file: string) => readFileSync(join(root, file), 'utf8')

describe('the containers', () => {
  const { services, volumes } = parse(read('docker-compose.yml')) as {
    services: Record<string, Service>
    volumes: Record<string, null>
  }
  const { strefa, database } = services as { strefa: Service; database: Service }

  it('are built from a Dockerfile or named by an image', () => {
    for (const [name, { build, image }] of Object.entries(services))
      assert.ok(image ?? (build && existsSync(join(root, build, 'Dockerfile'))), name)
  })

  it('wait for each other’s health, and each that is waited for tells it', () => {
    for (const [name, { condition }] of Object.entries(strefa.depends_on!)) {
      assert.equal(condition, 'service_healthy')
      assert.ok(services[name]?.healthcheck, name)
    }
  })

  it('keep their data in volumes that are declared, and none is declared in vain', () => {
    const used = Object.values(services).flatMap(({ volumes }) =>
      volumes.map((volume) => volume.split(':')[0])
    )
    assert.deepEqual(used.sort(), Object.keys(volumes).sort())
    assert.ok(strefa.volumes[0]!.endsWith(`:${variables.DATA_DIR}`))
  })

  it('give Strefa an environment that it takes', () =>
    withFolder(async (DATA_DIR) => {
      const { publicUrl, demo } = readConfig({ ...variables, ...strefa.environment, DATA_DIR })
      assert.equal(demo, true)
      assert.ok(strefa.ports!.includes(`127.0.0.1:${new URL(publicUrl).port}:${variables.PORT}`))
    }))

  it('name each other rightly in addresses', () => {
    const { DATABASE_URL, SMTP_URL } = strefa.environment
    const { hostname, username, password, pathname } = new URL(DATABASE_URL!)
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB } = database.environment
    assert.equal(services[hostname], database)
    assert.deepEqual([username, password, pathname], [POSTGRES_USER, POSTGRES_PASSWORD, `/${POSTGRES_DB}`])
    assert.ok(services[new URL(SMTP_URL!).hostname])
  })

  const dockerfile = read('Dockerfile')
  const variables = Object.fromEntries(
    [.../^ENV (.*)$/m.exec(dockerfile)![1]!.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])
  ) as Record<string, string>

  it('hold what Strefa runs from, and run it as an ordinary user', () => {
    const copied = [...dockerfile.matchAll(/^COPY --from=build \/app\/(\S+)/gm)].map(([, path]) => path!)
    for (const path of copied.filter((each) => each !== 'web/build'))
      assert.ok(existsSync(join(root, path)), path)
    assert.deepEqual(copied.sort(), ['migrations', 'node_modules', 'package.json', 'server', 'web/build'])
    assert.match(dockerfile, /^USER node$/m)
    assert.match(dockerfile, /^HEALTHCHECK .*\/api\/health/m)
  })
})
