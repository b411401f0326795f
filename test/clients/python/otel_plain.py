"""The OpenTelemetry SDK alone: every span and every `gen_ai.*` attribute is written by hand."""

import json

from openai import RateLimitError
from opentelemetry.trace import SpanKind, Status, StatusCode

from openai_conversation import MODEL, function_tool, openai_client
from scenario import PROMPTS, SCENARIO
from steps import PlainSteps
from telemetry import start_telemetry

provider = start_telemetry()
steps = PlainSteps()
client = openai_client()
messages = [{"role": "system", "content": SCENARIO["system"]}]


def chat(prompt: str | None = None):
    """One call under a span of its own, named and filled as the GenAI conventions (1.41) say."""
    if prompt:
        messages.append({"role": "user", "content": prompt})
    attributes = {
        "gen_ai.operation.name": "chat",
        "gen_ai.provider.name": "openai",
        "gen_ai.request.model": MODEL,
        "gen_ai.system_instructions": json.dumps([{"type": "text", "content": SCENARIO["system"]}]),
        "gen_ai.input.messages": json.dumps([convention_message(each) for each in messages[1:]]),
    }
    with steps.tracer.start_as_current_span(f"chat {MODEL}", kind=SpanKind.CLIENT, attributes=attributes) as span:
        try:
            completion = client.chat.completions.create(model=MODEL, messages=messages, tools=[function_tool()])
        except RateLimitError:
            span.set_attribute("error.type", "429")
            raise
        messages.append(completion.choices[0].message.to_dict())
        record_completion(span, completion)
        span.set_status(Status(StatusCode.OK))
        return completion


def record_completion(span, completion) -> None:
    usage = completion.usage
    output = [
        {**convention_message(choice.message.to_dict()), "finish_reason": choice.finish_reason}
        for choice in completion.choices
    ]
    span.set_attributes(
        {
            "gen_ai.response.id": completion.id,
            "gen_ai.response.model": completion.model,
            "gen_ai.response.finish_reasons": [choice.finish_reason for choice in completion.choices],
            "gen_ai.output.messages": json.dumps(output),
            "gen_ai.usage.input_tokens": usage.prompt_tokens,
            "gen_ai.usage.output_tokens": usage.completion_tokens,
            "gen_ai.usage.cache_read.input_tokens": usage.prompt_tokens_details.cached_tokens,
            "gen_ai.usage.cache_creation.input_tokens": usage.prompt_tokens_details.cache_write_tokens,
            "gen_ai.usage.reasoning.output_tokens": usage.completion_tokens_details.reasoning_tokens,
        }
    )


def convention_message(message: dict) -> dict:
    if message["role"] == "tool":
        response = {"type": "tool_call_response", "id": message["tool_call_id"], "response": message["content"]}
        return {"role": "tool", "parts": [response]}
    parts = [{"type": "text", "content": message["content"]}] if message.get("content") else []
    for call in message.get("tool_calls") or []:
        arguments = json.loads(call["function"]["arguments"])
        parts.append({"type": "tool_call", "id": call["id"], "name": call["function"]["name"], "arguments": arguments})
    return {"role": message["role"], "parts": parts}


with steps.workflow():
    with steps.phase("outline"):
        for call in chat(PROMPTS["outline"]).choices[0].message.tool_calls:
            content = steps.tool(call.id, call.function.name, call.function.arguments)
            messages.append({"role": "tool", "tool_call_id": call.id, "content": content})
        chat()
    with steps.phase("draft"):
        chat(PROMPTS["draft"])
        try:
            chat(PROMPTS["translate"])
        except RateLimitError:
            pass
provider.shutdown()
