import { describe, expect, it } from 'vitest'
import { canonicalProvider, providerOfModel } from './provider-name.ts'

describe('canonicalProvider', () => {
  it.each([
    ['OpenAI', 'openai'],
    ['openai.chat', 'openai'],
    ['open_ai', 'openai'],
    ['az.ai.openai', 'azure.ai.openai'],
    ['Azure', 'azure.ai.openai'],
    ['azure-openai', 'azure.ai.openai'],
    ['anthropic.messages', 'anthropic'],
    ['AWS', 'aws.bedrock'],
    ['amazon-bedrock', 'aws.bedrock'],
    ['google', 'gcp.gemini'],
    ['Google', 'gcp.gen_ai'],
    ['google.generative-ai', 'gcp.gemini'],
    ['vertex_ai', 'gcp.vertex_ai'],
    ['google.vertex.chat', 'gcp.vertex_ai'],
    ['MistralAI', 'mistral_ai'],
    ['xai', 'x_ai'],
    ['Watsonx', 'ibm.watsonx.ai'],
    ['Ollama', 'ollama'],
    ['together_ai', 'together_ai'],
    ['Langchain', undefined],
    ['strands-agents', undefined],
    ['gcp.vertex.agent', undefined],
    ['_OTHER', undefined],
    [' ', undefined],
    [undefined, undefined],
  ])('%s → %s', (name, expected) => {
    expect(canonicalProvider(name)).toBe(expected)
  })
})

describe('providerOfModel', () => {
  it.each([
    ['us.anthropic.claude-x', 'aws.bedrock'],
    ['anthropic.claude-3-haiku-20240307-v1:0', 'aws.bedrock'],
    ['arn:aws:bedrock:us-east-1:1:inference-profile/x', 'aws.bedrock'],
    ['claude-x', 'anthropic'],
    ['anthropic/claude-x', 'anthropic'],
    ['gpt-4o', 'openai'],
    ['o3', 'openai'],
    ['o3-mini', 'openai'],
    ['models/gemini-x', 'gcp.gemini'],
    ['llama-3', undefined],
    ['__proto__', undefined],
    [undefined, undefined],
  ])('%s → %s', (model, expected) => {
    expect(providerOfModel(model)).toBe(expected)
  })
})
