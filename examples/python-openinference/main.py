"""A support ticket is sorted and answered; OpenInference records it, nothing of ours is imported.

The exporter sends to http://localhost:4318 unless OTEL_EXPORTER_OTLP_ENDPOINT says otherwise;
the client finds the model by OPENAI_API_KEY and OPENAI_BASE_URL.
"""

import json
import os

from openai import OpenAI
from openinference.instrumentation import TracerProvider
from openinference.instrumentation.openai import OpenAIInstrumentor
from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace.export import BatchSpanProcessor

provider = TracerProvider(resource=Resource.create({"service.name": "support"}))
provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter()))
trace.set_tracer_provider(provider)
OpenAIInstrumentor().instrument()  # from here on every call of the `openai` package is a span
tracer = provider.get_tracer("support")

client = OpenAI()
MODEL = os.environ.get("OPENAI_MODEL", "gpt-5-mini")

FIND_ORDER = {
    "type": "function",
    "function": {
        "name": "find_order",
        "description": "Where an order is now.",
        "parameters": {"type": "object", "properties": {"number": {"type": "integer"}}, "required": ["number"]},
    },
}


@tracer.chain(name="support_ticket")  # the root of the trace: the session
def support_ticket(ticket: str) -> str:
    # One attribute of the GenAI conventions names the workflow that this is a run of.
    trace.get_current_span().set_attribute("gen_ai.workflow.name", "support_ticket")
    return answer(ticket, topic=triage(ticket))


@tracer.chain  # a chain below the root: a phase
def triage(ticket: str) -> str:
    question = f"Is this ticket about delivery, payment or returns? Answer with one word.\n\n{ticket}"
    completion = client.chat.completions.create(model=MODEL, messages=[{"role": "user", "content": question}])
    return completion.choices[0].message.content


@tracer.chain
def answer(ticket: str, topic: str) -> str:
    messages = [
        {"role": "system", "content": f"You answer customers of a book shop in two sentences. Topic: {topic}."},
        {"role": "user", "content": ticket},
    ]
    # The model asks for tools until it has what it needs.
    while True:
        completion = client.chat.completions.create(model=MODEL, messages=messages, tools=[FIND_ORDER])
        message = completion.choices[0].message
        if not message.tool_calls:
            return message.content
        messages.append(message.to_dict())
        for call in message.tool_calls:
            result = find_order(**json.loads(call.function.arguments))
            messages.append({"role": "tool", "tool_call_id": call.id, "content": json.dumps(result)})


@tracer.tool
def find_order(number: int) -> dict:
    """Stands for a look-up in the shop's database."""
    return {"number": number, "state": "in transit", "expected": "Thursday"}


try:
    print(support_ticket("Where is my order 1041? It should have been here on Monday."))
finally:
    provider.shutdown()  # sends what is left
