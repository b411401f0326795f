"""Plays the scenario with the real `openai` package: chat with a tool, streams, responses, embeddings, an error."""

from openai import OpenAI, RateLimitError

from scenario import MODELS, PROMPTS, SCENARIO, TOOL, model_url

MODEL = MODELS["openai"]["request"]


def openai_client() -> OpenAI:
    return OpenAI(base_url=f"{model_url()}/v1", api_key="no-key", max_retries=0)


def openai_conversation(steps) -> None:
    client = openai_client()
    messages = [{"role": "system", "content": SCENARIO["system"]}]
    with steps.workflow():
        with steps.phase("outline"):
            _outline(client, messages, steps)
        with steps.phase("draft"):
            _streamed_chat(client, messages, PROMPTS["draft"], stream_options={"include_usage": True})
            _streamed_chat(client, messages, PROMPTS["teaser"])
            _responses(client)
            client.embeddings.create(model=MODELS["embedding"]["request"], input=PROMPTS["index"])
            _failed_chat(client)


def function_tool() -> dict:
    return {"type": "function", "function": {key: TOOL[key] for key in ("name", "description", "parameters")}}


def _outline(client: OpenAI, messages: list, steps) -> None:
    tools = [function_tool()]
    messages.append({"role": "user", "content": PROMPTS["outline"]})
    first = client.chat.completions.create(model=MODEL, messages=messages, tools=tools, max_completion_tokens=2000)
    asked = first.choices[0].message
    messages.append(asked.to_dict())
    for call in asked.tool_calls:
        content = steps.tool(call.id, call.function.name, call.function.arguments)
        messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
    second = client.chat.completions.create(model=MODEL, messages=messages, tools=tools, max_completion_tokens=2000)
    messages.append({"role": "assistant", "content": second.choices[0].message.content})


def _streamed_chat(client: OpenAI, messages: list, prompt: str, **options) -> None:
    messages.append({"role": "user", "content": prompt})
    stream = client.chat.completions.create(model=MODEL, messages=messages, stream=True, **options)
    content = "".join(chunk.choices[0].delta.content or "" for chunk in stream if chunk.choices)
    messages.append({"role": "assistant", "content": content})


def _responses(client: OpenAI) -> None:
    client.responses.create(model=MODEL, instructions=SCENARIO["system"], input=PROMPTS["title"])
    stream = client.responses.create(model=MODEL, input=[{"role": "user", "content": PROMPTS["summary"]}], stream=True)
    for _ in stream:
        pass


def _failed_chat(client: OpenAI) -> None:
    try:
        client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": PROMPTS["translate"]}])
    except RateLimitError:
        pass
