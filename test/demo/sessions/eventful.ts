import { createConversation, MODELS } from '../conversation.ts'
import { artifact, checkpoint, commandStep, decision, metric, phaseStep, sessionStep } from '../parts.ts'
import type { Moment, Plan } from '../step.ts'

const HOUR_MS = 3_600_000
const BUILDS = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'darwin-x64', 'win-x64'] as const

/** A session that reports much: artifacts, decisions, measurements, checkpoints. */
export function eventfulSession(nowMs: number): Plan {
  const conversation = createConversation(
    MODELS.gpt5,
    'You make a program smaller and faster without changing what it does. Measure before and after.',
  )
  conversation.ask('The image of our exporter has 412 MB. Get it under 100 MB, and do not break the arm64 build.')
  const measure = conversation.call({ text: 'First I measure what is in the image, layer by layer.' })
  conversation.ask('Go ahead.')
  const choose = conversation.call({
    reasoning: 'Alpine saves most but its musl build of the image library is slower by a third. Distroless keeps glibc.',
    text: 'Three ways:\n\n| Base | Size | Risk |\n|---|---|---|\n| `node:24-slim` | 240 MB | none |\n| `alpine` | 82 MB | other C library |\n| `distroless` | 94 MB | no shell for debugging |\n\nI take **distroless**: under the limit, and the same C library as today.',
  })
  const before: readonly Moment[] = [
    metric('image_size', 412_000_000, 'By'),
    metric('start_time', 2.41, 's'),
    metric('layers', 19, '{layers}'),
    artifact('report', 'reports/layers-before.json', { size: 18_220 }),
  ]
  const builds = BUILDS.flatMap((target, index): readonly Moment[] => [
    artifact('binary', `dist/exporter-${target}.tar.gz`, {
      size: 31_000_000 + index * 740_000,
      metadata: { target, sha256: `9f86d081884c7d65${index}` },
    }),
    checkpoint(`built-${target}`, 'starts and answers /healthz'),
  ])
  return {
    name: 'eventful',
    service: 'build-agent',
    scope: ['@ai-tracker/sdk', '0.1.0'],
    startMs: nowMs - 9 * HOUR_MS,
    root: sessionStep(
      {
        key: 'shrink-the-exporter-image',
        workflow: 'optimise',
        version: '2.0.0',
        title: 'Exporter image under 100 MB',
        status: 'completed',
        outcome: 'merged',
      },
      {
        attributes: {
          'tracker.session.inputs': JSON.stringify({ image: 'exporter', limitMb: 100 }),
          'tracker.session.outputs': JSON.stringify({ sizeMb: 94, pullRequest: 1187 }),
        },
        children: [
          phaseStep('measure', 1, {
            children: [
              measure,
              commandStep('docker history exporter:latest', {
                result: 'IMAGE  CREATED BY  SIZE\n9a1f  RUN npm ci  288MB\n77c0  FROM node:24  96MB\n51de  COPY .  28MB',
                lengthMs: 1_300,
              }),
            ],
            moments: before,
          }),
          phaseStep('choose', 2, {
            children: [choose],
            moments: [
              decision('distroless', ['node:24-slim', 'alpine', 'distroless'], 'Under the limit with the C library that is tested.'),
              decision('keep arm64', ['keep arm64', 'drop arm64'], 'Two customers run it on Graviton.'),
            ],
          }),
          phaseStep('build', 3, {
            children: BUILDS.map((target, index) => ({
              ...commandStep(`docker buildx build --platform ${target} .`, {
                result: `exporting to image\nnaming to exporter:${target}`,
                lengthMs: 14_000 + index * 2_100,
              }),
              ...(index > 0 && { isBeside: true, afterMs: 250 }),
            })),
            moments: builds,
          }),
          phaseStep('verify', 4, {
            children: [commandStep('npm run smoke', { result: '5 targets, 5 healthy', lengthMs: 22_000 })],
            moments: [
              metric('image_size', 94_200_000, 'By'),
              metric('start_time', 0.88, 's'),
              checkpoint('smoke-green', '5 of 5 targets answer'),
              artifact('report', 'reports/layers-after.json', { size: 6_410 }),
            ],
          }),
        ],
      },
    ),
  }
}
