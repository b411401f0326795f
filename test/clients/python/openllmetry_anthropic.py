"""The `anthropic` package under OpenLLMetry; whether its own spans are on is up to the environment."""

from opentelemetry.instrumentation.anthropic import AnthropicInstrumentor

from anthropic_conversation import anthropic_conversation
from steps import OpenLLMetrySteps
from telemetry import start_telemetry

provider = start_telemetry()
AnthropicInstrumentor().instrument()
anthropic_conversation(OpenLLMetrySteps())
provider.shutdown()
