import type { CompiledQuery } from 'kysely'
import { getOrMake } from '../values/memo.ts'
import type { Db } from './dialect.ts'

/** Which values of what is given stand in a statement's places, as paths into it; a value that is always the same stands there itself. */
interface Kept {
  readonly compiled: CompiledQuery<unknown>
  readonly places: readonly (Path | { readonly always: unknown })[]
}

type Path = readonly string[]

/**
 * A statement of the daily work whose text is made once for each database: making it costs as much as running it.
 * @param build makes the statement over a stand-in for what will be given: its members may become parameters, or be read further, but not be
 *   computed with or compared
 * @param shapeOf what the text depends on besides: the length of a list, which columns are set
 */
export function statement<Given extends object, Row, Shape extends string | number = 0>(
  build: (db: Db, given: Given, shape: Shape) => { compile(db: Db): CompiledQuery<Row> },
  shapeOf: (given: Given) => Shape = () => 0 as Shape,
): (db: Db, given: Given) => CompiledQuery<Row> {
  const kept = new WeakMap<object, Map<Shape, Kept>>()
  return (db, given) => {
    // A transaction has the adapter of its database.
    const { adapter } = db.getExecutor()
    const shapes = getOrMake(kept, adapter, () => new Map<Shape, Kept>())
    const { compiled, places } = getOrMake(shapes, shapeOf(given), shape =>
      keep(build(db, standIn([]) as Given, shape).compile(db)),
    )
    return {
      ...(compiled as CompiledQuery<Row>),
      parameters: places.map(place => ('always' in place ? place.always : at(given, place))),
    }
  }
}

const paths = new WeakMap<object, Path>()

/** Stands for what will be given; what is read of it stands for that part of it. */
function standIn(path: Path): object {
  const self = new Proxy({}, { get: (_, name) => (typeof name === 'symbol' ? undefined : standIn([...path, name])) })
  paths.set(self, path)
  return self
}

function keep(compiled: CompiledQuery<unknown>): Kept {
  const places = compiled.parameters.map(value => paths.get(value as object) ?? { always: value })
  return { compiled, places }
}

function at(given: object, path: Path): unknown {
  let value: unknown = given
  for (const name of path) value = (value as Record<string, unknown>)[name]
  return value
}

/** The members of a list that is given, in a statement for lists of this length. */
export const members = <T>(list: readonly T[], length: number): T[] => Array.from({ length }, (_, n) => list[n] as T)

const LARGEST = 32
const SMALL = 8

/** What a statement over a list gives, which is run once for each of a few pieces of the list, in their order. */
export async function rowsOf<Member, Row>(
  db: Db,
  list: readonly Member[],
  statementFor: (part: Member[]) => CompiledQuery<Row>,
): Promise<Row[]> {
  const parts = await Promise.all(inFewLengths(list).map(part => db.executeQuery(statementFor(part))))
  return parts.flatMap(({ rows }) => rows)
}

/**
 * A list in pieces of few different lengths, since each length is a statement that every connection must prepare: as many as there are up to 8,
 * else powers of two.
 */
export function inFewLengths<Row>(rows: readonly Row[]): Row[][] {
  const pieces: Row[][] = []
  for (let at = 0; at < rows.length; at += pieces.at(-1)?.length ?? 0) {
    const left = rows.length - at
    const length = left <= SMALL ? left : Math.min(2 ** Math.floor(Math.log2(left)), LARGEST)
    pieces.push(rows.slice(at, at + length))
  }
  return pieces
}
