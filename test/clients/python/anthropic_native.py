"""The `anthropic` package alone: it emits spans of its own where a tracer provider is registered."""

from anthropic_conversation import anthropic_conversation
from steps import PlainSteps
from telemetry import start_telemetry

provider = start_telemetry()
anthropic_conversation(PlainSteps())
provider.shutdown()
