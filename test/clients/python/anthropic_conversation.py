"""Plays the scenario with the real `anthropic` package: messages with a tool and a cached prompt, a stream, an error."""

import json

from anthropic import Anthropic, APIStatusError

from scenario import MODELS, PROMPTS, SCENARIO, TOOL, model_url

MODEL = MODELS["anthropic"]["request"]
SYSTEM = [{"type": "text", "text": SCENARIO["system"], "cache_control": {"type": "ephemeral", "ttl": "1h"}}]


def anthropic_conversation(steps) -> None:
    client = Anthropic(base_url=model_url(), api_key="no-key", max_retries=0)
    messages = []
    with steps.workflow():
        with steps.phase("outline"):
            _outline(client, messages, steps)
        with steps.phase("draft"):
            _streamed_message(client, messages)
            _failed_message(client)


def _outline(client: Anthropic, messages: list, steps) -> None:
    tools = [{"name": TOOL["name"], "description": TOOL["description"], "input_schema": TOOL["parameters"]}]
    messages.append({"role": "user", "content": PROMPTS["outline"]})
    first = client.messages.create(model=MODEL, max_tokens=2000, system=SYSTEM, messages=messages, tools=tools)
    messages.append({"role": "assistant", "content": [block.to_dict() for block in first.content]})
    for block in first.content:
        if block.type != "tool_use":
            continue
        content = steps.tool(block.id, block.name, json.dumps(block.input, separators=(",", ":")))
        result = {"type": "tool_result", "tool_use_id": block.id, "content": content}
        messages.append({"role": "user", "content": [result]})
    second = client.messages.create(model=MODEL, max_tokens=2000, system=SYSTEM, messages=messages, tools=tools)
    messages.append({"role": "assistant", "content": [block.to_dict() for block in second.content]})


def _streamed_message(client: Anthropic, messages: list) -> None:
    messages.append({"role": "user", "content": PROMPTS["draft"]})
    with client.messages.stream(model=MODEL, max_tokens=2000, system=SYSTEM, messages=messages) as stream:
        for _ in stream.text_stream:
            pass


def _failed_message(client: Anthropic) -> None:
    try:
        client.messages.create(model=MODEL, max_tokens=2000, messages=[{"role": "user", "content": PROMPTS["translate"]}])
    except APIStatusError as error:
        if error.status_code != 529:
            raise
