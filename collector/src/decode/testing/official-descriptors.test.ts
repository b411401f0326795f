/**
 * The schema that our codecs are held against is the official one. `fixtures/otlp-descriptors.binpb` is the `FileDescriptorSet` of the trace,
 * log and metric messages and of `google.rpc.Status` as the PyPI packages opentelemetry-proto 1.45.1 and googleapis-common-protos carry them.
 */
import { readFileSync } from 'node:fs'
import { Enum, Namespace, type NamespaceBase, Type } from 'protobufjs'
import {
  FileDescriptorSet,
  type IDescriptorProto,
  type IEnumDescriptorProto,
  type IFieldDescriptorProto,
} from 'protobufjs/ext/descriptor.js'
import { describe, expect, it } from 'vitest'
import { otlp } from './otlp-proto.ts'

const bytes = readFileSync(new URL('../fixtures/otlp-descriptors.binpb', import.meta.url))
const { file } = FileDescriptorSet.toObject(FileDescriptorSet.decode(bytes), { defaults: false }) as {
  file: { package: string; messageType?: IDescriptorProto[]; enumType?: IEnumDescriptorProto[] }[]
}

/** Names of `FieldDescriptorProto.Type` as schemas write them; messages and enums are told by their type name. */
const TYPES: Readonly<Record<number, string>> = {
  1: 'double',
  3: 'int64',
  4: 'uint64',
  5: 'int32',
  6: 'fixed64',
  7: 'fixed32',
  8: 'bool',
  9: 'string',
  12: 'bytes',
  13: 'uint32',
  16: 'sfixed64',
  17: 'sint32',
}
const REPEATED = 3

const officialMessages = new Map(
  file.flatMap(({ package: name, messageType = [] }) =>
    messageType
      .flatMap((message) => withNested(message))
      .map(([key, message]) => [name === 'google.rpc' ? `${name}.${key}` : key, message] as const),
  ),
)
/** Requests have the wire form of `TracesData`, `LogsData` and `MetricsData`. */
const REQUESTS = /^Export\w+ServiceRequest$/

/** We never send details of an error. */
const NOT_OURS = new Set(['RpcStatus 3 repeated Any details'])

function withNested(message: IDescriptorProto): [string, IDescriptorProto][] {
  return [[message.name ?? '', message], ...(message.nestedType ?? []).flatMap((nested) => withNested(nested as IDescriptorProto))]
}

function officialFields(message: IDescriptorProto | undefined): string[] {
  return (message?.field ?? []).map((field) => {
    const repeated = field.label === REPEATED ? 'repeated ' : ''
    return `${field.number} ${repeated}${typeName(field)} ${field.name}${field.oneofIndex === undefined ? '' : ' oneof'}`
  })
}

function typeName({ type, typeName: name }: IFieldDescriptorProto): string {
  return TYPES[Number(type)] ?? (name ?? '').split('.').at(-1) ?? ''
}

function ourFields(type: Type): string[] {
  return type.fieldsArray.map((field) => {
    const name = field.name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
    return `${field.id} ${field.repeated ? 'repeated ' : ''}${field.type.split('.').at(-1)} ${name}${field.partOf ? ' oneof' : ''}`
  })
}

function typesBelow(namespace: NamespaceBase): Type[] {
  return namespace.nestedArray.flatMap((nested) => {
    const below = nested instanceof Namespace ? typesBelow(nested) : []
    return nested instanceof Type ? [nested, ...below] : below
  })
}

/** Numbers by name of every enum of the official messages, but those for bits of flags, which are never the type of a field. */
const officialEnums = new Map(
  [...file.flatMap(({ enumType = [] }) => enumType), ...[...officialMessages.values()].flatMap(({ enumType = [] }) => enumType)]
    .filter(({ name }) => !name?.endsWith('Flags'))
    .map(({ name, value = [] }) => [name ?? '', Object.fromEntries(value.map((each) => [each.name, each.number ?? 0]))]),
)

function enumsBelow(namespace: NamespaceBase): Enum[] {
  return namespace.nestedArray.flatMap((nested) => {
    if (nested instanceof Enum) return [nested]
    return nested instanceof Namespace ? enumsBelow(nested) : []
  })
}

/** Ours that has another name, as two packages have a `Status`. */
const OTHER_NAMES: Readonly<Record<string, string>> = { RpcStatus: 'google.rpc.Status' }

describe('the schema of our tests is the official one', () => {
  it.each(typesBelow(otlp).map((type) => [type.name, type] as const))('%s', (name, type) => {
    const official = officialMessages.get(OTHER_NAMES[name] ?? name)
    expect(ourFields(type).sort()).toEqual(
      officialFields(official)
        .filter((field) => !NOT_OURS.has(`${name} ${field}`))
        .sort(),
    )
  })

  it('leaves out no message', () => {
    const ours = new Set(typesBelow(otlp).map(({ name }) => OTHER_NAMES[name] ?? name))
    expect([...officialMessages.keys()].filter((name) => !ours.has(name) && !REQUESTS.test(name))).toEqual([])
  })

  it('has the same enums', () => {
    expect(Object.fromEntries(enumsBelow(otlp).map(({ name, values }) => [name, { ...values }]))).toEqual(Object.fromEntries(officialEnums))
  })
})
