const ARGS = '{"city":"Lisbon"}'
const args = { city: 'Lisbon' }

/**
 * Messages in every shape that is known, said by the user where nobody is named: what they are, the value that is sent, and a line for
 * each message that it stands for.
 */
export const MESSAGE_CASES: readonly (readonly [name: string, value: unknown, expected: readonly string[]])[] = [
  ['plain text', 'hello', ['user: text "hello"']],
  ['a list of texts', ['a', 'b'], ['user: text "a" | text "b"']],
  ['nothing', [], []],
  ['an empty message', [{ role: 'assistant', content: null }], ['assistant: ']],
  ['a role that nobody knows', [{ role: 'critic', content: 'no' }], ['unknown: text "no"']],
  [
    'of OTel',
    [
      { role: 'system', parts: [{ type: 'text', content: 'be brief' }] },
      {
        role: 'user',
        parts: [
          { type: 'text', content: 'look' },
          { type: 'uri', modality: 'image', uri: 'https://a/b.png' },
        ],
      },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', content: 'hm' },
          { type: 'tool_call', id: 'c1', name: 'weather', arguments: args },
        ],
        finish_reason: 'tool_call',
      },
      { role: 'tool', parts: [{ type: 'tool_call_response', id: 'c1', response: { sky: 'clear' } }] },
      { role: 'user', parts: [{ type: 'blob', mime_type: 'image/png', modality: 'image', content: 'AAAA' }] },
    ],
    [
      'system: text "be brief"',
      'user: text "look" | media image/* https://a/b.png',
      `assistant: reasoning "hm" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 "{\\"sky\\":\\"clear\\"}"',
      'user: media image/png 3',
    ],
  ],
  [
    'of OpenAI chat',
    [
      { role: 'developer', content: 'be brief' },
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'image_url', image_url: { url: 'data:image/png;base64,AAAA' } },
          { type: 'image_url', image_url: { url: 'https://a/b.png' } },
          { type: 'input_audio', input_audio: { data: 'AAAAAAAA', format: 'wav' } },
          { type: 'file', file: { file_id: 'file-1' } },
        ],
      },
      { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: ARGS } }] },
      { role: 'tool', tool_call_id: 'c1', content: 'clear' },
      { role: 'assistant', content: '', refusal: 'no', reasoning_content: 'hm' },
      { role: 'assistant', function_call: { name: 'weather', arguments: ARGS } },
      { role: 'function', name: 'weather', content: 'clear' },
    ],
    [
      'system: text "be brief"',
      'user: text "look" | media image/png 3 | media image/* https://a/b.png | media audio/wav 6 | media file-1',
      `assistant: tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 "clear"',
      'assistant: reasoning "hm" | text "no"',
      `assistant: tool_call weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result weather "clear"',
    ],
  ],
  [
    'of OpenAI Responses, whose items make up messages',
    [
      { role: 'user', content: [{ type: 'input_text', text: 'look' }] },
      { type: 'reasoning', id: 'rs_1', summary: [{ type: 'summary_text', text: 'hm' }], encrypted_content: 'xyz' },
      { type: 'function_call', id: 'fc_1', call_id: 'c1', name: 'weather', arguments: ARGS },
      { type: 'function_call_output', call_id: 'c1', output: 'clear' },
      { type: 'web_search_call', id: 'ws_1', status: 'completed', action: { query: 'Lisbon' } },
      { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'clear' }] },
      { type: 'reasoning', id: 'rs_2', summary: [] },
    ],
    [
      'user: text "look"',
      `assistant: reasoning "hm" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 "clear"',
      'assistant: tool_call ws_1 web_search "{\\"query\\":\\"Lisbon\\"}" | text "clear"',
    ],
  ],
  [
    'of Anthropic',
    {
      model: 'm',
      system: [{ type: 'text', text: 'be brief', cache_control: { type: 'ephemeral' } }],
      messages: [
        {
          role: 'user',
          content: [
            { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAA=' } },
            { type: 'text', text: 'look' },
          ],
        },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'hm', signature: 'x' },
            { type: 'redacted_thinking', data: 'secret' },
            { type: 'text', text: 'I look' },
            { type: 'tool_use', id: 'c1', name: 'weather', input: args },
          ],
        },
        {
          role: 'user',
          content: [
            {
              type: 'tool_result',
              tool_use_id: 'c1',
              content: [
                { type: 'text', text: 'clear' },
                { type: 'text', text: 'sky' },
              ],
            },
          ],
        },
      ],
    },
    [
      'system: text "be brief"',
      'user: media image/jpeg 2 | text "look"',
      `assistant: reasoning "hm" | text "I look" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 "clear\\nsky"',
    ],
  ],
  [
    'of Bedrock',
    [
      {
        role: 'user',
        content: [{ text: 'look' }, { image: { format: 'png', source: { bytes: 'AAAA' } } }, { cachePoint: { type: 'default' } }],
      },
      {
        role: 'assistant',
        content: [{ reasoningContent: { reasoningText: { text: 'hm' } } }, { toolUse: { toolUseId: 'c1', name: 'weather', input: args } }],
      },
      { role: 'user', content: [{ toolResult: { toolUseId: 'c1', content: [{ json: { sky: 'clear' } }], status: 'success' } }] },
    ],
    [
      'user: text "look" | media image/png 3',
      `assistant: reasoning "hm" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 "{\\"sky\\":\\"clear\\"}"',
    ],
  ],
  [
    'of Google',
    {
      systemInstruction: { parts: [{ text: 'be brief' }] },
      contents: [
        {
          role: 'user',
          parts: [
            { text: 'look' },
            { inlineData: { mimeType: 'image/png', data: 'AAAA' } },
            { fileData: { mimeType: 'a/b', fileUri: 'gs://c' } },
          ],
        },
        { role: 'model', parts: [{ text: 'hm', thought: true }, { functionCall: { name: 'weather', args } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { sky: 'clear' } } }] },
      ],
    },
    [
      'system: text "be brief"',
      'user: text "look" | media image/png 3 | media a/b gs://c',
      `assistant: reasoning "hm" | tool_call weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result weather "{\\"sky\\":\\"clear\\"}"',
    ],
  ],
  [
    'of Genkit',
    [
      { role: 'user', content: [{ text: 'look' }, { media: { url: 'data:image/png;base64,AAAA', contentType: 'image/png' } }] },
      { role: 'model', content: [{ reasoning: 'hm' }, { toolRequest: { ref: 'c1', name: 'weather', input: args } }] },
      { role: 'tool', content: [{ toolResponse: { ref: 'c1', name: 'weather', output: 'clear' } }] },
    ],
    [
      'user: text "look" | media image/png 3',
      `assistant: reasoning "hm" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 weather "clear"',
    ],
  ],
  [
    'of the AI SDK',
    [
      {
        role: 'user',
        content: [
          { type: 'text', text: 'look' },
          { type: 'file', mediaType: 'image/png', data: 'AAAA' },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'reasoning', text: 'hm' },
          { type: 'tool-call', toolCallId: 'c1', toolName: 'weather', input: args },
        ],
      },
      {
        role: 'tool',
        content: [{ type: 'tool-result', toolCallId: 'c1', toolName: 'weather', output: { type: 'json', value: { sky: 'clear' } } }],
      },
    ],
    [
      'user: text "look" | media image/png 3',
      `assistant: reasoning "hm" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 weather "{\\"sky\\":\\"clear\\"}"',
    ],
  ],
  [
    'of LangChain',
    [
      [
        { lc: 1, type: 'constructor', id: ['langchain', 'schema', 'SystemMessage'], kwargs: { content: 'be brief' } },
        { type: 'human', content: 'look' },
        {
          lc: 1,
          type: 'constructor',
          id: ['langchain_core', 'messages', 'AIMessageChunk'],
          kwargs: {
            content: [
              { type: 'text', text: 'I look' },
              { type: 'tool_use', id: 'c1', name: 'weather', input: args },
            ],
            tool_calls: [{ type: 'tool_call', id: 'c1', name: 'weather', args }],
          },
        },
        {
          lc: 1,
          type: 'constructor',
          id: ['langchain', 'schema', 'ToolMessage'],
          kwargs: { content: 'clear', tool_call_id: 'c1', name: 'weather' },
        },
        {
          type: 'ai',
          data: { content: '', additional_kwargs: { tool_calls: [{ id: 'c2', function: { name: 'weather', arguments: ARGS } }] } },
        },
      ],
    ],
    [
      'system: text "be brief"',
      'user: text "look"',
      `assistant: text "I look" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 weather "clear"',
      `assistant: tool_call c2 weather ${JSON.stringify(ARGS)}`,
    ],
  ],
  [
    'of Pydantic AI',
    [
      {
        kind: 'request',
        parts: [
          { part_kind: 'system-prompt', content: 'be brief' },
          { part_kind: 'user-prompt', content: 'look' },
        ],
      },
      {
        kind: 'response',
        parts: [
          { part_kind: 'thinking', content: 'hm' },
          { part_kind: 'tool-call', tool_name: 'weather', args: ARGS, tool_call_id: 'c1' },
        ],
      },
      { kind: 'request', parts: [{ part_kind: 'tool-return', tool_name: 'weather', content: 'clear', tool_call_id: 'c1' }] },
    ],
    [
      'system: text "be brief"',
      'user: text "look"',
      `assistant: reasoning "hm" | tool_call c1 weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result c1 weather "clear"',
    ],
  ],
  [
    'of LangChain as pairs',
    [
      [
        ['system', 'be brief'],
        ['human', 'look'],
        ['ai', [{ type: 'text', text: 'I look' }]],
        ['user', 'and?'],
      ],
    ],
    ['system: text "be brief"', 'user: text "look"', 'assistant: text "I look"', 'user: text "and?"'],
  ],
  ['two texts of which one looks like a role', ['human', 'look'], ['user: text "human" | text "look"']],
  ['pairs that are none', [['human', 'look', 'again']], ['user: text "human" | text "look" | text "again"']],
  [
    'of Cohere',
    {
      model: 'command-r',
      preamble: 'be brief',
      chat_history: [
        { role: 'USER', message: 'look' },
        { role: 'CHATBOT', message: 'I look', tool_calls: [{ name: 'weather', parameters: args }] },
        { role: 'TOOL', tool_results: [{ call: { name: 'weather', parameters: args }, outputs: [{ sky: 'clear' }] }] },
        { role: 'CHATBOT', message: 'clear' },
        { role: 'SYSTEM', message: 'be kind' },
      ],
      message: 'and now?',
      tool_results: [{ call: { name: 'clock', parameters: {} }, outputs: [{ hour: 3 }] }],
    },
    [
      'system: text "be brief"',
      'user: text "look"',
      `assistant: text "I look" | tool_call weather ${JSON.stringify(ARGS)}`,
      'tool: tool_result weather "[{\\"sky\\":\\"clear\\"}]"',
      'assistant: text "clear"',
      'system: text "be kind"',
      'user: text "and now?"',
      'tool: tool_result clock "[{\\"hour\\":3}]"',
    ],
  ],
  ['of Cohere, the first one', { chatHistory: [], message: 'look' }, ['user: text "look"']],
  [
    'of Anthropic with results before what the user says',
    [
      {
        role: 'user',
        content: [
          { type: 'tool_result', tool_use_id: 'c1', content: 'clear' },
          { type: 'tool_result', tool_use_id: 'c2', content: [{ type: 'text', text: 'warm' }], is_error: false },
          { type: 'text', text: 'and tomorrow?' },
          { type: 'image', source: { type: 'base64', media_type: 'image/jpeg', data: 'AAA=' } },
        ],
      },
      {
        role: 'assistant',
        content: [
          { type: 'web_search_tool_result', tool_use_id: 's1', content: 'x' },
          { type: 'text', text: 'rain' },
        ],
      },
    ],
    [
      'tool: tool_result c1 "clear" | tool_result c2 "warm"',
      'user: text "and tomorrow?" | media image/jpeg 2',
      'assistant: tool_result s1 "x" | text "rain"',
    ],
  ],
  [
    'of event bodies',
    [
      { 'event.name': 'gen_ai.user.message', content: 'look' },
      { 'event.name': 'gen_ai.choice', index: 0, finish_reason: 'stop', message: { role: 'assistant', content: 'clear' } },
    ],
    ['user: text "look"', 'assistant: text "clear"'],
  ],
  [
    'in the answer of OpenAI',
    { id: 'x', choices: [{ message: { role: 'assistant', content: 'a' } }, { message: { content: 'b' } }] },
    ['assistant: text "a"', 'assistant: text "b"'],
  ],
  [
    'in the answer of Google',
    { candidates: [{ content: { role: 'model', parts: [{ text: 'a' }] }, finishReason: 'STOP' }] },
    ['assistant: text "a"'],
  ],
  [
    'in the answer of Bedrock',
    { output: { message: { role: 'assistant', content: [{ text: 'a' }] } }, stopReason: 'end_turn' },
    ['assistant: text "a"'],
  ],
  [
    'in the answer of LangChain',
    { generations: [[{ text: 'a', message: { kwargs: { content: 'a' }, id: ['x', 'AIMessage'] } }]] },
    ['assistant: text "a"'],
  ],
  [
    'whose content is one part',
    [
      { role: 'user', content: { type: 'text', text: 'look' } },
      { type: 'human', content: { text: 'here' } },
      { 'event.name': 'gen_ai.system.message', content: { text: 'be brief' } },
    ],
    ['user: text "look"', 'user: text "here"', 'system: text "be brief"'],
  ],
  ['in a frame that has the role', [{ role: 'user', message: { content: 'look' } }], ['user: text "look"']],
  [
    'a part that nobody knows',
    [{ role: 'user', content: [{ type: 'hologram', x: 1 }] }],
    ['user: other "{\\"type\\":\\"hologram\\",\\"x\\":1}"'],
  ],
  [
    'a result in parts of text',
    [{ role: 'tool', tool_call_id: 'c', parts: [{ type: 'text', content: 'a' }, { text: 'b' }] }],
    ['tool: tool_result c "a\\nb"'],
  ],
  [
    'a list that is packed into the text of one',
    [{ role: 'user', content: '[{"role":"system","content":"be brief"},{"role":"user","content":"look"}]' }],
    ['system: text "be brief"', 'user: text "look"'],
  ],
  ['a list that the user wrote', [{ role: 'user', content: '[{"role":"user"}]' }], ['user: text "[{\\"role\\":\\"user\\"}]"']],
  [
    'a result that is no text',
    [{ role: 'tool', tool_call_id: 'c', content: [{ type: 'image', source: {} }] }],
    ['tool: tool_result c "[{\\"type\\":\\"image\\",\\"source\\":{}}]"'],
  ],
]
